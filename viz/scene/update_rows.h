/// An optimizer's step: what it keeps for the number (m, v), how that is corrected, and the number
/// before and after.
#pragma once

#include "viz/scene/column.h"

namespace backprop::viz {

/// Of one element of what the update step writes.
void update_rows(Column& column, const State& state, Index step, Index element);

}  // namespace backprop::viz
