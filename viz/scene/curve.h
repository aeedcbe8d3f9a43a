/// An activation as a picture: the function, its derivative, and the tangent where the neuron
/// stands.
#pragma once

#include "viz/scene/builder.h"

namespace backprop::viz {

/// Draws the op's forward and backward rule over an interval around z.
void activation_curve(Builder& b, Rect area, const OpRow& op, double z);

}  // namespace backprop::viz
