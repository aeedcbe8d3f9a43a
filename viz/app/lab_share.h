/// The labs in a shared state.
#pragma once

#include "viz/app/json_text.h"
#include "viz/app/state.h"

namespace backprop::viz {

/// Null where none is open and all is as at first.
nlohmann::json write_lab(const State& state);

/// False, and the state is of no use, for what write_lab never writes. Numbers out of range are
/// moved into it.
bool read_lab(const nlohmann::json& json, State& state);

}  // namespace backprop::viz
