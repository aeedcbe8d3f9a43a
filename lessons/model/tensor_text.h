/// Tensors in a line of text.
#pragma once

#include <string>

#include "engine/tensor/tensor.h"

namespace backprop::lessons {

/// For people: a number, or up to 4 elements in their order: "[0.1, -0.2]", each with so many
/// significant digits.
std::string tensor_text(const Tensor& tensor, int digits = 6);

}  // namespace backprop::lessons
