/// What holds for the recording of every program. Each check runs the program and returns how much
/// it compared.
#pragma once

#include <string>

#include "engine/ops/terms.h"
#include "engine/trace/trace.h"

namespace backprop::test {

/// Evaluates terms of the step `at` in their listed order, with the numbers of the places that they
/// name; each must give its result. Returns the last.
double evaluate_terms(const Trace& trace, Index at, const TermList& terms);

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
