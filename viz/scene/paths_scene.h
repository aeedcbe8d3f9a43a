/// The paths view: every route from one number to the loss, the product of its local derivatives,
/// and bars that add up to the gradient.
#pragma once

#include "viz/scene/builder.h"
#include "viz/scene/paths_model.h"

namespace backprop::viz {

/// `scroll` moves the list up; content_height says how tall all of it is.
Scene paths_scene(const State& state, const PathsModel& model, Rect area, float scroll,
                  const Look& look);

}  // namespace backprop::viz
