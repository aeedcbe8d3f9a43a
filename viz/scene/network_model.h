/// The network as a learner draws it, read from a recording: columns of neurons joined by weights.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "engine/trace/layers.h"
#include "viz/app/state.h"

namespace backprop::viz {

/// One neuron, input or number. Its elements are those of the sample that is shown.
struct NetworkNode {
  std::string name;          ///< "h"
  std::string subscript;     ///< "1"; empty for a single number
  ValueId value = no_value;  ///< what it puts out
  Index element = 0;
  ValueId weighted_sum = no_value;  ///< z of a neuron; no_value for an input
  Index sum_element = 0;
  ValueId bias = no_value;  ///< no_value without one
  Index bias_element = 0;
  /// All that is computed in it, of a neuron that is written number by number; else its layer's
  /// product is what its values go back to.
  std::vector<ValueId> parts = {};
};

struct NetworkColumn {
  std::string title;  ///< "h · sigmoid"; empty for an input
  bool input = false;
  std::vector<NetworkNode> nodes;  ///< the drawn ones
  Index hidden = 0;                ///< more neurons than are drawn; they would stand in the middle

  // A layer of many neurons is one heat map until it is opened.
  bool can_open = false;
  bool dense = false;  ///< a heat map now: no nodes
  std::string key;     ///< its name, for opening
  ValueId value = no_value;
  ValueId weighted_sum = no_value;
  Index count = 0;              ///< of neurons
  Index first = 0, stride = 1;  ///< the elements of the sample that is shown
};

/// All weights between two columns of which one is a heat map.
struct NetworkBundle {
  int from_column = 0, to_column = 0;
  ValueId weight = no_value;  ///< as the product reads it, or its leaf
  ValueId product = no_value;
};

/// A weight: one element of a parameter (or of fixed data), from a node to a node.
struct NetworkEdge {
  int from_column = 0, from = 0;
  int to_column = 0, to = 0;
  ValueId weight = no_value;  ///< no_value: not a weight but a plain use (a graph without layers)
  Index element = 0;
  ValueId product = no_value;  ///< the value that multiplies by it
};

struct NetworkModel {
  std::vector<NetworkColumn> columns;
  std::vector<NetworkEdge> edges;
  std::vector<NetworkBundle> bundles;
  ValueId loss = no_value;
  ValueId last_in_layer = no_value;  ///< the last value before the loss that is part of a neuron
  std::vector<NetworkNode> targets;  ///< what the loss compares the outputs with; not of many
  Index samples = 1;                 ///< of the batch
  bool neurons = true;               ///< false: named values, for want of neurons
  /// Products of layers of this iteration that no loss reads: they are not drawn.
  std::vector<ValueId> left_out;
};

/// The network of the iteration that `step` lies in: its layers, or the neurons that are written
/// number by number. A program without either gives its named values, in columns by how far they
/// are from the leaves.
/// Layers of many neurons are heat maps, but those that `opened` names.
NetworkModel network_of(const Trace& trace, Index step, Index sample,
                        const std::set<std::string>& opened = {});

/// "h", not "h@2": the same in every iteration; without a name the expression.
std::string plain_name(const Trace& trace, ValueId id);

/// The iteration of a time: that of the step before it.
int iteration_at(const Trace& trace, Index step);

}  // namespace backprop::viz
