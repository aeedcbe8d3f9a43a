#include "engine/trace/derivative.h"

#include <cassert>

namespace backprop {

Tensor derivative(const Trace& trace, ValueId of, ValueId by) {
  assert(trace.value(of).data.size() == 1);
  if (of < by) return Tensor(trace.value(by).data.shape);
  const auto place = [by](ValueId id) { return static_cast<std::size_t>(id - by); };
  std::vector<Tensor> gradients(place(of) + 1);
  std::vector<bool> reached(place(of) + 1, false);
  gradients.back() = Tensor(trace.value(of).data.shape, 1.0);
  reached.back() = true;
  for (ValueId id = of; id > by; --id) {
    const std::size_t at = place(id);
    const Value& value = trace.value(id);
    if (!reached[at] || value.op == nullptr) continue;
    const std::vector<const Tensor*> tensors = arguments_of(trace, id);
    for (const int edge : gradient_edges(trace, id)) {
      const ValueId into = value.arguments[static_cast<std::size_t>(edge)];
      if (into < by) continue;  // no way leads from there to `by`
      const std::size_t argument = place(into);
      const Tensor contribution =
          value.op->backward({{tensors, value.attributes}, value.data, gradients[at]}, edge);
      if (!reached[argument]) {
        reached[argument] = true;
        gradients[argument] = Tensor(contribution.shape);
      }
      add_into(gradients[argument], contribution);
    }
  }
  return reached.front() ? gradients.front() : Tensor(trace.value(by).data.shape);
}

}  // namespace backprop
