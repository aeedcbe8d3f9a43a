/// Neurons of programs that are written number by number: a weighted sum of single weights,
///     z1 = w1 * x1 + w2 * x2 + b1
/// and what is computed from it alone, h1 = sigmoid(z1). Layers of matrices: see layers.h.
#pragma once

#include "engine/trace/iteration.h"

namespace backprop {

struct NeuronInput {
  ValueId product = no_value;  ///< w1 * x1
  ValueId weight = no_value;   ///< a parameter of one number
  ValueId input = no_value;    ///< data, or a value of another neuron
  int neuron = -1;             ///< that neuron's place among all; -1: data
};

struct Neuron {
  std::vector<NeuronInput> inputs;
  ValueId bias = no_value;  ///< a parameter or data of one number; no_value without one
  ValueId weighted_sum = no_value;
  ValueId output = no_value;   ///< what other neurons and the loss read of it
  std::vector<ValueId> parts;  ///< all that is computed in it, in order: from products to output
};

/// Those that these steps compute, in their order. A sum that nothing reads but the loss itself, or
/// another sum, is none; the loss is no part of a neuron.
std::vector<Neuron> scalar_neurons(const Trace& trace, StepRange steps, ValueId loss);

}  // namespace backprop
