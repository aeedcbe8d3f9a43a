#include "lessons/model/term_finder.h"

#include <doctest/doctest.h>

#include <string>

namespace backprop::lessons {
namespace {

/// "bias@4-8 gradient@13-21"
std::string found_in(const std::string& text, const TermFinder& finder) {
  std::string all;
  for (const FoundTerm& found : finder.all_in(text)) {
    if (!all.empty()) all += " ";
    all += found.term->id + "@" + std::to_string(found.begin) + "-" + std::to_string(found.end);
  }
  return all;
}

Glossary some_terms() {
  auto glossary = parse_glossary(
      "```term\nid: bias\ntitle: Bias\nforms: bias, biases\ntext: b\n```\n"
      "```term\nid: gradient\ntitle: Gradient\nforms: gradient, gradients, 梯度\ntext: g\n```\n"
      "```term\nid: descent\ntitle: Gradient descent\nforms: 梯度下降\ntext: d\n```\n",
      Language::english);
  REQUIRE(glossary.ok());
  return std::move(glossary).value();
}

TEST_CASE("terms are found as whole words, the longest first, whatever their case") {
  const Glossary glossary = some_terms();
  const TermFinder finder(glossary);
  CHECK(found_in("the Bias, its GRADIENTS", finder) == "bias@4-8 gradient@14-23");
  CHECK(found_in("Gradient descent", finder) == "descent@0-16");
  CHECK(found_in("unbiased bias_1 bias2 debias", finder) == "");
  CHECK(found_in("(bias)", finder) == "bias@1-5");
  CHECK(found_in("", finder) == "");
}

TEST_CASE("Chinese terms need no spaces around them") {
  const Glossary glossary = some_terms();
  const TermFinder finder(glossary);
  CHECK(found_in("用梯度下降法，先求梯度。", finder) == "descent@3-15 gradient@27-33");
  CHECK(found_in("梯度bias", finder) == "gradient@0-6 bias@6-10");
}

TEST_CASE("every term of the shipped glossary finds itself by its title") {
  for (const Language language : {Language::english, Language::chinese}) {
    const auto glossary = load_glossary(language);
    REQUIRE(glossary.ok());
    const TermFinder finder(glossary.value());
    for (const Term& term : glossary.value().terms) {
      CAPTURE(term.id);
      const auto found = finder.all_in(term.title);
      REQUIRE_FALSE(found.empty());
      CHECK(found.front().term->id == term.id);
    }
  }
}

}  // namespace
}  // namespace backprop::lessons
