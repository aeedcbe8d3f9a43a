/// A number in a picture as something to point at: hovered it says its name and all of its digits,
/// a click selects what it belongs to, and "why?" asks about that very number.
#pragma once

#include "viz/scene/builder.h"
#include "viz/scene/numbers.h"

namespace backprop::viz {

inline void number_region(Builder& b, const State& state, const Entity& entity, bool gradient,
                          Rect rect) {
  const std::string name = (gradient ? "gradient-of:" : "number-of:") + std::to_string(entity.id) +
                           ":" + std::to_string(entity.index);
  Widget& widget = b.region(name, rect, command::Select{entity}, entity);
  widget.asks = gradient ? Asks::gradient : Asks::value;
  widget.tooltip = number_tip(state, entity, gradient);
  widget.focusable = false;  // the keys reach what it belongs to
}

}  // namespace backprop::viz
