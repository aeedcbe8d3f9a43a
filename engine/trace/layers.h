/// Layers: a linear map with the bias and the activations that follow it, and with the
/// normalization and dropout between them. A neuron is one element of its output.
#pragma once

#include <optional>

#include "engine/trace/iteration.h"

namespace backprop {

struct Layer {
  ValueId linear = no_value;  ///< the product W @ x
  ValueId weight = no_value;  ///< the parameter or data it multiplies by, as the product reads it
  ValueId input = no_value;   ///< what it is applied to
  ValueId bias = no_value;    ///< no_value without one
  ValueId weighted_sum = no_value;   ///< z: the product, or product plus bias
  std::vector<ValueId> activations;  ///< and the like, applied to z in turn; the last is the output
  /// Of the weight as it is read, W[j, k] (W @ x, linear), not W[k, j] (x @ W): neurons are its
  /// rows.
  bool neurons_are_rows = true;
  /// Samples stand in the rows of input and output (linear, x @ W), not in their columns (W @ X).
  bool samples_are_rows = false;

  ValueId output() const { return activations.empty() ? weighted_sum : activations.back(); }
};

/// The layers of a trace, in the order of computation.
std::vector<Layer> layers(const Trace& trace);

/// Those whose product these steps made.
std::vector<Layer> layers(const Trace& trace, StepRange steps);

/// The layer whose product was made first.
std::optional<Layer> first_layer(const Trace& trace);

/// A number that is the same for the values of one layer or composite call: its product's or first
/// value's id; -1 for values of none.
std::int64_t layer_key(const Trace& trace, ValueId id);

/// Which argument of a product (`@`, linear) is the weight: the parameter's side; of `@` with
/// parameters on both sides or on neither, the left.
int weight_argument(const Trace& trace, const Value& product);

/// The leaf that a value is a view of (itself, transposed, indexed); no_value for other values.
ValueId viewed_leaf(const Trace& trace, ValueId id);

}  // namespace backprop
