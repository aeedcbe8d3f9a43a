/// What a state shows at its time, worked out once for all panels.
#pragma once

#include <optional>

#include "engine/trace/explain.h"
#include "viz/app/state.h"
#include "viz/scene/palette.h"

namespace backprop::viz {

/// The step that is looked at: the one whose terms are being opened, else the last one done.
/// Nothing before the first.
std::optional<Index> current_step(const State& state);

/// What the current step is at work on: what the views light up, all else being dimmed.
struct Focus {
  std::optional<Index> step;
  StepKind kind = StepKind::forward;
  ValueId written = no_value;  ///< what it makes, or whose gradient it adds to
  ValueId worked = no_value;   ///< whose op it runs, forward or backward
};
Focus focus_of(const State& state);

/// Whether the step makes that tensor or adds to its gradient; of a parameter in any version.
bool is_written(const Trace& trace, const Focus& focus, ValueId id);

/// Which element of what the current step writes is in focus: the selected one where the step
/// writes it, the one whose term was just evaluated, or the first.
Index focus_element(const State& state, Index step);

/// Whether what the step reads is there.
inline bool is_begun(const State& state, Index step) {
  return step < state.time.step || (step == state.time.step && state.time.term > 0);
}

/// How many elements, from the first on, the step whose terms are stepped through has written by
/// now: those whose last term is evaluated.
Index made_in_terms(const State& state);

/// Whether the step has written that element by now.
bool is_made(const State& state, Index step, Index element);

/// The line of the program that ran which made a value, of a parameter its first version, or did a
/// step; or the line itself. 0 for what the recording does not have.
int line_of(const Trace& trace, const Entity& entity);

/// The step itself, or the one that made a value as it holds now; nothing for what no step made.
std::optional<Index> step_of(const State& state, const Entity& entity);

/// The value that stands for an entity now: for a parameter, the version that holds.
ValueId current_value(const State& state, ValueId id);

/// Whether any contribution to its gradient has arrived by now.
bool has_gradient(const State& state, ValueId id);

/// Whether the draft has been edited so that a number on screen is out of date: a value's, its
/// gradient's at the time that is looked at, or what a step writes.
bool is_stale(const State& state, ValueId id);
bool is_gradient_stale(const State& state, ValueId id);
bool is_gradient_stale(const State& state, ValueId id, Index step);
bool is_step_stale(const State& state, Index step);

/// Whether a claim's expression names a value, or a gradient, that is out of date at the moment
/// after the last backward() and before the updates that follow it.
bool is_expression_stale(const State& state, const std::string& expression);

/// The colour of a number: grey where it is out of date.
inline Color number_ink(const Palette& colors, Color fresh, bool stale) {
  return stale ? colors.faint : fresh;
}

}  // namespace backprop::viz
