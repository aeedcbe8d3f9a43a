/// The hunt in the lesson's place: the gradient check, the faults to choose from, the verdict.
#pragma once

#include "viz/scene/builder.h"

namespace backprop::viz {

/// The state has a hunt on.
Scene hunt_scene(const State& state, Rect area, float scroll, const Look& look);

}  // namespace backprop::viz
