/// Activations that were typed as functions in the program notation.
#pragma once

#include <optional>
#include <string>

#include "engine/function/recorded_function.h"

namespace backprop::playground {

/// One of them: its text, and what was made of it.
struct TypedActivation {
  std::string text;         ///< the def
  FunctionNumbers numbers;  ///< its parameters, by their defaults where none were set

  std::optional<Error> problem;  ///< why layers cannot have it; the rest is empty then
  ScalarFunction function{};     ///< without its derivatives
  RecordedFunction recorded{};

  /// The same text, with the same numbers.
  bool operator==(const TypedActivation& other) const {
    return text == other.text && numbers == other.numbers;
  }
};

/// Of a def and those of its parameters that are set; others keep their defaults.
TypedActivation read_typed(std::string text, const FunctionNumbers& set = {});

}  // namespace backprop::playground
