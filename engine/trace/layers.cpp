#include "engine/trace/layers.h"

#include <algorithm>
#include <array>

namespace backprop {

ValueId viewed_leaf(const Trace& trace, ValueId id) {
  while (trace.value(id).op != nullptr) {
    if (trace.value(id).op->kind != OpKind::view) return no_value;
    id = trace.value(id).arguments[0];
  }
  return id;
}

namespace {

bool views_parameter(const Trace& trace, ValueId id) {
  const ValueId leaf = viewed_leaf(trace, id);
  return leaf != no_value && trace.value(leaf).kind == ValueKind::parameter;
}

}  // namespace

int weight_argument(const Trace& trace, const Value& product) {
  if (product.op->name == "linear") return 1;
  const bool on_left =
      views_parameter(trace, product.arguments[0]) || !views_parameter(trace, product.arguments[1]);
  return on_left ? 0 : 1;
}

namespace {

/// Whether what an op makes of its first argument are the same neurons: activations, and what
/// networks put between the weighted sum and these.
bool keeps_neurons(const Value& value) {
  constexpr std::array<std::string_view, 3> between = {"batch_norm", "layer_norm", "dropout"};
  return value.op->kind == OpKind::activation ||
         std::find(between.begin(), between.end(), value.op->name) != between.end();
}

/// The one value computed from `id` by that kind of op; no_value where there is none or more.
template <class Fits>
ValueId only_successor(const Trace& trace, ValueId id, const Fits& fits) {
  ValueId found = no_value;
  for (const Index step : trace.used_by[static_cast<std::size_t>(id)]) {
    if (trace.step(step).kind != StepKind::forward) continue;
    const ValueId user = trace.step(step).value;
    if (!fits(trace.value(user)) || user == found) continue;
    if (found != no_value) return no_value;
    found = user;
  }
  return found;
}

ValueId other_argument(const Value& value, ValueId id) {
  return value.arguments[0] == id ? value.arguments[1] : value.arguments[0];
}

Layer layer_of_product(const Trace& trace, ValueId product) {
  const Value& value = trace.value(product);
  Layer layer;
  layer.linear = layer.weighted_sum = product;
  if (value.op->name == "linear") {
    layer.weight = value.arguments[1];
    layer.input = value.arguments[0];
    if (value.arguments.size() > 2) layer.bias = value.arguments[2];
    layer.samples_are_rows = true;
  } else {
    const bool on_left = weight_argument(trace, value) == 0;
    layer.weight = value.arguments[on_left ? 0 : 1];
    layer.input = value.arguments[on_left ? 1 : 0];
    layer.neurons_are_rows = on_left;
    layer.samples_are_rows = !on_left;
  }
  const ValueId sum =
      layer.bias != no_value ? no_value : only_successor(trace, product, [&](const Value& user) {
        return user.op->name == "add" && user.data.shape == value.data.shape &&
               viewed_leaf(trace, other_argument(user, product)) != no_value;
      });
  if (sum != no_value) {
    layer.weighted_sum = sum;
    layer.bias = other_argument(trace.value(sum), product);
  }
  ValueId end = layer.weighted_sum;
  const auto continues = [&](const Value& user) {
    return keeps_neurons(user) && user.arguments[0] == end;
  };
  while ((end = only_successor(trace, end, continues)) != no_value)
    layer.activations.push_back(end);
  return layer;
}

bool is_product(const Trace& trace, ValueId id) {
  const OpRow* op = trace.value(id).op;
  return op != nullptr && op->kind == OpKind::product;
}

/// Neurons and weights in at most two dimensions; batches of matrices are no layer.
bool can_be_drawn(const Trace& trace, const Layer& layer) {
  const auto fits = [&](ValueId id) {
    const Tensor& data = trace.value(id).data;
    return data.shape.size() <= 2 && data.size() > 0;
  };
  return fits(layer.weight) && fits(layer.input) && fits(layer.linear);
}

/// The layer that a product is, unless it cannot be drawn. The products inside a cell are not
/// layers of neurons: the cell is one.
std::optional<Layer> layer_at(const Trace& trace, ValueId id) {
  if (!is_product(trace, id) || trace.value(id).group >= 0) return std::nullopt;
  const Layer layer = layer_of_product(trace, id);
  return can_be_drawn(trace, layer) ? std::optional(layer) : std::nullopt;
}

}  // namespace

std::vector<Layer> layers(const Trace& trace) {
  return layers(trace, {0, trace.step_count()});
}

std::vector<Layer> layers(const Trace& trace, StepRange steps) {
  std::vector<Layer> found;
  for (Index at = steps.first; at < steps.end; ++at) {
    if (trace.step(at).kind != StepKind::forward) continue;
    if (const auto layer = layer_at(trace, trace.step(at).value)) found.push_back(*layer);
  }
  return found;
}

std::optional<Layer> first_layer(const Trace& trace) {
  for (std::size_t i = 0; i < trace.values.size(); ++i) {
    if (auto layer = layer_at(trace, static_cast<ValueId>(i))) return layer;
  }
  return std::nullopt;
}

std::int64_t layer_key(const Trace& trace, ValueId id) {
  if (trace.value(id).group >= 0) {
    return trace.groups[static_cast<std::size_t>(trace.value(id).group)].first_value;
  }
  // Back along what keeps the neurons and the bias to the product.
  while (trace.value(id).op != nullptr) {
    const Value& value = trace.value(id);
    if (value.op->kind == OpKind::product) return id;
    if (keeps_neurons(value)) {
      id = value.arguments[0];
    } else if (value.op->name == "add") {
      const auto product =
          std::find_if(value.arguments.begin(), value.arguments.end(),
                       [&](ValueId argument) { return is_product(trace, argument); });
      if (product == value.arguments.end() ||
          viewed_leaf(trace, other_argument(value, *product)) == no_value) {
        return -1;
      }
      id = *product;
    } else {
      return -1;
    }
  }
  return -1;
}

}  // namespace backprop
