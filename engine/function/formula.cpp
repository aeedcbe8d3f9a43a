#include "engine/function/formula.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "engine/number_text.h"

namespace backprop {
namespace {

std::uint64_t mixed(std::uint64_t hash, std::uint64_t with) {
  hash ^= with + 0x9E3779B97F4A7C15ULL + (hash << 6U) + (hash >> 2U);
  return hash * 0xBF58476D1CE4E5B9ULL;
}

std::uint64_t mixed(std::uint64_t hash, std::string_view text) {
  for (const char c : text)
    hash = mixed(hash, static_cast<std::uint64_t>(static_cast<unsigned char>(c)));
  return mixed(hash, text.size());
}

/// What its parts say of a call.
void summarize(Formula& call) {
  call.hash = mixed(call.plain_power ? 3 : 2, call.op->name);
  const auto add = [&](const Formula& part) {
    call.size = std::min(largest_formula, call.size + part.size);
    call.hash = mixed(call.hash, part.hash);
  };
  for (const FormulaPtr& argument : call.arguments)
    add(*argument);
  for (const FormulaOption& option : call.options) {
    call.hash = mixed(call.hash, option.name);
    if (option.number != nullptr)
      add(*option.number);
    else
      call.hash = mixed(call.hash, std::string_view(option.choice));
  }
}

int order_of(double a, double b) {
  if (a != b) return a < b ? -1 : 1;
  return static_cast<int>(std::signbit(b)) - static_cast<int>(std::signbit(a));
}

int order_of(std::string_view a, std::string_view b) {
  return a.compare(b);
}

int kind_of(const Formula& formula) {
  if (formula.op != nullptr) return 2;
  return formula.name.empty() ? 0 : 1;
}

int order_of_options(const std::vector<FormulaOption>& a, const std::vector<FormulaOption>& b) {
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (const int order = order_of(a[i].name, b[i].name)) return order;
    if ((a[i].number == nullptr) != (b[i].number == nullptr))
      return a[i].number == nullptr ? -1 : 1;
    const int order = a[i].number == nullptr ? order_of(a[i].choice, b[i].choice)
                                             : backprop::order_of(a[i].number, b[i].number);
    if (order != 0) return order;
  }
  return 0;
}

}  // namespace

bool has_few_digits(double number) {
  return std::isfinite(number) && exact_text(std::abs(number)).size() <= 6;
}

FormulaPtr number_formula(double number) {
  auto formula = std::make_shared<Formula>();
  formula->number = number;
  formula->size = has_few_digits(number) ? 1 : 2;
  formula->hash = mixed(0, std::bit_cast<std::uint64_t>(number));
  return formula;
}

FormulaPtr name_formula(std::string name) {
  auto formula = std::make_shared<Formula>();
  formula->hash = mixed(1, std::string_view(name));
  formula->name = std::move(name);
  return formula;
}

FormulaPtr call_formula(const OpRow& op, std::vector<FormulaPtr> arguments,
                        std::vector<FormulaOption> options, bool plain_power) {
  auto formula = std::make_shared<Formula>();
  formula->op = &op;
  formula->arguments = std::move(arguments);
  formula->options = std::move(options);
  formula->plain_power = plain_power;
  summarize(*formula);
  return formula;
}

FormulaPtr call_formula(std::string_view op, std::vector<FormulaPtr> arguments) {
  return call_formula(op_named(op), std::move(arguments));
}

FormulaPtr with_arguments(const Formula& call, std::vector<FormulaPtr> arguments) {
  return call_formula(*call.op, std::move(arguments), call.options, call.plain_power);
}

int order_of(const FormulaPtr& a, const FormulaPtr& b) {
  if (a == b) return 0;
  if (a->size != b->size) return a->size < b->size ? -1 : 1;
  if (kind_of(*a) != kind_of(*b)) return kind_of(*a) < kind_of(*b) ? -1 : 1;
  if (a->is_number()) return order_of(a->number, b->number);
  if (a->op == nullptr) return order_of(a->name, b->name);
  if (a->op != b->op) return order_of(a->op->name, b->op->name);
  if (a->plain_power != b->plain_power) return a->plain_power ? 1 : -1;
  for (std::size_t i = 0; i < a->arguments.size(); ++i) {
    if (const int order = order_of(a->arguments[i], b->arguments[i])) return order;
  }
  return order_of_options(a->options, b->options);
}

bool same_formula(const FormulaPtr& a, const FormulaPtr& b) {
  return a == b || (a->hash == b->hash && order_of(a, b) == 0);
}

bool is_piecewise_constant(const OpRow& op) {
  return !op.derivative.empty() &&
         std::all_of(op.derivative.begin(), op.derivative.end(),
                     [](std::string_view derivative) { return derivative == "0"; });
}

Attributes attributes_given(const Formula& call) {
  return attributes_of(call, [](const FormulaPtr&) { return 1.0; });
}

}  // namespace backprop
