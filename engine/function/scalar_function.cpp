#include "engine/function/scalar_function.h"

#include "engine/function/differentiate.h"
#include "engine/function/simplify.h"

namespace backprop {

ScalarFunction with_derivatives(ScalarFunction function) {
  function.derivative = simplified(differentiated(function.formula, function.variable));
  function.second_derivative = simplified(differentiated(function.derivative, function.variable));
  return function;
}

FunctionNumbers default_numbers(const ScalarFunction& function) {
  FunctionNumbers numbers;
  for (const FunctionParameter& parameter : function.parameters)
    numbers[parameter.name] = parameter.value;
  return numbers;
}

}  // namespace backprop
