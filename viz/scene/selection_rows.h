/// The inspector's part on what is selected: its number, where it came from, its gradient, and the
/// field in which it is edited.
#pragma once

#include "viz/scene/number_field.h"

namespace backprop::viz {

/// Appends the rows; none where no value is selected.
void selection_rows(Column& column, const State& state, const EditableNumbers& numbers);

}  // namespace backprop::viz
