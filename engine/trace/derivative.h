/// The derivative of any one-element value by any other, from the recorded ops.
#pragma once

#include <map>

#include "engine/trace/trace.h"

namespace backprop {

/// d `of` / d `by`, in the shape of `by`; zero where `of` does not depend on it. The reverse sweep
/// of backward(), started at `of`, without recording; right for a trace with a fault, too.
Tensor derivative(const Trace& trace, ValueId of, ValueId by);

/// Tensors in place of recorded values.
using Replaced = std::map<ValueId, Tensor>;

/// The value `of` recomputed from the recorded ops with other tensors in place of some values.
/// Calls `visit(id, call)` for every recomputed value, with the arguments it is computed from.
template <class Visit>
Tensor recompute(const Trace& trace, ValueId of, const Replaced& replaced, const Visit& visit) {
  if (replaced.empty() || of < replaced.begin()->first) return trace.value(of).data;
  // Only what was made in between can change: a long recording costs no more than a short one.
  const ValueId first = replaced.begin()->first;
  const auto place = [first](ValueId id) { return static_cast<std::size_t>(id - first); };
  std::vector<Tensor> fresh(place(of) + 1);
  std::vector<bool> changed(place(of) + 1, false);
  for (ValueId id = first; id <= of; ++id) {
    const std::size_t at = place(id);
    if (const auto given = replaced.find(id); given != replaced.end()) {
      changed[at] = true;
      fresh[at] = given->second;
      continue;
    }
    const Value& value = trace.value(id);
    if (value.op == nullptr) continue;
    std::vector<const Tensor*> arguments;
    bool depends = false;
    for (const ValueId argument : value.arguments) {
      const bool fresh_one = argument >= first && changed[place(argument)];
      depends = depends || fresh_one;
      arguments.push_back(fresh_one ? &fresh[place(argument)] : &trace.value(argument).data);
    }
    if (!depends || value.op->detaches) continue;
    changed[at] = true;
    const OpCall call{arguments, value.attributes};
    fresh[at] = value.op->forward(call, value.data.shape);
    visit(id, call);
  }
  return changed.back() ? fresh.back() : trace.value(of).data;
}

}  // namespace backprop
