#include "lessons/model/tensor_text.h"

#include <algorithm>

#include "engine/number_text.h"

namespace backprop::lessons {

std::string tensor_text(const Tensor& tensor, int digits) {
  constexpr Index shown_elements = 4;
  if (tensor.shape.empty()) return with_minus_sign(short_text(tensor[0], digits));
  std::string text = "[";
  for (Index i = 0; i < std::min(tensor.size(), shown_elements); ++i) {
    if (i > 0) text += ", ";
    text += with_minus_sign(short_text(tensor[i], digits));
  }
  return text + (tensor.size() > shown_elements ? ", …]" : "]");
}

}  // namespace backprop::lessons
