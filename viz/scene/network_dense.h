/// Layers of many neurons in the network view: a heat map in place of the neurons, and the weights
/// between two columns as one matrix.
#pragma once

#include "viz/scene/heat.h"
#include "viz/scene/network_scene.h"
#include "viz/scene/view.h"

namespace backprop::viz {

/// The neurons' values and below them, once they have arrived, the gradients at their outputs.
/// `card` is both with a gap of `gap` between.
void dense_layer(Builder& b, const State& state, const Focus& focus, const NetworkColumn& column,
                 Rect card, float gap);

/// Lines from each of `from` to each of `to`, and the weights as a small matrix over their middle,
/// or in the `gap` behind `from` where neurons of other columns stand between.
void dense_weights(Builder& b, const State& state, const Focus& focus, const NetworkBundle& bundle,
                   const std::vector<Vec2>& from, const std::vector<Vec2>& to, float gap,
                   HeatCache& heat);

}  // namespace backprop::viz
