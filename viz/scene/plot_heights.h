/// Heights over a plane as colours and contours: landscapes of a loss, and outputs of a network.
#pragma once

#include "lessons/model/plots.h"
#include "viz/scene/builder.h"

namespace backprop::viz {

float plot_heights(Builder& b, const lessons::PlotData& data, Vec2 top_left, float width,
                   const std::string& name, int updates);

}  // namespace backprop::viz
