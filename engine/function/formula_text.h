/// Formulas in the program notation.
#pragma once

#include "engine/function/scalar_function.h"

namespace backprop {

/// With no more parentheses than it takes; read again it is the same formula.
std::string formula_text(const FormulaPtr& formula);

/// "def f(x, alpha=0.5): return ..." with that formula in the place of the function's own.
std::string function_text(const ScalarFunction& function, const FormulaPtr& formula);

}  // namespace backprop
