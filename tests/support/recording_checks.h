/// What holds for the recording of every program. Each check runs the program and returns how much
/// it compared.
#pragma once

#include <string>

#include "engine/trace/trace.h"

namespace backprop::test {

/// The terms of every step, evaluated in their listed order with the numbers of the places they
/// name, give what the step wrote, bit for bit. Returns the elements opened.
Index check_terms(const std::string& text);
/// The same for a trace that is there.
Index check_terms_of(const Trace& trace);

/// The scalar run holds the same values, bit for bit.
Index check_value_bits(const std::string& text);

/// And the same gradients after each backward().
Index check_gradient_bits(const std::string& text);

}  // namespace backprop::test
