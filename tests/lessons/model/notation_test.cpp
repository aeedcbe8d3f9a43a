#include "lessons/model/notation.h"

#include <doctest/doctest.h>

#include <string>
#include <variant>

#include "lessons/model/block_parts.h"
#include "lessons/model/lesson_parser.h"

namespace backprop::lessons {
namespace {

std::vector<Letter> letters(const std::string& rules) {
  auto read = read_letters({.key = "source_letters", .value = rules, .key_place = {}, .place = {}});
  REQUIRE(read.ok());
  return std::move(read).value();
}

TEST_CASE("symbols are written otherwise, with their subscripts") {
  const auto rules = letters("z_# = y_#; \\sigma = f; z = h_1; \\Delta = \\frac{a}{b}");
  const std::pair<const char*, const char*> cases[] = {
      {"z_1 = z_{1,2} + z_{l+1}", "y_1 = y_{1,2} + y_{l+1}"},
      {"\\sigma'(z)", "f'(h_1)"},
      {"\\frac{\\partial z}{\\partial z_2}", "\\frac{\\partial h_1}{\\partial y_2}"},
      {"\\sigma x", "f x"},
      {"\\zeta + \\text{z_1} + z^2", "\\zeta + \\text{z_1} + h_1^2"},
      {"{{z}} + {{\\sigma}}_1 + z", "{{z}} + {{\\sigma}}_1 + h_1"},
      {"\\Delta^\\top X", "\\left( \\frac{a}{b} \\right)^\\top X"},
      {"\\begin{bmatrix} z_1 & x \\\\ x & z_2 \\end{bmatrix}",
       "\\begin{bmatrix} y_1 & x \\\\ x & y_2 \\end{bmatrix}"},
  };
  for (const auto& [tex, written] : cases)
    CHECK(with_letters(tex, rules) == written);
  CHECK(with_letters("z_1", letters("z = h_1")) == "z_1");  // another symbol
}

TEST_CASE("letters that hide what follows, and damage, are harmless") {
  const auto rules = letters("z_# = y_#; a = b");
  for (const char* tex : {"z_", "z_{", "\\", "{{z", "}}", "z_}", "\\text{a", "a_{{a}}"})
    CHECK_FALSE(with_letters(tex, rules).empty());
}

TEST_CASE("rules that say nothing are told with their place") {
  for (const char* rules : {"z", "z=y", "= y", "z_1 + z_2 = y", "1 = y", "z = y; q"}) {
    CAPTURE(rules);
    CHECK_FALSE(read_letters({.key = "k", .value = rules, .key_place = {}, .place = {}}).ok());
  }
}

TEST_CASE("a letter of the source leads to those of the course") {
  const auto rules = letters("z_# = y_#; a = y_1; z = h_1");
  using Names = std::vector<std::pair<std::string, std::string>>;
  CHECK(own_letters(rules, "y", "1") == Names{{"z", "1"}, {"a", ""}});
  CHECK(own_letters(rules, "y", "23") == Names{{"z", "23"}});
  CHECK(own_letters(rules, "h", "1") == Names{{"z", ""}});
  CHECK(own_letters(rules, "y", "").empty());
}

const std::string chapter = R"(---
id: a
title: A
program: p
written_out: \delta_# = \frac{\partial J}{\partial z_#}
source_letters: z_# = y_#
---

Here $\delta_1$ and ${{\delta}}_1$.

$$
z_1
$$

```claim
id: one
tex: z_1 = \delta_1
left: a
right: a
note: $z_2$
```

```claim printed
id: two
tex: z_1 = \delta_1
left: a
right: a
```

```claim
id: three
tex: z_1
tex_delta: \delta_1
tex_source: z_9
left: a
right: a
```
)";

std::vector<std::string> formulas(Notation notation) {
  const auto lesson = parse_lesson(chapter, Language::english);
  REQUIRE(lesson.ok());
  std::vector<std::string> all;
  const Lesson written = in_notation(lesson.value(), notation);
  for (const Block& block : written.blocks) {
    for (const BlockTex& part : tex_of(block))
      all.push_back(part.tex);
  }
  return all;
}

TEST_CASE("a chapter in each notation") {
  using All = std::vector<std::string>;
  const std::string long_form = "\\frac{\\partial J}{\\partial z_1}";
  const std::string long_source = "\\frac{\\partial J}{\\partial y_1}";
  CHECK(formulas(Notation::delta) == All{"\\delta_1", "{{\\delta}}_1", "z_1", "z_1 = \\delta_1",
                                         "z_2", "z_1 = \\delta_1", "\\delta_1"});
  CHECK(formulas(Notation::written_out) == All{long_form, "{{\\delta}}_1", "z_1",
                                               "z_1 = " + long_form, "z_2", "z_1 = \\delta_1",
                                               "z_1"});
  CHECK(formulas(Notation::source) == All{long_source, "{{\\delta}}_1", "y_1",
                                          "y_1 = " + long_source, "y_2", "z_1 = \\delta_1", "z_9"});
}

}  // namespace
}  // namespace backprop::lessons
