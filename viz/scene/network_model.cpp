#include "viz/scene/network_model.h"

#include <algorithm>
#include <map>
#include <span>

#include "engine/trace/ancestors.h"
#include "engine/trace/time.h"
#include "viz/scene/network_scalars.h"
#include "viz/scene/network_targets.h"
#include "viz/scene/numbers.h"

namespace backprop::viz {

std::string plain_name(const Trace& trace, ValueId id) {
  const std::string& name = trace.value(id).name;
  return name.empty() ? display_name(trace, id) : name;
}

int iteration_at(const Trace& trace, Index step) {
  if (trace.steps.empty()) return 0;
  return trace.step(std::clamp<Index>(step - 1, 0, trace.step_count() - 1)).iteration;
}

namespace {

constexpr Index most_nodes = 10;  // of a column; more are counted, not drawn

/// How a value's elements are neurons and samples: a vector is one sample; of a matrix, rows or
/// columns.
struct Axes {
  Index neurons = 1;
  Index samples = 1;
  bool neurons_are_rows = true;

  Index element(Index neuron, Index sample) const {
    if (samples == 1) return neuron;
    return neurons_are_rows ? neuron * samples + sample : sample * neurons + neuron;
  }
};

Axes axes_of(const Shape& shape, bool neurons_are_rows) {
  if (shape.empty()) return {};
  if (shape.size() == 1) return {shape[0], 1, true};
  return neurons_are_rows ? Axes{shape[0], shape[1], true} : Axes{shape[1], shape[0], false};
}

/// Which neurons are drawn: all, or the first and the last of many.
std::vector<Index> drawn(Index count) {
  std::vector<Index> indices;
  if (count <= most_nodes) {
    for (Index i = 0; i < count; ++i)
      indices.push_back(i);
    return indices;
  }
  for (Index i = 0; i < most_nodes - 4; ++i)
    indices.push_back(i);
  for (Index i = count - 3; i < count; ++i)
    indices.push_back(i);
  return indices;
}

class LayeredNetwork {
 public:
  LayeredNetwork(const Trace& trace, Index sample, const std::set<std::string>& opened)
      : trace_(trace), sample_(sample), opened_(opened) {}

  void add(const Layer& layer) {
    const int from = column_of_input(layer);
    const ValueId output = layer.output();
    const Axes axes = axes_of(trace_.value(output).data.shape, !layer.samples_are_rows);
    model_.samples = std::max(model_.samples, axes.samples);
    NetworkColumn column;
    column.title = title_of(layer);
    const std::vector<Index> indices = fill(column, output, layer.weighted_sum, axes);
    for (std::size_t n = 0; n < column.nodes.size(); ++n)
      add_bias(column.nodes[n], layer.bias, indices[n], axes.neurons);
    const int to = insert_column(column, from + 1, indices);
    columns_by_value_[output] = to;
    add_edges(layer, from, to);
  }

  NetworkModel finish(ValueId loss) && {
    sort_columns();
    std::set<ValueId> drawn;
    for (const auto& [value, column] : columns_by_value_)
      drawn.insert(value);
    model_.targets = network_targets(trace_, loss, drawn, {model_.samples, sample_});
    return std::move(model_);
  }

 private:
  /// The column's neurons; which of them have nodes.
  std::vector<Index> fill(NetworkColumn& column, ValueId id, ValueId weighted_sum,
                          const Axes& axes) const {
    const Index sample = std::min(sample_, axes.samples - 1);
    column.key = plain_name(trace_, id);
    column.value = id;
    column.weighted_sum = weighted_sum;
    column.count = axes.neurons;
    column.first = axes.element(0, sample);
    column.stride = axes.neurons > 1 ? axes.element(1, sample) - column.first : 1;
    column.can_open = axes.neurons > most_nodes;
    column.dense = column.can_open && !opened_.contains(column.key);
    if (column.dense) return {};
    std::vector<Index> indices = drawn(axes.neurons);
    column.hidden = axes.neurons - static_cast<Index>(indices.size());
    for (const Index i : indices) {
      const Index element = axes.element(i, sample);
      column.nodes.push_back({name_of(id), subscript(id, i, axes.neurons), id, element,
                              weighted_sum, weighted_sum == no_value ? 0 : element});
    }
    return indices;
  }

