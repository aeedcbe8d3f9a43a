#include "lessons/model/glossary.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "lessons/model/glossary_text.h"

namespace backprop::lessons {
namespace {

const std::string good =
    "```term\nid: bias\ntitle: Bias\nforms: bias, biases ,\ntex: z = x + b\ntext: A *number*\n"
    "  with $b$, [see](https://example.org).\nlesson: 4.2\n```\n\n"
    "```term\nid: delta\ntitle: Delta\ntext: Short.\n```\n\n"
    "```symbol\ntex: b, b_l\nprogram: b1\nsource: \\beta\nmeaning: the bias\n```\n";

TEST_CASE("terms and symbols") {
  for (const std::string& source : {good, "\xEF\xBB\xBF" + good}) {
    const auto glossary = parse_glossary(source, Language::english);
    REQUIRE_MESSAGE(glossary.ok(), (glossary ? "" : glossary.error().cause));
    REQUIRE(glossary.value().terms.size() == 2);
    const Term& bias = glossary.value().terms[0];
    CHECK(bias.title == "Bias");
    CHECK(bias.forms == std::vector<std::string>{"bias", "biases"});
    CHECK(bias.lesson == "4.2");
    CHECK(bias.text.size() == 7);
    CHECK(bias.line == 1);
    CHECK(glossary.value().terms[1].line == 11);
    CHECK(find_term(glossary.value(), "delta") == &glossary.value().terms[1]);
    CHECK(find_term(glossary.value(), "Delta") == nullptr);
    REQUIRE(glossary.value().symbols.size() == 1);
    CHECK(glossary.value().symbols[0].source == "\\beta");
    CHECK(glossary.value().symbols[0].line == 17);
    std::vector<std::string> tex;
    for (const auto& part : tex_of(glossary.value()))
      tex.push_back(part.tex);
    CHECK(tex == std::vector<std::string>{"z = x + b", "b", "b, b_l", "\\beta"});
  }
}

TEST_CASE("a glossary that is wrong: the line, the cause and what to do") {
  struct Row {
    std::string source;
    int line;
    std::string cause;
  };
  const std::string term = "```term\nid: a\ntitle: A\ntext: t\n```\n\n";
  for (const Row& row : std::vector<Row>{
           {"Words.\n", 1, "a glossary holds terms and symbols alone"},
           {term + "## Symbols\n", 7, "a glossary holds terms and symbols alone"},
           {term + "```claim\ntex: a\n```\n", 7, "a glossary holds terms and symbols alone"},
           {term + "```term\nid: a\ntitle: B\ntext: t\n```\n", 8, "another term has the id 'a'"},
           {"```term\nid: a\ntext: t\n```\n", 1, "a term lacks 'title'"},
           {"```term\nid: a\ntitel: A\n```\n", 3, "a term has no key 'titel'"},
           {"```term\nid: a\ntitle: A\ntext: **t\n```\n", 4, "a '**' did not become bold"},
           {"```term\nid: a\ntitle: A\ntext: $t\n```\n", 4, "a '$' without its partner"},
           {"```symbol\ntex: a\n```\n", 1, "a symbol lacks 'meaning'"},
           {"```symbol\ntex: a\nmeaning: [a](ftp://b)\n```\n", 3, "a link to 'ftp://b'"},
           {"```symbol\ntex: a\n", 1, "this fenced block is never closed"},
           {"```term\nid: a\ntitle: \xFF\n```\n", 3, "this is not UTF-8 text"}}) {
    CAPTURE(row.source);
    const auto glossary = parse_glossary(row.source, Language::chinese);
    REQUIRE_FALSE(glossary.ok());
    CHECK(glossary.error().place.line == row.line);
    CHECK(glossary.error().cause.starts_with(row.cause));
    CHECK_FALSE(glossary.error().advice.empty());
  }
  const auto empty = parse_glossary("", Language::english);
  CHECK(empty.ok());
}

TEST_CASE("no prefix of a glossary crashes the reader") {
  int failures = 0;
  for (std::size_t end = 0; end < good.size(); ++end) {
    const auto glossary = parse_glossary(good.substr(0, end), Language::english);
    if (glossary) continue;
    ++failures;
    CHECK(glossary.error().place.line <= 21);
  }
  CHECK(failures > 100);
}

TEST_CASE("the glossary as text") {
  const auto english = parse_glossary(good, Language::english);
  REQUIRE(english.ok());
  CHECK(glossary_as_text(english.value()) ==
        "Glossary\n========\n\nBias\n        z = x + b\n"
        "    A number with b, see [https://example.org].\n"
        "    See chapter 4.2  The chain rule, one factor at a time\n"
        "\nDelta\n    Short.\n\nSymbols\n-------\n\nb, b_l\n    the bias\n    in programs: b1\n"
        "    in the source: β\n");
  const auto chinese = parse_glossary(good, Language::chinese);
  REQUIRE(chinese.ok());
  CHECK(glossary_as_text(chinese.value()).starts_with("术语表\n======\n\nBias\n"));
  CHECK(glossary_as_text(chinese.value()).ends_with("    程序中：b1\n    原文中：β\n"));
}

TEST_CASE("the glossary that is shipped has the same terms and symbols in both languages") {
  const auto english = load_glossary(Language::english);
  const auto chinese = load_glossary(Language::chinese);
  REQUIRE_MESSAGE(english.ok(), (english ? "" : english.error().cause));
  REQUIRE_MESSAGE(chinese.ok(), (chinese ? "" : chinese.error().cause));
  REQUIRE(english.value().terms.size() >= 40);
  CHECK(english.value().symbols.size() == chinese.value().symbols.size());
  for (const Term& term : english.value().terms) {
    CAPTURE(term.id);
    CHECK(find_term(chinese.value(), term.id) != nullptr);
  }
  CHECK(english.value().terms.size() == chinese.value().terms.size());
}

}  // namespace
}  // namespace backprop::lessons
