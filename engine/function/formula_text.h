/// Formulas in the program notation.
#pragma once

#include "engine/function/scalar_function.h"

namespace backprop {

/// With no more parentheses than it takes; read again it is the same formula.
std::string formula_text(const FormulaPtr& formula);

/// "def f(x, alpha=0.5): return ..." with that formula in the place of the function's own.
std::string function_text(const ScalarFunction& function, const FormulaPtr& formula);

/// "f(z, 0.3)": a call of it as the program's own function `name`. Such ones take arguments by
/// position: all numbers up to the last that is no default. Every parameter has its number.
std::string call_text(const ScalarFunction& function, const FunctionNumbers& numbers,
                      const std::string& name, const std::string& argument);

}  // namespace backprop
