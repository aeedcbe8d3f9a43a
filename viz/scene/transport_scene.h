/// The buttons that move through time: to the ends, step by step, playing and its speed, the size
/// of steps, and to the next stop of a breakpoint.
#pragma once

#include "viz/scene/builder.h"

namespace backprop::viz {

/// Speeds of playing, times the usual.
inline constexpr double play_speeds[] = {0.5, 1, 2, 4, 16};

/// Draws them in a row from the area's top left; returns the x where the next thing may stand.
float transport(Builder& b, const State& state, Rect area);

/// Where the row stands inside the area.
inline constexpr float transport_top = 14;
inline constexpr float transport_height = 28;

}  // namespace backprop::viz
