/// The timeline: transport buttons, the step in words, and the recording as a bar with the cursor,
/// and with the steps that read and write what is selected.
#pragma once

#include "viz/scene/builder.h"

namespace backprop::viz {

Scene timeline_scene(const State& state, Rect area, const Look& look);

/// The bar inside the area: scrubbing maps x to time over it.
Rect timeline_bar(Rect area);

/// The time under an x of the bar.
Time time_at(const Trace& trace, Rect bar, float x);

}  // namespace backprop::viz
