#include "engine/function/non_finite.h"

#include <cmath>

namespace backprop {
namespace {

/// The calls, and the names and numbers in them.
std::vector<FormulaPtr> parts_of(const FormulaPtr& formula) {
  std::vector<FormulaPtr> parts = calls_of(formula);
  for (std::size_t i = 0, calls = parts.size(); i < calls; ++i) {
    const std::vector<FormulaPtr> arguments = parts[i]->arguments;
    for (const FormulaPtr& argument : arguments) {
      if (argument->op == nullptr) parts.push_back(argument);
    }
  }
  return parts;
}

NonFiniteCause cause_of(const Formula& call, const std::vector<double>& arguments, double result) {
  const double a = arguments.front();
  const double b = arguments.back();
  if (call.is_call("log") || call.is_call("log1p")) {
    const double of = call.is_call("log") ? a : a + 1;
    return of < 0 ? NonFiniteCause::logarithm_of_negative : NonFiniteCause::logarithm_of_zero;
  }
  if (call.is_call("sqrt")) return NonFiniteCause::root_of_negative;
  if (call.is_call("div") && b == 0) return NonFiniteCause::division_by_zero;
  if (call.is_call("pow") && a == 0) return NonFiniteCause::division_by_zero;
  if (call.is_call("pow") && std::isnan(result)) return NonFiniteCause::power_of_negative;
  return std::isinf(result) ? NonFiniteCause::too_large : NonFiniteCause::undefined;
}

}  // namespace

NonFiniteExplainer::NonFiniteExplainer(const FunctionAt& function)
    : formula_(function.formula),
      parts_(parts_of(function.formula)),
      compiled_(parts_, function.variable, function.numbers) {
  for (std::size_t i = 0; i < parts_.size(); ++i)
    places_[parts_[i].get()] = i;
}

NonFinitePart NonFiniteExplainer::at(double x) const {
  std::vector<double> values(parts_.size());
  std::vector<std::span<double>> results;
  for (double& value : values)
    results.emplace_back(&value, 1);
  compiled_({&x, 1}, results);
  const auto value_of = [&](const FormulaPtr& part) { return values[places_.at(part.get())]; };
  FormulaPtr part = formula_;
  while (part->op != nullptr) {
    std::vector<double> arguments;
    for (const FormulaPtr& argument : part->arguments)
      arguments.push_back(value_of(argument));
    FormulaPtr inner;
    for (std::size_t i = 0; i < arguments.size() && inner == nullptr; ++i) {
      const bool chosen = !part->is_call("where") || i == (arguments[0] != 0 ? 1U : 2U);
      if (chosen && !std::isfinite(arguments[i])) inner = part->arguments[i];
    }
    if (inner == nullptr) return {cause_of(*part, arguments, value_of(part)), part};
    part = inner;
  }
  return {NonFiniteCause::undefined, part};
}

}  // namespace backprop
