#include "viz/text/math_lines.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "tests/ui/desk.h"

namespace backprop::test {
namespace {

using viz::MathBox;

constexpr float px = 18;

MathBox lines(const std::string& tex, float width) {
  return viz::set_tex_lines(*resources().glyphs, tex, px, width);
}

MathBox whole(const std::string& tex) {
  return viz::set_tex(*resources().glyphs, tex, px, viz::MathStyle::display);
}

/// How many glyphs stand on each line: of formulas without fractions and scripts.
std::vector<int> glyphs_by_line(const MathBox& box) {
  std::map<float, int> counts;
  for (const auto& glyph : box.glyphs)
    ++counts[glyph.y];
  std::vector<int> all;
  for (const auto& [y, count] : counts)
    all.push_back(count);
  return all;
}

TEST_CASE("what fits is one line, as it always was") {
  const MathBox one = whole("a = b + c");
  const MathBox same = lines("a = b + c", one.width + 1);
  CHECK(same.width == one.width);
  CHECK(same.descent == one.descent);
  CHECK(same.glyphs.size() == one.glyphs.size());
}

TEST_CASE(
    "lines begin with a relation where that is enough, else with a sum's sign, else a product's") {
  const std::string equal = "a + b = c + d";
  CHECK(glyphs_by_line(lines(equal, whole(equal).width - 1)) == std::vector{3, 4});  // "= c + d"
  const std::string sum = "a = b \\cdot c + d \\cdot e";
  CHECK(glyphs_by_line(lines(sum, whole("b \\cdot c + d \\cdot ef").width)) ==
        std::vector{5, 4});  // "+ d . e"
  const std::string product = "a = bcdef \\cdot ghijk";
  CHECK(glyphs_by_line(lines(product, whole("a = bcdefghi").width)) == std::vector{7, 6});
}

TEST_CASE("no line is wider than the column, and no sign is lost, at any width") {
  const std::string tex =
      "s_1 = (o_1 - y_1) \\cdot o_1 (1 - o_1) \\cdot w_5 \\cdot h_1 (1 - h_1) \\cdot x_1 + "
      "\\frac{\\partial J}{\\partial o_2} \\cdot w_7";
  const MathBox one = whole(tex);
  for (float width = 175; width < one.width; width += 17) {
    CAPTURE(width);
    const MathBox box = lines(tex, width);
    CHECK(box.width <= width + 0.5F);
    CHECK(box.glyphs.size() == one.glyphs.size());
    CHECK(box.rules.size() == one.rules.size());
    CHECK(box.descent > one.descent);
    for (const auto& glyph : box.glyphs)
      CHECK(glyph.y <= box.descent);
  }
}

TEST_CASE("nothing is broken within brackets") {
  const std::string tex = "a = (b + c) \\cdot (d - e + f)";
  CHECK(glyphs_by_line(lines(tex, whole("a = (b + c) \\cdot (d - e").width)) == std::vector{7, 8});
}

TEST_CASE("what has no place to break stays whole; what cannot be read is one line") {
  CHECK(lines("\\frac{abcdef}{gh}", 10).width == whole("\\frac{abcdef}{gh}").width);
  CHECK(lines("\\wrong = a", 10).width == whole("\\wrong = a").width);
}

}  // namespace
}  // namespace backprop::test
