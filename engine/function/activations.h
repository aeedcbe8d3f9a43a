/// The engine's activations as functions of one number, beside those that are typed.
#pragma once

#include "engine/function/scalar_function.h"

namespace backprop {

/// One for each activation of the op table, in its order, and one for each choice that it offers
/// ("gelu", "gelu_tanh"). Their numeric attributes are their parameters.
const std::vector<ScalarFunction>& activation_functions();

}  // namespace backprop
