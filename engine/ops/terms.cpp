#include "engine/ops/terms.h"

#include <array>
#include <cassert>

namespace backprop {
namespace {

struct TermOpRow {
  std::string_view name;
  double (*one)(double) = nullptr;
  double (*two)(double, double) = nullptr;
};

/// In the order of TermOp.
constexpr std::array<TermOpRow, term_op_count> term_ops = {{
    {"copy", rule::copy},
    {"neg", [](double a) { return -a; }},
    {"add", nullptr, [](double a, double b) { return a + b; }},
    {"sub", nullptr, [](double a, double b) { return a - b; }},
    {"mul", nullptr, [](double a, double b) { return a * b; }},
    {"div", nullptr, [](double a, double b) { return a / b; }},
    {"pow", nullptr, rule::pow},
    {"maximum", nullptr, rule::maximum},
    {"minimum", nullptr, rule::minimum},
    {"gate", nullptr, rule::gate},
    {"exp", rule::exp},
    {"expm1", rule::expm1},
    {"log", rule::log},
    {"log1p", rule::log1p},
    {"sqrt", rule::sqrt},
    {"sin", rule::sin},
    {"cos", rule::cos},
    {"tanh", rule::tanh},
    {"erf", rule::erf},
    {"erfc", rule::erfc},
    {"abs", rule::abs},
    {"sign", rule::sign},
    {"relu", rule::relu},
}};
static_assert(term_ops.back().one == static_cast<double (*)(double)>(rule::relu));

const TermOpRow& row_of(TermOp op) {
  return term_ops[static_cast<std::size_t>(op)];
}

}  // namespace

int operand_count(TermOp op) {
  return row_of(op).two != nullptr ? 2 : 1;
}

std::string_view name_of(TermOp op) {
  return row_of(op).name;
}

double apply(TermOp op, double a, double b) {
  const TermOpRow& row = row_of(op);
  return row.two != nullptr ? row.two(a, b) : row.one(a);
}

TermNumber TermNumber::make(TermOp op, const TermNumber& a, const TermNumber& b) {
  const double result = apply(op, a.value(), b.value());
  TermList* list = a.list_ != nullptr ? a.list_ : b.list_;
  if (list == nullptr) return result;
  list->push_back({op, a.operand_, b.operand_, result});
  const Operand made{Operand::Source::term, static_cast<int>(list->size()) - 1, 0, result};
  return TermNumber(made, *list);
}

void keep_only(TermList& terms, const TermNumber& result) {
  constexpr auto is_term = [](const Operand& operand) {
    return operand.source == Operand::Source::term;
  };
  if (!is_term(result.operand())) {  // read, and not computed with
    terms = {{TermOp::copy, result.operand(), {}, result.value()}};
    return;
  }
  std::vector<int> place(terms.size(), -1);  // first: 0 where it is needed; then where it goes
  place[static_cast<std::size_t>(result.operand().which)] = 0;
  for (std::size_t at = terms.size(); at-- > 0;) {
    if (place[at] < 0) continue;
    for (const Operand* operand : {&terms[at].a, &terms[at].b}) {
      if (is_term(*operand)) place[static_cast<std::size_t>(operand->which)] = 0;
    }
  }
  std::size_t kept = 0;
  for (std::size_t at = 0; at < terms.size(); ++at) {
    if (place[at] < 0) continue;
    place[at] = static_cast<int>(kept);
    Term term = terms[at];
    for (Operand* operand : {&term.a, &term.b}) {
      if (is_term(*operand)) operand->which = place[static_cast<std::size_t>(operand->which)];
    }
    terms[kept++] = term;
  }
  terms.resize(kept);
}

}  // namespace backprop