  /// "h · sigmoid"; without a name what is done in it, "sigmoid", "linear".
  std::string title_of(const Layer& layer) const {
    const ValueId output = layer.output();
    std::string title = trace_.value(output).name;
    for (const ValueId activation : layer.activations)
      title += (title.empty() ? "" : " \u00b7 ") + std::string(trace_.value(activation).op->name);
    if (!title.empty()) return title;
    const OpRow& product = *trace_.value(layer.linear).op;
    return product.name == "linear" ? "linear" : display_name(trace_, output);
  }

  /// One number for each neuron, or one for all of them.
  void add_bias(NetworkNode& node, ValueId bias, Index neuron, Index neurons) const {
    if (bias == no_value) return;
    const Index size = trace_.value(bias).data.size();
    if (size != neurons && size != 1) return;
    const ValueId leaf = viewed_leaf(trace_, bias);
    const bool same = leaf != no_value && trace_.value(leaf).data.size() == size;
    node.bias = same ? leaf : bias;
    node.bias_element = size == 1 ? 0 : neuron;
  }

  std::string name_of(ValueId id) const {
    const std::string& name = trace_.value(id).name;
    return name.empty() ? "a" : name;
  }
  std::string subscript(ValueId id, Index neuron, Index count) const {
    const bool single = count == 1 && trace_.value(id).data.shape.empty();
    return single ? "" : std::to_string(neuron + 1);
  }

  int insert_column(NetworkColumn column, int depth, std::vector<Index> indices) {
    model_.columns.push_back(std::move(column));
    depths_.push_back(depth);
    indices_.push_back(std::move(indices));
    return static_cast<int>(model_.columns.size()) - 1;
  }

  /// The column whose values the layer reads; made on the spot for an input of the network.
  int column_of_input(const Layer& layer) {
    const auto known = columns_by_value_.find(layer.input);
    if (known != columns_by_value_.end()) return known->second;
    const Axes axes = axes_of(trace_.value(layer.input).data.shape, !layer.samples_are_rows);
    NetworkColumn column;
    column.input = true;
    column.title = display_name(trace_, layer.input);
    const std::vector<Index> indices = fill(column, layer.input, no_value, axes);
    return columns_by_value_[layer.input] = insert_column(std::move(column), 0, indices);
  }

  void add_edges(const Layer& layer, int from, int to) {
    const ValueId leaf = viewed_leaf(trace_, layer.weight);
    const auto is_dense = [this](int c) {
      return model_.columns[static_cast<std::size_t>(c)].dense;
    };
    if (is_dense(from) || is_dense(to)) {
      model_.bundles.push_back({from, to, leaf == no_value ? layer.weight : leaf, layer.linear});
      return;
    }
    const Value& weight = trace_.value(layer.weight);
    const Shape& shape = weight.data.shape;
    // The element (k, j) of the weight as the product reads it, then where that stands in its leaf.
    const bool transposed = weight.op != nullptr && weight.op->name == "t" && shape.size() == 2 &&
                            trace_.value(weight.arguments[0]).op == nullptr;
    const bool plain = weight.op == nullptr;
    for (std::size_t i = 0; i < indices_[static_cast<std::size_t>(from)].size(); ++i) {
      for (std::size_t n = 0; n < indices_[static_cast<std::size_t>(to)].size(); ++n) {
        const Index k = indices_[static_cast<std::size_t>(from)][i];
        const Index j = indices_[static_cast<std::size_t>(to)][n];
        const Index row = layer.neurons_are_rows ? j : k;
        const Index column = layer.neurons_are_rows ? k : j;
        const Index as_read = shape.size() == 1 ? k : row * shape[1] + column;
        const Index in_leaf = transposed ? column * shape[0] + row : as_read;
        model_.edges.push_back({from, static_cast<int>(i), to, static_cast<int>(n),
                                plain || transposed ? leaf : layer.weight,
                                transposed ? in_leaf : as_read, layer.linear});
      }
    }
  }

