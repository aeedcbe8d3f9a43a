/// The network view: neurons with value and gradient, weights, the loss; what the current step does
/// is lit, all else dimmed. Positions depend on the network and the area alone, never on time.
#pragma once

#include "viz/scene/builder.h"
#include "viz/scene/network_model.h"

namespace backprop::viz {

/// Where everything stands.
struct NetworkLayout {
  Rect area;
  float radius = 30;
  std::vector<std::vector<Vec2>> nodes;  ///< centres, per column
  std::vector<float> columns;            ///< x of each column
  Rect loss;
};

NetworkLayout layout_network(const NetworkModel& model, Rect area);

Scene network_scene(const State& state, const NetworkModel& model, const NetworkLayout& layout,
                    const Look& look);

}  // namespace backprop::viz
