/// The neurons of one column of the network view: circles with name, value and gradients in, around
/// or beside them, as there is room.
#pragma once

#include "viz/scene/network_scene.h"
#include "viz/scene/view.h"

namespace backprop::viz {

/// The radius of a neuron with its number inside; that of a smaller one stands beside it.
inline constexpr float least_with_number = 22;

void network_neurons(Builder& b, const State& state, const Focus& focus,
                     const NetworkColumn& column, const NetworkLayout& layout, std::size_t at);

}  // namespace backprop::viz
