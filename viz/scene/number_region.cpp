#include "viz/scene/number_region.h"

#include "viz/scene/numbers.h"

namespace backprop::viz {

void number_region(Builder& b, const State& state, const Entity& entity, bool gradient, Rect rect) {
  const std::string name = (gradient ? "gradient-of:" : "number-of:") + std::to_string(entity.id) +
                           ":" + std::to_string(entity.index);
  Widget& widget = b.region(name, rect, command::Select{entity}, entity);
  widget.asks = gradient ? Asks::gradient : Asks::value;
  widget.tooltip = number_tip(state, entity, gradient);
  widget.focusable = false;  // the keys reach what it belongs to
}

void number_row(Column& c, const std::string& name, const std::string& number, Color ink,
                const Trace& trace, const Quantity& quantity) {
  const Entity entity = entity_of(trace, quantity);
  c.row(name, number, ink, entity);
  const float left = c.x + Column::names;
  Widget& widget =
      c.b.region("row:" + name, {left, c.y - 14, c.b.width(number, TextStyle::code), 19},
                 command::AskWhy{quantity}, entity);
  widget.quantity = quantity;
  widget.tooltip = shown_exactly(number_at(trace, quantity)) + "\n" + c.b.words["inspector.ask"];
  widget.focusable = false;
}

}  // namespace backprop::viz
