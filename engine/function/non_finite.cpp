#include "engine/function/non_finite.h"

#include <array>
#include <cmath>

namespace backprop {
namespace {

double value_at(const FormulaPtr& formula, const FunctionAt& function, double x) {
  return CompiledFormulas({&formula, 1}, function.variable, function.numbers).at(x);
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

NonFinitePart explain_non_finite(const FunctionAt& function, double x) {
  FormulaPtr part = function.formula;
  while (part->op != nullptr) {
    std::vector<double> arguments;
    for (const FormulaPtr& argument : part->arguments)
      arguments.push_back(value_at(argument, function, x));
    FormulaPtr inner;
    for (std::size_t i = 0; i < arguments.size() && inner == nullptr; ++i) {
      const bool chosen = !part->is_call("where") || i == (arguments[0] != 0 ? 1U : 2U);
      if (chosen && !std::isfinite(arguments[i])) inner = part->arguments[i];
    }
    if (inner == nullptr) return {cause_of(*part, arguments, value_at(part, function, x)), part};
    part = inner;
  }
  return {NonFiniteCause::undefined, part};
}

}  // namespace backprop