  /// Columns from left to right by depth; those of one depth in the order they were made.
  void sort_columns() {
    std::vector<int> order(model_.columns.size());
    for (std::size_t i = 0; i < order.size(); ++i)
      order[i] = static_cast<int>(i);
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
      return depths_[static_cast<std::size_t>(a)] < depths_[static_cast<std::size_t>(b)];
    });
    std::vector<NetworkColumn> columns;
    std::vector<int> place(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
      place[static_cast<std::size_t>(order[i])] = static_cast<int>(i);
      columns.push_back(std::move(model_.columns[static_cast<std::size_t>(order[i])]));
    }
    model_.columns = std::move(columns);
    for (NetworkEdge& edge : model_.edges) {
      edge.from_column = place[static_cast<std::size_t>(edge.from_column)];
      edge.to_column = place[static_cast<std::size_t>(edge.to_column)];
    }
    for (NetworkBundle& bundle : model_.bundles) {
      bundle.from_column = place[static_cast<std::size_t>(bundle.from_column)];
      bundle.to_column = place[static_cast<std::size_t>(bundle.to_column)];
    }
  }

  const Trace& trace_;
  Index sample_;
  const std::set<std::string>& opened_;
  NetworkModel model_;
  std::vector<int> depths_;
  std::vector<std::vector<Index>> indices_;  ///< per column: which neuron each node is
  std::map<ValueId, int> columns_by_value_;
};

/// Without layers: each named value's elements, joined where one is computed from another.
class NamedGraph {
 public:
  NamedGraph(const Trace& trace, int iteration) : trace_(trace), iteration_(iteration) {}

  NetworkModel run(ValueId loss) {
    model_.loss = loss;
    model_.neurons = false;
    for (std::size_t i = 0; i < trace_.values.size(); ++i)
      visit(static_cast<ValueId>(i));
    return std::move(model_);
  }

 private:
  struct Place {
    int column, first, count;
  };

  bool shown(const Value& value) const {
    if (value.name.empty() || value.version > 1) return false;
    return value.op == nullptr || trace_.step(value.made_by).iteration == iteration_;
  }

  void visit(ValueId id) {
    const Value& value = trace_.value(id);
    std::vector<ValueId> sources;
    int depth = 0;
    // The next version of a tensor stands where the one that it replaces stands.
    const auto read =
        value.version > 1 ? std::span(value.arguments).first(1) : std::span(value.arguments);
    for (const ValueId argument : read) {
      for (const ValueId source : sources_of_[argument]) {
        if (std::find(sources.begin(), sources.end(), source) == sources.end())
          sources.push_back(source);
        depth = std::max(depth, places_.at(source).column + 1);
      }
    }
    if (!shown(value)) {
      sources_of_[id] = sources;
      return;
    }
    if (id == model_.loss) {  // it has a box of its own
      sources_of_[id] = sources;
      return;
    }
    sources_of_[id] = {id};
    add_nodes(id, depth);
    for (const ValueId source : sources)
      join(source, id);
  }

  void add_nodes(ValueId id, int depth) {
    const auto column = static_cast<std::size_t>(depth);
    if (model_.columns.size() <= column) model_.columns.resize(column + 1);
    auto& nodes = model_.columns[column].nodes;
    model_.columns[column].input = depth == 0;
    const Value& value = trace_.value(id);
    const std::vector<Index> indices = drawn(value.data.size());
    places_[id] = {depth, static_cast<int>(nodes.size()), static_cast<int>(indices.size())};
    for (const Index e : indices) {
      const std::string subscript = value.data.size() == 1 ? "" : std::to_string(e + 1);
      nodes.push_back({display_name(trace_, id), subscript, id, e, no_value, 0});
    }
  }

  void join(ValueId source, ValueId id) {
    const Place from = places_.at(source);
    const Place to = places_.at(id);
    const bool elementwise = from.count == to.count;
    for (int f = 0; f < from.count; ++f) {
      for (int t = 0; t < to.count; ++t) {
        if (elementwise && f != t) continue;
        model_.edges.push_back(
            {from.column, from.first + f, to.column, to.first + t, no_value, 0, id});
      }
    }
  }

  const Trace& trace_;
  int iteration_;
  NetworkModel model_;
  std::map<ValueId, Place> places_;
  std::map<ValueId, std::vector<ValueId>>
      sources_of_;  ///< the shown values each one is computed from
};

ValueId loss_of(const Trace& trace, int iteration) {
  ValueId loss = no_value;
  for (const BackwardRun& run : trace.backward_runs) {
    if (trace.step(run.first_step).iteration <= iteration) loss = run.loss;
  }
  return loss == no_value ? trace.loss() : loss;
}

/// no_value where none of the values just before the loss is part of a neuron.
ValueId last_in_layer(const Trace& trace, ValueId loss) {
  constexpr ValueId most_looked_at = 2000;
  const ValueId end = std::max<ValueId>(0, loss - most_looked_at);
  for (ValueId at = loss; at >= end; --at) {
    if (layer_key(trace, at) >= 0) return at;
  }
  return no_value;
}

