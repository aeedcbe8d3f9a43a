/// Formulas as mathematics: fractions, powers, cases; comparisons as Iverson brackets.
#pragma once

#include "engine/function/formula.h"
#include "engine/number_text.h"

namespace backprop {

std::string formula_tex(const FormulaPtr& formula, int digits = usual_digits);

}  // namespace backprop
