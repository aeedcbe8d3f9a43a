/// The next state after a command. A pure function: the same state and command give the same state.
#pragma once

#include "viz/app/command.h"

namespace backprop::viz {

State reduce(const State& state, const Command& command);

}  // namespace backprop::viz
