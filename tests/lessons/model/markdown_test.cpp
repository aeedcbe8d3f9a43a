#include "lessons/model/markdown.h"

#include <doctest/doctest.h>

#include <string>

namespace backprop::lessons {
namespace {

using Kind = Inline::Kind;

Inlines inlines_of(const std::string& text) {
  const auto inlines = parse_inlines(text, {1, 1});
  REQUIRE_MESSAGE(inlines.ok(), (inlines ? "" : inlines.error().cause));
  return inlines.value();
}

Error error_of(const std::string& text) {
  const auto blocks = parse_markdown(text, 0);
  REQUIRE_FALSE(blocks.ok());
  CHECK_FALSE(blocks.error().advice.empty());
  return blocks.error();
}

TEST_CASE("styles of running text") {
  CHECK(inlines_of("a **b** *c* `d * e` $\\frac{a_1}{b_1}$ f") ==
        Inlines{{Kind::text, "a "},
                {Kind::strong, "b"},
                {Kind::text, " "},
                {Kind::emphasis, "c"},
                {Kind::text, " "},
                {Kind::code, "d * e"},
                {Kind::text, " "},
                {Kind::math, "\\frac{a_1}{b_1}"},
                {Kind::text, " f"}});
  CHECK(inlines_of("a < b & c, 2\\*3, \\$5") == Inlines{{Kind::text, "a < b & c, 2*3, $5"}});
}

TEST_CASE("bold beside Chinese letters and punctuation") {
  CHECK(inlines_of("由**优化器**决定，**梯度**。") == Inlines{{Kind::text, "由"},
                                                              {Kind::strong, "优化器"},
                                                              {Kind::text, "决定，"},
                                                              {Kind::strong, "梯度"},
                                                              {Kind::text, "。"}});
  // CommonMark does not close after punctuation where a letter follows: the reader would see stars.
  const Error error = error_of("text\n\n**梯度。**然后\n");
  CHECK(error.cause == "a '**' did not become bold");
  CHECK(error.place.line == 3);
}

TEST_CASE("a line break is a space, but not in Chinese") {
  CHECK(inlines_of("one\ntwo") == Inlines{{Kind::text, "one two"}});
  CHECK(inlines_of("梯度\n下降") == Inlines{{Kind::text, "梯度下降"}});
  CHECK(inlines_of("梯度，\ngradient") == Inlines{{Kind::text, "梯度，gradient"}});
  CHECK(inlines_of("梯度\ngradient") == Inlines{{Kind::text, "梯度 gradient"}});
  CHECK(inlines_of("the\n$x$\nhere") ==
        Inlines{{Kind::text, "the "}, {Kind::math, "x"}, {Kind::text, " here"}});
  CHECK(inlines_of("$a +\nb$") == Inlines{{Kind::math, "a + b"}});
}

TEST_CASE("blocks and their places") {
  const auto blocks =
      parse_markdown("skipped\nText\nmore\n\n### H\n1. a\n2. b **c**\n\n$$\nx^2\n$$\n", 8);
  REQUIRE(blocks.ok());
  REQUIRE(blocks.value().size() == 4);
  CHECK(blocks.value()[0].place == Place{2, 1});
  CHECK(blocks.value()[1].place == Place{5, 1});
  CHECK(blocks.value()[2].place == Place{6, 1});
  CHECK(blocks.value()[3].place == Place{9, 1});
  CHECK(std::get<Heading>(blocks.value()[1].is).level == 3);
  const auto& list = std::get<List>(blocks.value()[2].is);
  CHECK(list.ordered);
  REQUIRE(list.items.size() == 2);
  CHECK(list.items[1] == Inlines{{Kind::text, "b "}, {Kind::strong, "c"}});
  CHECK(std::get<Formula>(blocks.value()[3].is).tex == "x^2");
}

TEST_CASE("items with empty lines between them are the same list") {
  const auto blocks = parse_markdown("- a\n\n- b\n", 0);
  REQUIRE(blocks.ok());
  CHECK(std::get<List>(blocks.value().at(0).is).items.size() == 2);
}

TEST_CASE("what lessons have no block for is refused with its line") {
  CHECK(error_of("a\n\n> b\n").place.line == 3);
  CHECK(error_of("a\n\n***\n").place.line == 3);
  CHECK(error_of("a\nb [c](http://d)\n").place.line == 2);
  CHECK(error_of("![p](q.png)\n").cause == "lessons have no pictures");
  CHECK(error_of("a &nbsp; b\n").cause == "'&nbsp;' is HTML");
  CHECK(error_of("- a\n  - b\n").place.line == 2);
  CHECK(error_of("- a\n\n  b\n").place.line == 3);
  CHECK(error_of("- a\n-\n").cause == "there is no text here");
  CHECK(error_of("#\n").place.line == 1);
  CHECK(error_of("a $$b$$ c\n").cause == "a $$ formula stands among text");
  CHECK(error_of("## $$b$$\n").cause == "a $$ formula stands among text");
  CHECK(error_of("a\n\nprice $5\n").place.line == 3);
  CHECK(error_of("a\n\n```\nb\n").cause == "this fenced block is never closed");
}

TEST_CASE("what is no text is refused with its place") {
  const Error not_utf8 = error_of("ab\ncd\xFF\n");
  CHECK(not_utf8.place == Place{2, 3});
  CHECK(error_of(std::string("a\n\0b", 4)).place.line == 2);
  CHECK(error_of(std::string(1'000'001, 'a')).cause == "the text is longer than a megabyte");
}

TEST_CASE("links lead to chapters, terms and pages") {
  CHECK(inlines_of("a [b c](lesson:4.2), [d](term:delta) [e](https://f.org/g_h)") ==
        Inlines{{Kind::text, "a "},
                {Kind::link, "b c", "lesson:4.2"},
                {Kind::text, ", "},
                {Kind::link, "d", "term:delta"},
                {Kind::text, " "},
                {Kind::link, "e", "https://f.org/g_h"}});
  // Two links side by side stay two; a link over a line break is one.
  CHECK(inlines_of("[a](lesson:1)[b](lesson:2)") ==
        Inlines{{Kind::link, "a", "lesson:1"}, {Kind::link, "b", "lesson:2"}});
  CHECK(inlines_of("[一\n二](lesson:1)") == Inlines{{Kind::link, "一二", "lesson:1"}});
  CHECK(inlines_of("[one\ntwo](lesson:1) x") ==
        Inlines{{Kind::link, "one two", "lesson:1"}, {Kind::text, " x"}});
  CHECK(
      inlines_of("[a](step:J@1) [b](<step:grad W1>)") ==
      Inlines{{Kind::link, "a", "step:J@1"}, {Kind::text, " "}, {Kind::link, "b", "step:grad W1"}});
  CHECK(inlines_of("not [a link] (here)") == Inlines{{Kind::text, "not [a link] (here)"}});
}

TEST_CASE("links that lead nowhere") {
  for (const char* text : {"[a](b.md)", "[a](http://b.org)", "[a](lesson:)", "[a](term:)",
                           "[a](https://)", "[a](#b)", "[a](javascript:b)"}) {
    CAPTURE(text);
    const Error error = error_of(std::string("Words.\n\n") + text + "\n");
    CHECK(error.place.line == 3);
    CHECK(error.cause.starts_with("a link to '"));
  }
  CHECK(error_of("| a | b |\n|---|---|\n| [1](b) | 2 |\n").place.line == 3);
  CHECK(error_of("- one\n- [two](b)\n").place == Place{2, 9});
  CHECK(error_of("[`a`](lesson:1)\n").cause == "a link whose text has marks");
  CHECK(error_of("[$a$](lesson:1)\n").cause == "a link whose text has marks");
}

TEST_CASE("tables") {
  const auto blocks = parse_markdown(
      "Words.\n\n| $a$ | **b** |\n|---|:-:|\n| 1 | [c](lesson:2) |\n| | `d` |\n\nMore.\n", 0);
  REQUIRE(blocks.ok());
  REQUIRE(blocks.value().size() == 3);
  CHECK(blocks.value()[1].place.line == 3);
  CHECK(blocks.value()[2].place.line == 8);
  const auto& table = std::get<Table>(blocks.value()[1].is);
  REQUIRE(table.head.size() == 2);
  CHECK(table.head[0] == Inlines{{Kind::math, "a"}});
  CHECK(table.head[1] == Inlines{{Kind::strong, "b"}});
  REQUIRE(table.rows.size() == 2);
  CHECK(table.rows[0][1] == Inlines{{Kind::link, "c", "lesson:2"}});
  CHECK(table.rows[1][0].empty());
  CHECK(table.rows[1][1] == Inlines{{Kind::code, "d"}});
}

TEST_CASE("a row of a table that is too short or too long has as many cells as the head") {
  const auto blocks = parse_markdown("| a | b |\n|---|---|\n| 1 |\n| 2 | 3 | 4 |\n", 0);
  REQUIRE(blocks.ok());
  const auto& table = std::get<Table>(blocks.value().at(0).is);
  for (const auto& row : table.rows)
    CHECK(row.size() == table.head.size());
}

TEST_CASE("what is wrong in a table has its line") {
  CHECK(error_of("| a | b |\n|---|---|\n| 1 | $2 |\n").place.line == 3);
  CHECK(error_of("| a | b |\n|---|---|\n| 1 | 2 |\n| **3 | 4 |\n").place.line == 4);
  CHECK(error_of("| a | b |\n|---|---|\n| 1 | [2](b) |\n").place.line == 3);
}

}  // namespace
}  // namespace backprop::lessons
