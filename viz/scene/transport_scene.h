/// The buttons that move through time: to the ends, step by step, playing and its speed, the size
/// of steps, and to the next stop of a breakpoint.
#pragma once

#include "viz/app/settings.h"
#include "viz/scene/builder.h"

namespace backprop::viz {

/// `speed`: of playing, one of play_speeds. Draws them in a row from the area's top left; returns
/// the x where the next thing may stand.
float transport(Builder& b, const State& state, double speed, Rect area);

/// Where the row stands inside the area.
inline constexpr float transport_top = 14;
inline constexpr float transport_height = 28;

}  // namespace backprop::viz
