/// The inspector: what is selected, and an explanation of it or of the current step.
#pragma once

#include "viz/scene/arrivals.h"
#include "viz/scene/check_curve.h"
#include "viz/scene/number_field.h"

namespace backprop::viz {

/// What the inspector keeps from frame to frame.
struct InspectorCache {
  CheckCurveCache checks;
  Arrivals arrivals;
};

/// `scroll` moves the content up; content_height says how tall it is.
Scene inspector_scene(const State& state, const EditableNumbers& numbers, InspectorCache& cache,
                      Rect area, float scroll, const Look& look);

}  // namespace backprop::viz
