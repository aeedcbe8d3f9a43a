/// An activation as a picture: the function, its derivative, and the tangent where the neuron
/// stands.
#pragma once

#include "viz/scene/builder.h"

namespace backprop::viz {

/// An elementwise op as a function of one number, run by its row's own rules.
struct Curve {
  const OpRow& op;
  const Attributes& attributes;
  double value(double z) const;
  double slope(double z) const;
};

/// Draws the function and its slope over an interval around z.
void activation_curve(Builder& b, Rect area, const Curve& function, double z);

}  // namespace backprop::viz
