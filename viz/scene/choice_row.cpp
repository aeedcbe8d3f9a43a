#include "viz/scene/choice_row.h"

#include <algorithm>

namespace backprop::viz {
namespace {

constexpr float margin = 10;
constexpr float padding = 3;  // above the first line and below the last of several
constexpr float one_line = 26;

}  // namespace

float choice_height(const Builder& b, float width, const std::string& text) {
  const int lines = b.line_count(text, TextStyle::small, width - 2 * margin);
  return std::max(one_line,
                  2 * padding + static_cast<float>(lines) * line_height(TextStyle::small));
}

Widget& choice_row(Builder& b, const std::string& name, Rect row, const std::string& text,
                   Command command, ChoiceMark mark) {
  const bool right = mark == ChoiceMark::right;
  const bool wrong = mark == ChoiceMark::wrong;
  b.add(draw::Rectangle{row, 6, right ? b.colors.note : b.colors.card,
                        right ? b.colors.good : b.colors.hairline, 1});
  const std::string words = (right ? "\u2713 " : wrong ? "\u00D7 " : "") + text;
  const Color ink = wrong ? b.colors.faint : b.colors.ink;
  const float width = row.w - 2 * margin;
  const float line = line_height(TextStyle::small);
  const auto fit = static_cast<int>((row.h - 2 * padding) / line + 0.01F);
  if (fit > 1) {
    b.paragraph({row.x + margin, row.y + padding}, width, words, TextStyle::small, ink, fit);
  } else {
    b.text({row.x + margin, b.baseline_in(row.y, row.h, TextStyle::small)}, words, TextStyle::small,
           ink, Align::left, width);
  }
  Widget& widget = b.region(name, row, std::move(command));
  widget.tooltip = text;
  widget.enabled = !wrong;
  return widget;
}

}  // namespace backprop::viz
