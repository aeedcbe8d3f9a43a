#include "viz/scene/index_note.h"

#include "viz/scene/expression_tex.h"
#include "viz/text/math_markup.h"

namespace backprop::viz {
namespace {

constexpr float px = 15;

}  // namespace

float index_note(Builder& b, Vec2 left, const Trace& trace, const Entity& element, float room) {
  if (element.index < 0 || trace.value(element.id).data.shape.empty()) return 0;
  if (trace.value(element.id).name.empty()) return 0;  // an expression's title is long as it is
  const std::string tex = "= " + name_tex(trace, element.id, element.index);
  const MathBox box = set_tex(b.look.glyphs, tex, px, MathStyle::text);
  if (box.width > room) return 0;
  b.add(draw::Math{left, box, b.colors.muted}, element);
  const Rect rect{left.x, left.y - box.ascent - 2, box.width, box.ascent + box.descent + 4};
  Widget& widget = b.region("index-note", rect, std::nullopt, element);
  const auto formula = parse_tex(name_tex(trace, element.id, element.index));
  widget.tooltip =
      b.words.format("inspector.indices", element_name(trace, element.id, element.index),
                     formula ? math_as_text(formula.value()) : tex);
  widget.focusable = false;
  return box.width;
}

}  // namespace backprop::viz
