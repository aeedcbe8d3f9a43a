/// Numbers as something to point at: hovered they say their name or all of their digits, and "why?"
/// asks about that very number.
#pragma once

#include "viz/scene/column.h"

namespace backprop::viz {

/// A number in a picture, as it is at the state's time; a click selects what it belongs to.
void number_region(Builder& b, const State& state, const Entity& entity, bool gradient, Rect rect);

/// "name   number" in a column, at the number's own time; a click asks why.
void number_row(Column& column, const std::string& name, const std::string& number, Color ink,
                const Trace& trace, const Quantity& quantity);

}  // namespace backprop::viz
