#include "engine/ops/terms.h"

#include <cassert>

namespace backprop {

int operand_count(TermOp op) {
  switch (op) {
    case TermOp::add:
    case TermOp::subtract:
    case TermOp::multiply:
    case TermOp::divide:
    case TermOp::power:
    case TermOp::gate:
      return 2;
    default:
      return 1;
  }
}

double apply(TermOp op, double a, double b) {
  switch (op) {
    case TermOp::copy:
      return a;
    case TermOp::negate:
      return -a;
    case TermOp::add:
      return a + b;
    case TermOp::subtract:
      return a - b;
    case TermOp::multiply:
      return a * b;
    case TermOp::divide:
      return a / b;
    case TermOp::power:
      return rule::pow(a, b);
    case TermOp::exp:
      return rule::exp(a);
    case TermOp::log:
      return rule::log(a);
    case TermOp::sqrt:
      return rule::sqrt(a);
    case TermOp::tanh:
      return rule::tanh(a);
    case TermOp::relu:
      return rule::relu(a);
    case TermOp::gate:
      return rule::gate(a, b);
  }
  assert(false);
  return 0;
}

TermNumber TermNumber::make(TermOp op, const TermNumber& a, const TermNumber& b) {
  const double result = apply(op, a.value(), b.value());
  TermList* list = a.list_ != nullptr ? a.list_ : b.list_;
  if (list == nullptr) return result;
  list->push_back({op, a.operand_, b.operand_, result});
  const Operand made{Operand::Source::term, static_cast<int>(list->size()) - 1, 0, result};
  return TermNumber(made, *list);
}

}  // namespace backprop
