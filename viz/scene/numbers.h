/// Numbers and names as the window shows them.
#pragma once

#include <cstdint>
#include <string>

#include "engine/number_text.h"
#include "engine/trace/trace.h"
#include "viz/app/state.h"

namespace backprop::viz {

/// That many significant digits with a real minus sign: "0.751365", "−0.0380982".
std::string shown(double number, int digits = usual_digits);

/// The same with its sign always: "+0.138499".
std::string shown_signed(double number, int digits = usual_digits);

/// Four significant digits, for inside a neuron; or as many as asked for.
std::string shown_short(double number, int digits = 4);

/// All its digits: the fewest that read back as the same double.
std::string shown_exactly(double number);

/// "9999", "1,755,600": large counts in groups of three digits.
std::string shown_count(std::int64_t count);

/// "W2[0,1]", "h[0]", "(W1 @ x)[1]"; without an element, the whole value's name. Small subscripts
/// would be prettier, but this is how the program writes it.
std::string element_name(const Trace& trace, ValueId id, Index element);

/// Whether an expression's text falls apart beside an operator: "1 - a" does, "(1 - a)" and
/// "log(1 - a)" do not.
bool needs_brackets(const std::string& text);

/// "∂J/∂W2[0,1]" with the loss's own name.
std::string gradient_name(const Trace& trace, ValueId id, Index element);

/// "W2[0,1]", "∂J/∂W2[0,1]" or, of a local derivative, "∂h[0]/∂z[0]".
std::string quantity_name(const Trace& trace, const Quantity& quantity);

/// "W2[0,1] = 0.45" as it is at the state's time, or "∂J/∂W2[0,1] = +0.0821"; the name alone where
/// there is no number yet.
std::string number_tip(const State& state, const Entity& entity, bool gradient);

/// "J", or the loss's expression; "J" without a loss.
std::string loss_name(const Trace& trace);

}  // namespace backprop::viz
