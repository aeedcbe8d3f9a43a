/// Two runs side by side: the present one and the one that was kept, their timelines one above the
/// other, where they part, and what is selected in both.
#pragma once

#include "viz/scene/builder.h"

namespace backprop::viz {

/// Whether a kept run is shown beside the one on screen. A hunt's is not before its fault is found:
/// the first difference would name it.
bool is_compared(const State& state);

/// `state` has a kept run.
Scene compare_scene(const State& state, Rect area, const Look& look);

}  // namespace backprop::viz
