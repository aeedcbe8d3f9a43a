#include "engine/trace/ancestors.h"

namespace backprop {

std::set<ValueId> ancestors(const Trace& trace, StepRange steps, std::vector<ValueId> of) {
  std::set<ValueId> seen;
  while (!of.empty()) {
    const ValueId id = of.back();
    of.pop_back();
    const Value& value = trace.value(id);
    if (value.made_by < steps.first || !seen.insert(id).second) continue;
    of.insert(of.end(), value.arguments.begin(), value.arguments.end());
  }
  return seen;
}

}  // namespace backprop
