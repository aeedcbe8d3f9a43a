/// The list of breakpoints: switched on and off, bounds changed, taken away, and new ones.
#pragma once

#include "viz/scene/builder.h"

namespace backprop::viz {

/// A card above the timeline; outside it a click closes.
Scene breakpoints_scene(const State& state, Rect timeline, Rect window, const Look& look);

/// "|∂| below 0.0001", "line 4": one line.
std::string breakpoint_text(const Breakpoint& breakpoint, const Strings& words);

}  // namespace backprop::viz
