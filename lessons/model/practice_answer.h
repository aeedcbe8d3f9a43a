/// What a learner types as an answer: a number, or an expression over the program's names.
#pragma once

#include <string>

#include "lessons/model/practice.h"

namespace backprop::lessons::practice {

/// The number that the text comes to at the edge being done: "-0.0381", "h[0] * (1 - h[0])", or the
/// whole tensor in the argument's shape, of which the asked element is taken. Names stand for what
/// they were when backward() ran; signs may be copied from the screen. Errors: what cannot be read
/// or evaluated, several numbers, and derivative(...), which would do the exercise.
Result<double> number_in(const Trace& trace, const Practice& practice, const std::string& text);

}  // namespace backprop::lessons::practice
