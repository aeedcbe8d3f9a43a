/// A lesson's diagram as a picture. See lessons/model/plots.h for the numbers.
#pragma once

#include <limits>

#include "lessons/model/plots.h"
#include "viz/scene/builder.h"

namespace backprop::viz {

/// Draws legend, axes and numbers with the top left at `top_left`; returns the y below. Places that
/// tell their numbers when hovered are named `name`:N. What PlotData holds does not change from
/// frame to frame: keep it while the programs are the same. Of its runs only the first `updates`
/// are shown: see plot_player.h.
float plot_scene(Builder& b, const lessons::PlotData& data, Vec2 top_left, float width,
                 const std::string& name, int updates = std::numeric_limits<int>::max());

}  // namespace backprop::viz
