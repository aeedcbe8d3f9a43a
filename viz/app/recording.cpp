#include "viz/app/recording.h"

#include <algorithm>

#include "engine/trace/compare.h"

namespace backprop::viz {
namespace {

Entity selection_in(const State& state, const Trace& other) {
  const Entity& chosen = state.selection;
  if (chosen.kind == Entity::Kind::line) return chosen;
  if (chosen.kind != Entity::Kind::value || !state.trace) return {};
  const ValueId id = counterpart(*state.trace, chosen.id, other);
  if (id == no_value) return {};
  return Entity::value(id, std::min(chosen.index, other.value(id).data.size() - 1));
}

}  // namespace

void replace_recording(State& state, std::shared_ptr<const Trace> trace) {
  state.selection = selection_in(state, *trace);
  state.trace = std::move(trace);
  state.practice.reset();
  state.why.clear();
  state.trail.clear();
  state.playing = false;
  state.time = clamped(*state.trace, state.time);
}

}  // namespace backprop::viz
