/// The playground in a shared state: the points and the plans, from which all that was learnt is
/// made again.
#pragma once

#include "viz/app/json_text.h"
#include "viz/app/state.h"

namespace backprop::viz {

/// Null where it is as at first and not open.
nlohmann::json write_playground(const State& state);

/// False, and the state is of no use, for what write_playground never writes.
bool read_playground(const nlohmann::json& json, State& state);

}  // namespace backprop::viz
