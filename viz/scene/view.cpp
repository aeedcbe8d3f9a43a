#include "viz/scene/view.h"

namespace backprop::viz {

std::optional<Index> current_step(const State& state) {
  if (state.time.term > 0) return state.time.step;
  if (state.time.step > 0) return state.time.step - 1;
  return std::nullopt;
}

Focus focus_of(const State& state) {
  Focus focus{current_step(state)};
  if (!focus.step) return focus;
  const Step& step = state.trace->step(*focus.step);
  focus.kind = step.kind;
  if (step.kind == StepKind::clear) return focus;
  focus.written = step.kind == StepKind::backward ? target(*state.trace, step) : step.value;
  focus.worked = step.value;
  return focus;
}

bool is_written(const Trace& trace, const Focus& focus, ValueId id) {
  return focus.step && focus.written != no_value && id != no_value &&
         first_version(trace, id) == first_version(trace, focus.written);
}

Index focus_element(const State& state, Index step) {
  const Trace& trace = *state.trace;
  if (state.time.term > 0) return term_place(trace, step, state.time.term - 1).element;
  const Step& done = trace.step(step);
  if (done.kind == StepKind::clear) return 0;
  const ValueId written = done.kind == StepKind::backward ? target(trace, done) : done.value;
  const Entity& chosen = state.selection;
  if (chosen.kind != Entity::Kind::value || chosen.index < 0) return 0;
  const bool same = current_value(state, chosen.id) == current_value(state, written);
  const bool fits = chosen.index < trace.value(written).data.size();
  return (same || trace.value(chosen.id).data.shape == trace.value(written).data.shape) && fits
             ? chosen.index
             : 0;
}

ValueId current_value(const State& state, ValueId id) {
  return version_of(*state.trace, id, state.time.step);
}

bool has_gradient(const State& state, ValueId id) {
  return contribution_count(*state.trace, id, state.time.step) > 0;
}

}  // namespace backprop::viz
