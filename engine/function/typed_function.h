/// Functions as learners type them: def f(x, alpha=0.5): return x * sigmoid(alpha * x)
#pragma once

#include "engine/function/scalar_function.h"
#include "engine/result.h"

namespace backprop {

/// The function of a text in the program notation: one def, on one line or with an indented body of
/// assignments and a return. Its first parameter is the variable; further ones have default
/// numbers. Errors: what the notation does not have, what is not elementwise (see read_formula.h),
/// and what is too long.
Result<ScalarFunction> typed_function(std::string text);

/// The same without its derivatives, for who only calls it.
Result<ScalarFunction> typed_formula(std::string text);

}  // namespace backprop
