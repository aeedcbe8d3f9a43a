/// The tensors view: every tensor of the iteration as a matrix of colours beside its gradient, with
/// the numbers where a cell is large enough to hold them.
#pragma once

#include "viz/scene/builder.h"
#include "viz/scene/camera.h"
#include "viz/scene/tensors_layout.h"

namespace backprop::viz {

Scene tensors_scene(const State& state, const TensorsLayout& layout, const Viewport& viewport,
                    HeatCache& cache, const Look& look);

}  // namespace backprop::viz
