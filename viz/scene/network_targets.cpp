#include "viz/scene/network_targets.h"

#include <algorithm>

#include "viz/scene/indexed_name.h"

namespace backprop::viz {
namespace {

constexpr Index most_targets = 6;

void add_target(const Trace& trace, ValueId id, ShownSample shown, std::vector<NetworkNode>& all) {
  const Shape& shape = trace.value(id).data.shape;
  const bool by_sample = shown.samples > 1 && !shape.empty() && shape[0] == shown.samples;
  const Index count = by_sample ? element_count(shape) / shape[0] : element_count(shape);
  if (count == 0 || count > most_targets) return;
  const Index first = by_sample ? std::min(shown.sample, shown.samples - 1) * count : 0;
  for (Index i = 0; i < count; ++i) {
    NetworkNode target;
    const SplitName name = split_name(trace.value(id).name);
    target.name = count == 1 ? name.name : trace.value(id).name;
    target.subscript = count == 1 ? name.index : std::to_string(i + 1);
    target.value = id;
    target.element = first + i;
    all.push_back(std::move(target));
  }
}

}  // namespace

std::vector<NetworkNode> network_targets(const Trace& trace, ValueId loss,
                                         const std::set<ValueId>& drawn, ShownSample shown) {
  std::vector<NetworkNode> all;
  if (loss == no_value) return all;
  std::set<ValueId> seen;
  std::vector<ValueId> open{loss};
  while (!open.empty()) {
    const ValueId id = open.back();
    open.pop_back();
    if (drawn.contains(id) || !seen.insert(id).second) continue;
    const Value& value = trace.value(id);
    open.insert(open.end(), value.arguments.begin(), value.arguments.end());
    if (value.kind == ValueKind::data && !value.name.empty()) add_target(trace, id, shown, all);
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.value < b.value; });
  return all;
}

}  // namespace backprop::viz
