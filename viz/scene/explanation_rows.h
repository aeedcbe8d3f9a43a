/// The inspector's part that explains what is selected, whatever step is looked at: how its value
/// came about, its activation, and how its gradient was gathered by the time that is looked at.
#pragma once

#include "viz/scene/arrivals.h"
#include "viz/scene/column.h"

namespace backprop::viz {

/// `element`: of selected_element().
void explanation_rows(Column& column, const State& state, const Entity& element,
                      Arrivals& arrivals);

}  // namespace backprop::viz
