#include "engine/trace/local_derivative.h"

#include "engine/trace/backward_rule.h"

namespace backprop {
namespace {

bool is_number(const Operand& operand, double number) {
  return operand.source == Operand::Source::number && operand.value == number;
}

/// Makes terms shorter that have plain numbers among their operands: 1 x a is a, 0 x a is 0, a + 0
/// is a, and what has only numbers is a number.
class Simplifier {
 public:
  TermList simplified(const TermList& terms) && {
    Operand last;
    for (const Term& term : terms) {
      last = reduced(term);
      results_.push_back(last);
    }
    keep_only(kept_, TermNumber(last, kept_));
    return std::move(kept_);
  }

 private:
  Operand now(const Operand& operand) const {
    return operand.source == Operand::Source::term
               ? results_[static_cast<std::size_t>(operand.which)]
               : operand;
  }

  static Operand number(double value) { return {Operand::Source::number, 0, 0, value}; }

  /// What the term comes to: a number, what was there before, or a term that is kept.
  Operand reduced(const Term& term) {
    const bool two = operand_count(term.op) == 2;
    const Operand a = now(term.a);
    const Operand b = two ? now(term.b) : Operand{};
    const auto plain = [](const Operand& o) { return o.source == Operand::Source::number; };
    if (plain(a) && (!two || plain(b))) return number(apply(term.op, a.value, b.value));
    switch (term.op) {
      case TermOp::copy:
        return a;
      case TermOp::multiply:
        if (is_number(a, 1)) return b;
        if (is_number(b, 1)) return a;
        if (is_number(a, 0) || is_number(b, 0)) return number(0);
        break;
      case TermOp::divide:
        if (is_number(b, 1)) return a;
        if (is_number(a, 0)) return number(0);
        break;
      case TermOp::add:
        if (is_number(a, 0)) return b;
        if (is_number(b, 0)) return a;
        break;
      case TermOp::subtract:
        if (is_number(b, 0)) return a;
        break;
      case TermOp::gate:  // where it chooses between numbers, the choice has been made
        if (plain(b)) return number(apply(term.op, a.value, b.value));
        break;
      default:
        break;
    }
    const double result = apply(term.op, a.value, b.value);
    kept_.push_back({term.op, a, b, result});
    return {Operand::Source::term, static_cast<int>(kept_.size()) - 1, 0, result};
  }

  TermList kept_;
  std::vector<Operand> results_;
};

}  // namespace

TermList without_upstream(TermList terms) {
  for (Term& term : terms) {
    for (Operand* operand : {&term.a, &term.b}) {
      if (operand->source == Operand::Source::upstream)
        *operand = {Operand::Source::number, 0, 0, operand->value};
    }
  }
  if (terms.empty()) terms.push_back({TermOp::copy, {}, {}, 0});
  return Simplifier().simplified(terms);
}

TermList explain_local(const Trace& trace, Index at, Index element, Index output) {
  const Step& step = trace.step(at);
  const Value& value = trace.value(step.value);
  Tensor one(value.data.shape);
  one[output] = 1;
  TermList terms;
  explain_contribution(trace, trace.fault, step.value,
                       {{arguments_of(trace, step.value), value.attributes}, value.data, one},
                       step.edge, element, terms);
  return without_upstream(std::move(terms));
}

}  // namespace backprop
