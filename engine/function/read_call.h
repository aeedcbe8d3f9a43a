/// Calls in formulas, and the names that they cannot read.
#pragma once

#include "engine/function/read_formula.h"

namespace backprop {

Result<ReadFormula> read_call(const ast::Call& call, const ast::Expression& expression,
                              const FormulaScope& scope);

/// What to say of a name that stands for nothing.
Error unknown_name(const std::string& name, Place place, const FormulaScope& scope);

}  // namespace backprop
