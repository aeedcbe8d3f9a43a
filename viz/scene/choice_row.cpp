#include "viz/scene/choice_row.h"

namespace backprop::viz {

Widget& choice_row(Builder& b, const std::string& name, Rect row, const std::string& text,
                   Command command, ChoiceMark mark) {
  const bool right = mark == ChoiceMark::right;
  const bool wrong = mark == ChoiceMark::wrong;
  b.add(draw::Rectangle{row, 6, right ? b.colors.note : b.colors.card,
                        right ? b.colors.good : b.colors.hairline, 1});
  const std::string sign = right ? "\u2713 " : wrong ? "\u00D7 " : "";
  b.text({row.x + 10, b.baseline_in(row.y, row.h, TextStyle::small)}, sign + text, TextStyle::small,
         wrong ? b.colors.faint : b.colors.ink, Align::left, row.w - 20);
  Widget& widget = b.region(name, row, std::move(command));
  widget.tooltip = text;
  widget.enabled = !wrong;
  return widget;
}

}  // namespace backprop::viz
