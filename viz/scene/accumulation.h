/// How a gradient grows: before + contribution = after, each route in its own colour.
#pragma once

#include "viz/scene/arrivals.h"
#include "viz/scene/column.h"

namespace backprop::viz {

/// Of one element of what the backward step `step` adds to.
void accumulation_rows(Column& column, const State& state, Index step, Index element,
                       Arrivals& arrivals);

}  // namespace backprop::viz
