/// What a state shows at its time, worked out once for all panels.
#pragma once

#include <optional>

#include "engine/trace/explain.h"
#include "viz/app/state.h"

namespace backprop::viz {

/// The step that is looked at: the one whose terms are being opened, else the last one done.
/// Nothing before the first.
std::optional<Index> current_step(const State& state);

/// Which element of what the current step writes is in focus: the selected one where the step
/// writes it, the one whose term was just evaluated, or the first.
Index focus_element(const State& state, Index step);

/// The value that stands for an entity now: for a parameter, the version that holds.
ValueId current_value(const State& state, ValueId id);

/// Whether any contribution to its gradient has arrived by now.
bool has_gradient(const State& state, ValueId id);

}  // namespace backprop::viz
