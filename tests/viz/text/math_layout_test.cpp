// Where the parts of a formula stand: boxes in the program's own font, read glyph by glyph.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "tests/ui/desk.h"
#include "viz/text/math.h"

namespace backprop::test {
namespace {

using viz::MathBox;
using viz::MathGlyph;
using viz::MathRule;
using viz::MathStyle;

constexpr float px = 20;

MathBox set(const std::string& tex, MathStyle style = MathStyle::display) {
  const auto parsed = viz::parse_tex(tex);
  CAPTURE(tex);
  REQUIRE(parsed.ok());
  return viz::layout_math(*resources().glyphs, parsed.value(), px, style);
}

/// The ink of a glyph: y down, 0 on the baseline.
struct Ink {
  float left = 0, right = 0, top = 0, bottom = 0, px = 0;
  float middle() const { return (left + right) / 2; }
  float height() const { return bottom - top; }
};

Ink ink_of(const MathGlyph& glyph) {
  const auto metrics = resources().glyphs->math_glyph(glyph.glyph.index, glyph.px);
  return {glyph.x, glyph.x + metrics.advance, glyph.y - metrics.ascent, glyph.y + metrics.descent,
          glyph.px};
}

/// The only glyph of the box that is the first one of that formula.
Ink only(const MathBox& box, const std::string& tex) {
  const auto index = set(tex, MathStyle::text).glyphs.at(0).glyph.index;
  CAPTURE(tex);
  std::vector<Ink> found;
  for (const MathGlyph& glyph : box.glyphs) {
    if (glyph.glyph.index == index) found.push_back(ink_of(glyph));
  }
  REQUIRE(found.size() == 1);
  return found.front();
}

/// A glyph of the box by its place among all.
Ink nth(const MathBox& box, std::size_t n) {
  REQUIRE(n < box.glyphs.size());
  return ink_of(box.glyphs[n]);
}

MathRule only_rule(const MathBox& box) {
  REQUIRE(box.rules.size() == 1);
  return box.rules.front();
}

float axis() {
  return -resources().glyphs->math_constants(px).axis_height;
}

TEST_CASE("a fraction's bar is on the axis, the numerator over it and the denominator below") {
  const MathBox box = set("\\frac{a}{b + c}");
  const MathRule bar = only_rule(box);
  const Ink a = only(box, "a");
  const Ink b = only(box, "b");
  const Ink c = only(box, "c");
  CHECK(bar.y + bar.h / 2 == doctest::Approx(axis()));
  CHECK(a.bottom < bar.y - 1);
  CHECK(b.top > bar.y + bar.h + 1);
  CHECK(a.middle() == doctest::Approx(bar.x + bar.w / 2).epsilon(0.02));
  CHECK((b.left + c.right) / 2 == doctest::Approx(bar.x + bar.w / 2).epsilon(0.02));
  CHECK(bar.x <= b.left);
  CHECK(bar.x + bar.w >= c.right);
  CHECK(bar.x > 0);
  CHECK(bar.x + bar.w < box.width);
  // In a line of text it is lower.
  const MathBox small = set("\\frac{a}{b + c}", MathStyle::text);
  CHECK(small.ascent + small.descent < box.ascent + box.descent);
}

TEST_CASE("of a fraction in a fraction the inner bar is shorter, its letters smaller") {
  const MathBox box = set("\\frac{\\frac{a}{b}}{c + d}");
  REQUIRE(box.rules.size() == 2);
  const MathRule& inner = box.rules[0].w < box.rules[1].w ? box.rules[0] : box.rules[1];
  const MathRule& outer = box.rules[0].w < box.rules[1].w ? box.rules[1] : box.rules[0];
  CHECK(inner.w < outer.w);
  CHECK(inner.y + inner.h < outer.y);
  CHECK(only(box, "a").bottom < inner.y);
  CHECK(only(box, "b").top > inner.y + inner.h);
  CHECK(only(box, "b").bottom < outer.y);
  CHECK(only(box, "c").top > outer.y + outer.h);
  CHECK(only(box, "a").px < only(box, "c").px);
}

TEST_CASE("an index is lower, smaller and behind its letter; an exponent higher; both fit") {
  const MathBox below = set("x_i");
  const Ink x = only(below, "x");
  const Ink i = only(below, "i");
  CHECK(i.px < x.px);
  CHECK(below.glyphs.at(1).y > 0);
  CHECK(i.bottom > x.bottom + 1);
  CHECK(i.top > x.top);
  CHECK(i.left >= x.right - 0.5F);
  const MathBox above = set("x^2");
  CHECK(above.glyphs.at(1).y < 0);
  CHECK(only(above, "2").top < x.top);
  CHECK(only(above, "2").left >= only(above, "x").right - 0.5F);
  const MathBox both = set("x_i^2");
  CHECK(only(both, "2").bottom < only(both, "i").top);
  CHECK(both.width <
        below.width + only(above, "2").right - only(above, "2").left);  // one over other
  // An index of an index is smaller still, and lower still.
  const MathBox deep = set("x_{i_j}");
  CHECK(only(deep, "j").px < only(deep, "i").px);
  CHECK(only(deep, "j").bottom > only(deep, "i").bottom);
  // What follows stands behind the index.
  const MathBox row = set("x_i y");
  CHECK(only(row, "y").left >= only(row, "i").right - 0.5F);
}

TEST_CASE("a sum has its limits over and under it, in a line of text beside it") {
  const std::string tex = "\\sum_{i}^{n} a";
  const MathBox box = set(tex);
  const Ink i = only(box, "i");
  const Ink n = only(box, "n");
  const Ink a = only(box, "a");
  const Ink sign = nth(box, 0);
  CHECK(sign.height() > 1.2F * px);
  CHECK((sign.top + sign.bottom) / 2 == doctest::Approx(axis()).epsilon(0.05));
  CHECK(n.bottom < sign.top);
  CHECK(i.top > sign.bottom);
  CHECK(n.middle() == doctest::Approx(sign.middle()).epsilon(0.05));
  CHECK(i.middle() == doctest::Approx(sign.middle()).epsilon(0.05));
  CHECK(n.px < px);
  CHECK(a.left >= sign.right);
  CHECK(-box.ascent <= n.top);
  CHECK(box.descent >= i.bottom);

  const MathBox line = set(tex, MathStyle::text);
  const Ink small = nth(line, 0);
  CHECK(small.height() < sign.height());
  CHECK(only(line, "n").left >= small.right - 1);
  CHECK(only(line, "i").left >= small.right - 1);
  CHECK(only(line, "n").bottom < only(line, "i").top);
  CHECK(line.ascent + line.descent < box.ascent + box.descent);
}

TEST_CASE("a matrix has its entries in rows and centred columns, and fences as high as all rows") {
  for (const auto& [name, open, close] : {std::tuple{"pmatrix", "(", ")"}, {"bmatrix", "[", "]"}}) {
    CAPTURE(name);
    const std::string tex =
        std::string("\\begin{") + name + "} a & b \\\\ c + d & e \\end{" + name + "}";
    const MathBox box = set(tex);
    const Ink a = only(box, "a");
    const Ink b = only(box, "b");
    const Ink c = only(box, "c");
    const Ink d = only(box, "d");
    const Ink e = only(box, "e");
    CHECK(a.middle() == doctest::Approx((c.left + d.right) / 2).epsilon(0.01));
    CHECK(b.middle() == doctest::Approx(e.middle()).epsilon(0.01));
    CHECK(d.right < b.left);
    CHECK(a.bottom < c.top);
    const auto baseline = [&](const char* letter) {
      const auto index = set(letter, MathStyle::text).glyphs.at(0).glyph.index;
      for (const MathGlyph& glyph : box.glyphs) {
        if (glyph.glyph.index == index) return glyph.y;
      }
      return 1000.0F;
    };
    CHECK(baseline("a") == baseline("b"));
    CHECK(baseline("c") == baseline("e"));
    // The fences are the first and the last glyph, taller than where they stand alone.
    const Ink left = nth(box, 0);
    const Ink right = nth(box, box.glyphs.size() - 1);
    CHECK(left.height() > 1.4F * only(set(open), open).height());
    CHECK(right.height() == doctest::Approx(left.height()));
    CHECK(left.top <= a.top);
    CHECK(left.bottom >= c.bottom);
    CHECK(left.right <= std::min(a.left, c.left) + 0.5F);
    CHECK(right.left >= std::max(b.right, e.right) - 0.5F);
    CHECK((left.top + left.bottom) / 2 == doctest::Approx(axis()).epsilon(0.05));
    CHECK(box.glyphs.size() == 8);
  }
  CHECK(set("\\begin{matrix} a & b \\end{matrix}").glyphs.size() == 2);  // without fences
}

TEST_CASE("hats and other accents stand over their letters, higher over high ones") {
  for (const char* accent : {"hat", "bar", "vec", "tilde", "dot"}) {
    CAPTURE(accent);
    const auto over = [&](const std::string& letter) {
      const MathBox box = set(std::string("\\") + accent + "{" + letter + "}");
      REQUIRE(box.glyphs.size() == 2);
      const Ink sign = nth(box, 1);
      CHECK(sign.bottom <= nth(box, 0).top + 1);
      CHECK(box.ascent >= -sign.top);
      CHECK(box.width == doctest::Approx(set(letter).width));
      return sign;
    };
    CHECK(over("h").bottom < over("x").bottom - 1);
  }
}

TEST_CASE("cases have one brace over all rows, and their conditions in one column") {
  const MathBox box = set("f = \\begin{cases} x & a \\\\ y + z & b \\\\ 0 & c \\end{cases} + w");
  const std::size_t at = 2;  // behind f =
  const Ink brace = nth(box, at);
  CHECK(brace.height() > 2.5F * px);
  const Ink x = only(box, "x");
  const Ink y = only(box, "y");
  const Ink zero = only(box, "0");
  CHECK(brace.right <= x.left + 0.5F);
  CHECK(x.left == doctest::Approx(y.left));
  CHECK(x.left == doctest::Approx(zero.left));
  CHECK(brace.top <= x.top);
  CHECK(brace.bottom >= zero.bottom);
  const Ink a = only(box, "a");
  CHECK(a.left == doctest::Approx(only(box, "b").left));
  CHECK(a.left == doctest::Approx(only(box, "c").left));
  CHECK(a.left > only(box, "z").right);
  CHECK(x.bottom < y.top);
  CHECK(y.bottom < zero.top);
  CHECK(only(box, "w").left > only(box, "b").right);  // no brace closes them
}

TEST_CASE("aligned equations have their signs below one another") {
  const MathBox box = set("\\begin{aligned} a &= b \\\\ c + d &= e \\end{aligned}");
  const auto equals = set("=", MathStyle::text).glyphs.at(0).glyph.index;
  std::vector<Ink> signs;
  for (const MathGlyph& glyph : box.glyphs) {
    if (glyph.glyph.index == equals) signs.push_back(ink_of(glyph));
  }
  REQUIRE(signs.size() == 2);
  CHECK(signs[0].left == doctest::Approx(signs[1].left));
  CHECK(signs[0].bottom < signs[1].top);
  CHECK(signs[0].left > only(box, "d").right);
}

TEST_CASE("a root has its rule over all that is under it, fences are as high as what they hold") {
  const MathBox root = set("\\sqrt{x + h}");
  const MathRule rule = only_rule(root);
  CHECK(rule.y + rule.h < only(root, "h").top);
  CHECK(rule.x <= only(root, "x").left);
  CHECK(rule.x + rule.w >= only(root, "h").right);
  CHECK(nth(root, 0).right <= only(root, "x").left + 0.5F);
  CHECK(nth(set("\\sqrt{\\frac{a}{b}}"), 0).height() > nth(root, 0).height());

  const MathBox low = set("\\left( a \\right)");
  const MathBox high = set("\\left( \\frac{a}{b} \\right)");
  CHECK(nth(high, 0).height() > 1.3F * nth(low, 0).height());
  CHECK(nth(high, 0).top < only(high, "a").top + 1);
  CHECK(nth(high, 0).bottom > only(high, "b").bottom - 1);
  CHECK(set("\\left. a \\right)").glyphs.size() == 2);  // a dot is no fence
}

TEST_CASE("all ink is inside the box, and a mark is where its part is") {
  for (const char* tex : {"\\frac{\\partial J}{\\partial w_{1,2}}", "\\sum_{i=1}^{n} x_i^2",
                          "\\hat{y} - y", "\\left( \\frac{a}{b} \\right)^2", "\\sqrt{\\frac{a}{b}}",
                          "\\begin{pmatrix} a \\\\ b \\\\ c \\end{pmatrix}",
                          "\\begin{cases} x \\\\ y \\end{cases}"}) {
    CAPTURE(tex);
    for (const MathStyle style : {MathStyle::display, MathStyle::text}) {
      const MathBox box = set(tex, style);
      for (const MathGlyph& glyph : box.glyphs) {
        const Ink ink = ink_of(glyph);
        CHECK(ink.top >= -box.ascent - 0.5F);
        CHECK(ink.bottom <= box.descent + 0.5F);
        CHECK(ink.left >= -0.5F);
        CHECK(ink.right <= box.width + 0.5F);
      }
      for (const MathRule& rule : box.rules) {
        CHECK(rule.y >= -box.ascent - 0.5F);
        CHECK(rule.x >= 0);
        CHECK(rule.x + rule.w <= box.width + 0.5F);
      }
    }
  }
  const MathBox box = set("x + \\mark{3}{y_i} + z");
  REQUIRE(box.marks.size() == 1);
  const viz::MathMark& mark = box.marks.front();
  CHECK(mark.mark == 3);
  CHECK(mark.x <= only(box, "y").left + 0.5F);
  CHECK(mark.x + mark.w >= only(box, "i").right - 0.5F);
  CHECK(mark.x > only(box, "x").right);
  CHECK(mark.x + mark.w < only(box, "z").left);
  CHECK(mark.y <= only(box, "y").top + 0.5F);
  CHECK(mark.y + mark.h >= only(box, "i").bottom - 0.5F);
  CHECK(std::count_if(box.glyphs.begin(), box.glyphs.end(),
                      [](const MathGlyph& glyph) { return glyph.mark == 3; }) == 2);
}

}  // namespace
}  // namespace backprop::test
