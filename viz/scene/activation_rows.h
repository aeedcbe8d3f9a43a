/// A neuron at its activation: the curve with the tangent at z, and arriving gradient x slope =
/// delta.
#pragma once

#include "viz/scene/column.h"

namespace backprop::viz {

/// `activated` is what the activation made. `back`: the backward step through it, done or at work;
/// nothing for the forward pass alone.
void activation_rows(Column& column, const State& state, ValueId activated, Index element,
                     std::optional<Index> back);

/// Whether an op that is an activation made the value.
bool is_activated(const Trace& trace, ValueId id);

}  // namespace backprop::viz
