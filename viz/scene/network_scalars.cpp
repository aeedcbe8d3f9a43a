#include "viz/scene/network_scalars.h"

#include <algorithm>
#include <map>

#include "engine/trace/neurons.h"
#include "viz/scene/indexed_name.h"
#include "viz/scene/network_targets.h"

namespace backprop::viz {
namespace {

class ScalarNetwork {
 public:
  ScalarNetwork(const Trace& trace, std::vector<Neuron> neurons, Index sample)
      : trace_(trace), neurons_(std::move(neurons)), places_(neurons_.size()), sample_(sample) {
    for (const Neuron& neuron : neurons_)
      model_.samples = std::max(model_.samples, trace_.value(neuron.output).data.size());
  }

  NetworkModel run(ValueId loss) && {
    for (std::size_t i = 0; i < neurons_.size(); ++i)
      add(i);
    for (std::size_t i = 0; i < neurons_.size(); ++i)
      join(i);
    name_columns();
    std::set<ValueId> drawn;
    for (const Neuron& neuron : neurons_)
      drawn.insert(neuron.parts.begin(), neuron.parts.end());
    model_.targets = network_targets(trace_, loss, drawn, {model_.samples, sample_});
    model_.last_in_layer = drawn.empty() ? no_value : last_before(drawn, loss);
    return std::move(model_);
  }

 private:
  struct Place {
    int column = 0, node = 0;
  };

  /// Inputs stand in column 0; a neuron after all that it reads, which were computed before it.
  void add(std::size_t i) {
    const Neuron& neuron = neurons_[i];
    int column = 1;
    for (const NeuronInput& input : neuron.inputs) {
      if (input.neuron >= 0)
        column = std::max(column, places_[static_cast<std::size_t>(input.neuron)].column + 1);
      else if (!inputs_.contains(input.input))
        inputs_[input.input] = put(0, node_of(input.input));
    }
    NetworkNode node = node_of(neuron.output);
    node.weighted_sum = neuron.weighted_sum;
    node.sum_element = node.element;
    node.bias = neuron.bias;
    node.parts = neuron.parts;
    places_[i] = put(column, std::move(node));
  }

  Place put(int column, NetworkNode node) {
    const auto at = static_cast<std::size_t>(column);
    if (model_.columns.size() <= at) model_.columns.resize(at + 1);
    auto& nodes = model_.columns[at].nodes;
    nodes.push_back(std::move(node));
    return {column, static_cast<int>(nodes.size()) - 1};
  }

  NetworkNode node_of(ValueId id) const {
    const SplitName name = split_name(plain_name(trace_, id));
    NetworkNode node;
    node.name = name.name;
    node.subscript = name.index;
    node.value = id;
    node.element = std::min(sample_, trace_.value(id).data.size() - 1);
    return node;
  }

  void join(std::size_t i) {
    const Place to = places_[i];
    for (const NeuronInput& input : neurons_[i].inputs) {
      const Place from = input.neuron >= 0 ? places_[static_cast<std::size_t>(input.neuron)]
                                           : inputs_.at(input.input);
      model_.edges.push_back(
          {from.column, from.node, to.column, to.node, input.weight, 0, input.product});
    }
  }

  /// A column is called by its one neuron and by the activation that all of it have.
  void name_columns() {
    for (NetworkColumn& column : model_.columns) {
      column.input = &column == &model_.columns.front();
      if (column.nodes.size() == 1) column.title = column.nodes[0].name + column.nodes[0].subscript;
      std::set<std::string_view> activations;
      for (const NetworkNode& node : column.nodes) {
        const OpRow* op = trace_.value(node.value).op;
        activations.insert(op != nullptr && op->kind == OpKind::activation ? op->name : "");
      }
      if (activations.size() != 1 || activations.begin()->empty()) continue;
      column.title += (column.title.empty() ? "" : " \u00b7 ") + std::string(*activations.begin());
    }
  }

  /// The last value before the loss that is part of a neuron.
  static ValueId last_before(const std::set<ValueId>& parts, ValueId loss) {
    const auto after = parts.lower_bound(loss);
    return after == parts.begin() ? no_value : *std::prev(after);
  }

  const Trace& trace_;
  std::vector<Neuron> neurons_;
  std::vector<Place> places_;  ///< of the neurons
  std::map<ValueId, Place> inputs_;
  Index sample_;
  NetworkModel model_;
};

}  // namespace

NetworkModel scalar_network(const Trace& trace, StepRange steps, ValueId loss, Index sample) {
  std::vector<Neuron> neurons = scalar_neurons(trace, steps, loss);
  if (neurons.empty()) return {};
  return ScalarNetwork(trace, std::move(neurons), sample).run(loss);
}

}  // namespace backprop::viz
