/// What a value was computed from.
#pragma once

#include <set>

#include "engine/trace/iteration.h"

namespace backprop {

/// The values and what they were computed from, as far as it was made in these steps or later.
std::set<ValueId> ancestors(const Trace& trace, StepRange steps, std::vector<ValueId> of);

}  // namespace backprop
