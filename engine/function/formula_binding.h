/// How tightly the parts of a formula bind on one line, for brackets.
#pragma once

#include "engine/function/formula.h"

namespace backprop {

enum class FormulaBinding : std::uint8_t { comparison, sum, product, minus, power, atom };

FormulaBinding binding_of(const Formula& formula);

/// What the operands of an operator must bind at least like to stand without brackets.
struct OperandBindings {
  FormulaBinding left, right;
};
OperandBindings operand_bindings(const Formula& operation);

}  // namespace backprop
