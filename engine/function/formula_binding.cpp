#include "engine/function/formula_binding.h"

#include <cmath>

namespace backprop {

FormulaBinding binding_of(const Formula& formula) {
  using enum FormulaBinding;
  if (formula.is_number()) return std::signbit(formula.number) ? minus : atom;
  if (formula.op == nullptr || formula.op->symbol.empty()) return atom;
  if (formula.is_call("neg")) return minus;
  const std::string_view symbol = formula.op->symbol;
  if (symbol == "**") return power;
  if (symbol == "*" || symbol == "/") return product;
  return symbol == "+" || symbol == "-" ? sum : comparison;
}

OperandBindings operand_bindings(const Formula& operation) {
  using enum FormulaBinding;
  switch (binding_of(operation)) {
    case comparison:
      return {sum, sum};
    case sum:
      return {sum, product};
    case product:
      return {product, minus};
    case power:
      return {atom, minus};
    default:
      return {minus, minus};
  }
}

}  // namespace backprop
