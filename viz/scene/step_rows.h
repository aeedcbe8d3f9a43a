/// The inspector's part on the current step: what it did, with the formula and its numbers.
#pragma once

#include "viz/scene/arrivals.h"
#include "viz/scene/column.h"
#include "viz/scene/number_field.h"

namespace backprop::viz {

void step_rows(Column& column, const State& state, const EditableNumbers& numbers, Index step,
               Arrivals& arrivals);

/// The line of the program, and how it is written in PyTorch.
void program_rows(Column& column, const Trace& trace, int line);

}  // namespace backprop::viz
