/// What the colours of a view mean.
#pragma once

#include "viz/scene/builder.h"

namespace backprop::viz {

/// The scale of signs, from negative over zero to positive, on a baseline; returns its width.
float sign_scale(Builder& b, Vec2 baseline);

}  // namespace backprop::viz
