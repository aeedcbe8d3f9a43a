#include "viz/scene/number_region.h"

#include "viz/scene/numbers.h"

namespace backprop::viz {

Widget& number_region(Builder& b, const State& state, const Entity& entity, bool gradient,
                      Rect rect) {
  const std::string name = (gradient ? "gradient-of:" : "number-of:") + std::to_string(entity.id) +
                           ":" + std::to_string(entity.index);
  Widget& widget = b.region(name, rect, command::Select{entity}, entity);
  widget.asks = gradient ? Asks::gradient : Asks::value;
  widget.tooltip = number_tip(state, entity, gradient);
  widget.focusable = false;
  return widget;
}

Widget& derived_region(Builder& b, const std::string& name, Rect rect, const Trace& trace,
                       const DerivedNumber& number) {
  Widget& widget =
      b.region(name, rect, command::AskWhy{number.from}, entity_of(trace, number.from));
  widget.quantity = number.from;
  widget.tooltip = shown_exactly(number.exact) + "\n" + b.words["inspector.ask"];
  widget.focusable = false;
  return widget;
}

void derived_row(Column& c, const std::string& name, const std::string& number, Color ink,
                 const Trace& trace, const DerivedNumber& derived) {
  c.row(name, number, ink, entity_of(trace, derived.from));
  const float left = c.x + Column::names;
  derived_region(c.b, "row:" + name, {left, c.y - 14, c.b.width(number, TextStyle::code), 19},
                 trace, derived);
}

void number_row(Column& c, const std::string& name, const std::string& number, Color ink,
                const Trace& trace, const Quantity& quantity) {
  derived_row(c, name, number, ink, trace, {number_at(trace, quantity), quantity});
}

}  // namespace backprop::viz
