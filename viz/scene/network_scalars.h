/// The network of a program that is written number by number: its neurons in columns by how many
/// others they come after.
#pragma once

#include "engine/trace/iteration.h"
#include "viz/scene/network_model.h"

namespace backprop::viz {

/// Without columns where these steps compute no neurons.
NetworkModel scalar_network(const Trace& trace, StepRange steps, ValueId loss, Index sample);

}  // namespace backprop::viz
