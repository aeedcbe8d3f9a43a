#include "viz/scene/term_tree.h"

#include <algorithm>

namespace backprop::viz {

Binding binding(TermOp op) {
  switch (op) {
    case TermOp::add:
    case TermOp::subtract:
      return sum;
    case TermOp::multiply:
    case TermOp::divide:
      return product;
    case TermOp::negate:
      return minus;
    case TermOp::power:
      return power;
    default:
      return atom;
  }
}

bool is_zero(const Operand& operand) {
  return operand.source == Operand::Source::number && operand.value == 0;
}

const Term& term_of(const TermList& terms, const Operand& operand) {
  return terms[static_cast<std::size_t>(operand.which)];
}

std::vector<const Operand*> addends(const TermList& terms, const Term& end) {
  std::vector<const Operand*> found;
  const Term* at = &end;
  while (true) {
    found.push_back(&at->b);
    const Operand& before = at->a;
    if (before.source != Operand::Source::term || term_of(terms, before).op != TermOp::add) {
      if (!is_zero(before)) found.push_back(&before);
      break;
    }
    at = &term_of(terms, before);
  }
  std::reverse(found.begin(), found.end());
  return found;
}

std::optional<std::string> kept_letter(const Trace& trace, Index step, const Operand& operand) {
  const bool kept =
      operand.source == Operand::Source::state || operand.source == Operand::Source::new_state;
  const int run = trace.step(step).run;
  if (!kept || run < 0) return std::nullopt;
  const OptimizerRun& its = trace.optimizer_runs[static_cast<std::size_t>(run)];
  const auto which = static_cast<std::size_t>(operand.which);
  return std::string(1, its.optimizer->state(its.settings)[which].letter);
}

}  // namespace backprop::viz