/// What the losses of these steps' backward passes, or else `loss`, are computed from in these
/// steps.
std::set<ValueId> read_by_losses(const Trace& trace, StepRange steps, ValueId loss) {
  std::vector<ValueId> losses;
  for (const BackwardRun& run : trace.backward_runs) {
    if (run.first_step >= steps.first && run.first_step < steps.end) losses.push_back(run.loss);
  }
  if (losses.empty() && loss != no_value) losses.push_back(loss);
  return ancestors(trace, steps, std::move(losses));
}

/// Whether the layer is applied to what are weights or biases of others: that is arithmetic with
/// parameters.
bool is_of_parameters(const Trace& trace, const Layer& layer, const std::vector<Layer>& all) {
  const ValueId leaf = viewed_leaf(trace, layer.input);
  if (leaf == no_value || trace.value(leaf).kind != ValueKind::parameter) return false;
  return std::any_of(all.begin(), all.end(), [&](const Layer& other) {
    return viewed_leaf(trace, other.weight) == leaf ||
           (other.bias != no_value && viewed_leaf(trace, other.bias) == leaf);
  });
}

/// Whether data are among what the value was computed from in these steps.
bool is_of_data(const Trace& trace, StepRange steps, ValueId id) {
  std::set<ValueId> seen;
  std::vector<ValueId> open{id};
  while (!open.empty()) {
    const ValueId at = open.back();
    open.pop_back();
    const Value& value = trace.value(at);
    if (!seen.insert(at).second) continue;
    if (value.kind == ValueKind::data) return true;
    if (value.made_by < steps.first) continue;
    open.insert(open.end(), value.arguments.begin(), value.arguments.end());
  }
  return false;
}

/// Whether both sides were computed from data, as in attention: no weights then.
bool is_without_weights(const Trace& trace, StepRange steps, const Layer& layer) {
  return viewed_leaf(trace, layer.weight) == no_value && is_of_data(trace, steps, layer.weight);
}

/// The layers that make up the network: not those that no loss reads, where one reads any (the
/// same network applied to other data, a backward pass written out), nor products of parameters or
/// of data alone.
std::vector<Layer> drawn_layers(const Trace& trace, StepRange steps, ValueId loss,
                                std::vector<ValueId>& left_out) {
  const std::vector<Layer> all = layers(trace, steps);
  const std::set<ValueId> read = read_by_losses(trace, steps, loss);
  const auto is_read = [&](const Layer& layer) { return read.contains(layer.linear); };
  const bool any = std::any_of(all.begin(), all.end(), is_read);
  std::vector<Layer> drawn;
  for (const Layer& layer : all) {
    if ((any && !is_read(layer)) || is_of_parameters(trace, layer, all) ||
        is_without_weights(trace, steps, layer))
      left_out.push_back(layer.linear);
    else
      drawn.push_back(layer);
  }
  return drawn;
}

}  // namespace

NetworkModel network_of(const Trace& trace, Index step, Index sample,
                        const std::set<std::string>& opened) {
  const int iteration = iteration_at(trace, step);
  const ValueId loss = loss_of(trace, iteration);
  LayeredNetwork network(trace, sample, opened);
  std::vector<ValueId> left_out;
  std::vector<Layer> its = drawn_layers(trace, steps_of(trace, iteration), loss, left_out);
  if (its.empty()) {  // an iteration of steps before the first layer shows the first network
    const std::optional<Layer> first = first_layer(trace);
    const int later = first ? trace.step(trace.value(first->linear).made_by).iteration : -1;
    if (later > iteration) {
      const StepRange steps = steps_of(trace, later);
      its = drawn_layers(trace, steps, loss_of(trace, later), left_out);
      left_out.clear();
    }
  }
  for (const Layer& layer : its)
    network.add(layer);
  NetworkModel model = std::move(network).finish(loss);
  model.last_in_layer = last_in_layer(trace, loss);
  if (model.columns.empty())
    model = scalar_network(trace, steps_of(trace, iteration), loss, sample);
  if (model.columns.empty()) model = NamedGraph(trace, iteration).run(loss);
  model.loss = loss;
  model.left_out = std::move(left_out);
  return model;
}

}  // namespace backprop::viz
