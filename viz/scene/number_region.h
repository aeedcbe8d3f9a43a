/// Numbers as something to point at: hovered they say their name or all of their digits, and "why?"
/// asks about that very number.
#pragma once

#include "viz/scene/column.h"

namespace backprop::viz {

/// A number in a picture, as it is at the state's time; a click selects what it belongs to. Tab
/// passes it over: it reaches what the number belongs to.
Widget& number_region(Builder& b, const State& state, const Entity& entity, bool gradient,
                      Rect rect);

/// A number that was computed from others, or beside them: hovered it shows all of its digits, and
/// a click asks why the recorded number is as it is that it comes from.
struct DerivedNumber {
  double exact = 0;
  Quantity from;
};
Widget& derived_region(Builder& b, const std::string& name, Rect rect, const Trace& trace,
                       const DerivedNumber& number);

/// "name   number" in a column; a click asks why.
void derived_row(Column& column, const std::string& name, const std::string& number, Color ink,
                 const Trace& trace, const DerivedNumber& derived);

/// The same of a recorded number, at its own time.
void number_row(Column& column, const std::string& name, const std::string& number, Color ink,
                const Trace& trace, const Quantity& quantity);

}  // namespace backprop::viz
