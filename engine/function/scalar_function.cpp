#include "engine/function/scalar_function.h"

namespace backprop {

FunctionNumbers default_numbers(const ScalarFunction& function) {
  FunctionNumbers numbers;
  for (const FunctionParameter& parameter : function.parameters)
    numbers[parameter.name] = parameter.value;
  return numbers;
}

}  // namespace backprop
