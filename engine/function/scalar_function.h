/// A function of one number: one that was typed, or one of the engine's activations.
#pragma once

#include "engine/function/formula.h"

namespace backprop {

/// A number that a function has besides its variable; the activation lab gives it a slider.
struct FunctionParameter {
  std::string name;
  double value = 0;  ///< its default
};

/// Numbers by names.
using FunctionNumbers = std::map<std::string, double, std::less<>>;

struct ScalarFunction {
  std::string name;
  std::string variable;
  std::vector<FunctionParameter> parameters;
  FormulaPtr formula;     ///< what runs, and what the derivative is taken of
  FormulaPtr definition;  ///< the same for readers: of an activation what its name stands for
  FormulaPtr derivative;  ///< by the variable, simplified
  FormulaPtr second_derivative;
};

/// The function with the derivatives of its formula.
ScalarFunction with_derivatives(ScalarFunction function);

/// The parameters at their defaults.
FunctionNumbers default_numbers(const ScalarFunction& function);

}  // namespace backprop
