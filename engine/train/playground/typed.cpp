#include "engine/train/playground/typed.h"

#include <cmath>

#include "engine/function/typed_function.h"

namespace backprop::playground {
namespace {

/// Sets the numbers; why one of them cannot be.
std::optional<Error> set_numbers(TypedActivation& typed, const FunctionNumbers& set) {
  typed.numbers = default_numbers(typed.function);
  for (const auto& [name, number] : set) {
    const auto found = typed.numbers.find(name);
    if (found == typed.numbers.end()) {
      return Error{{},
                   "'" + typed.function.name + "' has no parameter '" + name + "'",
                   "set only those that it has"};
    }
    if (!std::isfinite(number))
      return Error{{}, "'" + name + "' must be a finite number", "give it one such as 0.5"};
    found->second = number;
  }
  return std::nullopt;
}

}  // namespace

TypedActivation read_typed(std::string text, const FunctionNumbers& set) {
  TypedActivation typed{std::move(text), set, std::nullopt};
  auto function = typed_formula(typed.text);
  if (!function) {
    typed.problem = function.error();
    return typed;
  }
  typed.function = std::move(function).value();
  typed.problem = set_numbers(typed, set);
  if (typed.problem) return typed;
  auto recorded = RecordedFunction::of(typed.text, typed.function, typed.numbers);
  if (recorded)
    typed.recorded = std::move(recorded).value();
  else
    typed.problem = recorded.error();
  return typed;
}

}  // namespace backprop::playground
