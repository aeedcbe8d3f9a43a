#include "viz/scene/view.h"

#include <algorithm>
#include <set>

#include "engine/program/source_lines.h"

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

Index made_in_terms(const State& state) {
  const Index step = state.time.step;
  const TermPlace place = term_place(*state.trace, step, state.time.term - 1);
  const auto terms = static_cast<Index>(explain(*state.trace, step, place.element).size());
  return place.element + (place.term + 1 == terms ? 1 : 0);
}

bool is_made(const State& state, Index step, Index element) {
  if (state.time.step != step || state.time.term == 0) return step < state.time.step;
  return element < made_in_terms(state);
}

int line_of(const Trace& trace, const Entity& entity) {
  const auto values = static_cast<ValueId>(trace.values.size());
  if (entity.kind == Entity::Kind::line) return static_cast<int>(entity.index);
  if (entity.kind == Entity::Kind::value && entity.id >= 0 && entity.id < values)
    return trace.value(first_version(trace, entity.id)).place.line;
  const bool step = entity.kind == Entity::Kind::step && entity.index >= 0;
  return step && entity.index < trace.step_count() ? trace.step(entity.index).line : 0;
}

std::optional<Index> step_of(const State& state, const Entity& entity) {
  const Trace& trace = *state.trace;
  const auto values = static_cast<ValueId>(trace.values.size());
  Index step = -1;
  if (entity.kind == Entity::Kind::step) step = entity.index;
  if (entity.kind == Entity::Kind::value && entity.id >= 0 && entity.id < values)
    step = trace.value(current_value(state, entity.id)).made_by;
  return step >= 0 && step < trace.step_count() ? std::optional(step) : std::nullopt;
}

ValueId current_value(const State& state, ValueId id) {
  return version_of(*state.trace, id, state.time.step);
}

bool has_gradient(const State& state, ValueId id) {
  return contribution_count(*state.trace, id, state.time.step) > 0;
}

bool is_stale(const State& state, ValueId id) {
  return state.stale && state.stale->value(id);
}

bool is_gradient_stale(const State& state, ValueId id, Index step) {
  return state.stale && gradient_is_stale(*state.trace, *state.stale, id, step);
}

bool is_gradient_stale(const State& state, ValueId id) {
  return is_gradient_stale(state, id, state.time.step);
}

bool is_step_stale(const State& state, Index step) {
  return state.stale && state.stale->step(step);
}

bool is_expression_stale(const State& state, const std::string& expression) {
  if (!state.stale) return false;
  const Trace& trace = *state.trace;
  const Index step =
      trace.backward_runs.empty() ? trace.step_count() : trace.backward_runs.back().end_step;
  std::set<std::string> names;
  for (const SourceLine& line : source_lines(expression))
    names.insert(line.names.begin(), line.names.end());
  const bool gradients = names.contains("grad") || names.contains("derivative");
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    const auto found = trace.named.find(name);
    if (found == trace.named.end()) return false;
    return std::any_of(found->second.begin(), found->second.end(), [&](ValueId first) {
      const ValueId id = version_of(trace, first, step);
      return is_stale(state, id) || (gradients && is_gradient_stale(state, id, step));
    });
  });
}

}  // namespace backprop::viz
