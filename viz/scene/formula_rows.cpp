#include "viz/scene/formula_rows.h"

namespace backprop::viz {
namespace {

constexpr float letters_px = 15;
constexpr float smallest_px = 7;

}  // namespace

void formula_row(Column& c, const std::string& sign, const TexParts& formula,
                 const FormulaStyle& style) {
  const FormulaPlace place = formula_lines(c.b, {c.x + formula_sign_width, c.y + 8},
                                           c.width - formula_sign_width, formula, style);
  c.b.text({c.x, place.first_baseline}, sign, TextStyle::code, c.b.colors.muted);
  c.y = place.bottom - 4;
}

void result_row(Column& c, double number, TextStyle style, Color ink) {
  c.y += 21;
  c.b.text({c.x, c.y}, "=", TextStyle::code, c.b.colors.muted);
  c.b.text({c.x + formula_sign_width, c.y}, c.b.number(number), style, ink);
}

void letters_row(Column& c, const std::string& tex, const LetterMarks& letters) {
  float px = letters_px;
  const auto box_of = [&] {
    if (letters.marks != nullptr) letters.marks->clear();
    return set_tex(c.b.look.glyphs, tex, px, MathStyle::display, letters.mark);
  };
  MathBox box = box_of();
  while (box.width > c.width && px > smallest_px) {
    px -= 1;
    box = box_of();
  }
  const float baseline = c.y + 14 + box.ascent;
  marked_math(c.b, {c.x, baseline}, box,
              letters.marks != nullptr ? *letters.marks : std::vector<MarkedNumber>{},
              {.color = c.b.colors.muted, .tinted = false});
  c.y = baseline + box.descent + 2;
}

}  // namespace backprop::viz
