#include "engine/tensor/tensor.h"

namespace backprop {

std::string index_text(Index position, const Shape& shape) {
  if (shape.empty()) return "";
  std::string text = "[";
  for (const Index index : unravel(position, shape)) {
    if (text.size() > 1) text += ",";
    text += std::to_string(index);
  }
  return text + "]";
}

}  // namespace backprop
