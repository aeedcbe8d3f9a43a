/// The next state after a command. A pure function: the same state and command give the same state.
#pragma once

#include "viz/app/command.h"

namespace backprop::viz {

/// The time after the next step that writes the entity: makes the value, or adds to its gradient.
/// After the last one the first; `from` where there is none.
Index next_write(const Trace& trace, Index from, const Entity& entity);

State reduce(const State& state, const Command& command);

}  // namespace backprop::viz
