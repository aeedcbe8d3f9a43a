/// The derivative of any one-element value by any other, from the recorded ops.
#pragma once

#include "engine/trace/trace.h"

namespace backprop {

/// d `of` / d `by`, in the shape of `by`; zero where `of` does not depend on it. The reverse sweep
/// of backward(), started at `of`, without recording.
Tensor derivative(const Trace& trace, ValueId of, ValueId by);

/// The loss recomputed from the recorded ops with another tensor in place of the value `replaced`.
/// Calls `visit(id, tensor)` for every recomputed value.
template <class Visit>
Tensor recompute(const Trace& trace, ValueId of, ValueId replaced, const Tensor& tensor,
                 const Visit& visit) {
  std::vector<Tensor> fresh(trace.values.size());
  std::vector<bool> changed(trace.values.size(), false);
  fresh[static_cast<std::size_t>(replaced)] = tensor;
  changed[static_cast<std::size_t>(replaced)] = true;
  for (ValueId id = replaced + 1; id <= of; ++id) {
    const Value& value = trace.value(id);
    if (value.op == nullptr) continue;
    std::vector<const Tensor*> arguments;
    bool depends = false;
    for (const ValueId argument : value.arguments) {
      const auto at = static_cast<std::size_t>(argument);
      depends = depends || changed[at];
      arguments.push_back(changed[at] ? &fresh[at] : &trace.value(argument).data);
    }
    if (!depends) continue;
    const auto at = static_cast<std::size_t>(id);
    changed[at] = true;
    fresh[at] = value.op->forward({arguments, value.attributes}, value.data.shape);
    visit(id, fresh[at]);
  }
  const auto at = static_cast<std::size_t>(of);
  return changed[at] ? fresh[at] : trace.value(of).data;
}

}  // namespace backprop
