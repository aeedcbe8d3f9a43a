#include "engine/trace/derivative.h"

#include <cassert>

namespace backprop {

Tensor derivative(const Trace& trace, ValueId of, ValueId by) {
  assert(trace.value(of).data.size() == 1);
  std::vector<Tensor> gradients(trace.values.size());
  std::vector<bool> reached(trace.values.size(), false);
  gradients[static_cast<std::size_t>(of)] = Tensor(trace.value(of).data.shape, 1.0);
  reached[static_cast<std::size_t>(of)] = true;
  for (ValueId id = of; id > by; --id) {
    const auto at = static_cast<std::size_t>(id);
    const Value& value = trace.values[at];
    if (!reached[at] || value.op == nullptr) continue;
    const std::vector<const Tensor*> tensors = arguments_of(trace, id);
    for (int edge = 0; edge < value.op->arity; ++edge) {
      const auto argument =
          static_cast<std::size_t>(value.arguments[static_cast<std::size_t>(edge)]);
      const Tensor contribution =
          value.op->backward({{tensors, value.attributes}, value.data, gradients[at]}, edge);
      if (!reached[argument]) {
        reached[argument] = true;
        gradients[argument] = Tensor(contribution.shape);
      }
      add_into(gradients[argument], contribution);
    }
  }
  const auto at = static_cast<std::size_t>(by);
  return reached[at] ? gradients[at] : Tensor(trace.value(by).data.shape);
}

}  // namespace backprop
