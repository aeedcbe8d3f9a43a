/// The inspector's part on what is selected: its number, where it came from, its gradient, and the
/// field in which it is edited.
#pragma once

#include "viz/scene/check_curve.h"
#include "viz/scene/number_field.h"

namespace backprop::viz {

/// Appends the rows, and a line below them; none where no value is selected.
void selection_rows(Column& column, const State& state, const EditableNumbers& numbers);

/// Central differences beside the gradient of what is selected, with the h that is chosen and the
/// curve over all h; once one whole backward() has given that gradient.
void check_rows(Column& column, const State& state, CheckCurveCache& checks);

}  // namespace backprop::viz
