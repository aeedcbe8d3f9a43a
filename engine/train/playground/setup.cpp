#include "engine/train/playground/setup.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "engine/number_text.h"
#include "engine/random.h"

namespace backprop::playground {
namespace {

bool is_number(const AttributeValue& value) {
  return std::holds_alternative<double>(value) || std::holds_alternative<Index>(value);
}

Error wrong(std::string cause, std::string advice) {
  return {{}, std::move(cause), std::move(advice)};
}

std::string from_to(double low, double high) {
  return "give it from " + short_text(low) + " to " + short_text(high);
}

/// Whether an attribute is of the kind that its parameter takes.
bool fits(const CallParameter& parameter, const Attributes& attributes) {
  const auto& named = attributes.named();
  const auto found = std::find_if(named.begin(), named.end(),
                                  [&](const auto& entry) { return entry.first == parameter.name; });
  if (found == named.end()) return false;
  const AttributeValue& value = found->second;
  switch (parameter.kind) {
    case ParameterKind::real: {
      const bool number = is_number(value);
      return number && std::isfinite(attributes.real(parameter.name));
    }
    case ParameterKind::flag:
      return std::holds_alternative<bool>(value);
    case ParameterKind::reals:
      return std::holds_alternative<std::vector<double>>(value);
    case ParameterKind::choice: {
      const auto* choice = std::get_if<std::string>(&value);
      return choice != nullptr && std::find(parameter.choices.begin(), parameter.choices.end(),
                                            *choice) != parameter.choices.end();
    }
    default:
      return false;
  }
}

std::optional<Error> wrong_attribute(std::string_view of,
                                     const std::vector<CallParameter>& parameters,
                                     const Attributes& attributes) {
  for (const CallParameter& parameter : parameters) {
    const bool apart = parameter.kind == ParameterKind::tensor || parameter.name == "shape" ||
                       parameter.name == "seed";
    if (apart || fits(parameter, attributes)) continue;
    return wrong("'" + std::string(parameter.name) + "' of " + std::string(of) +
                     " is missing or of the wrong kind",
                 "write " + signature(of, parameters));
  }
  return std::nullopt;
}

std::optional<Error> wrong_activation(const Activation& activation) {
  if (activation.typed != nullptr) return activation.typed->problem;
  if (activation.op == nullptr) return std::nullopt;
  if (activation.op->kind != OpKind::activation) {
    return wrong("'" + std::string(activation.op->name) + "' is no activation",
                 "use one such as tanh or relu");
  }
  return wrong_attribute(activation.op->name, activation.op->parameters, activation.attributes);
}

std::optional<Error> wrong_layers(const Setup& setup) {
  if (setup.features.empty()) return wrong("the network has no input", "switch a feature on");
  std::set<Feature> seen;
  for (const Feature feature : setup.features) {
    if (!seen.insert(feature).second) {
      return wrong("the feature " + std::string(row_of(feature).text) + " is given twice",
                   "give it once");
    }
  }
  if (setup.hidden.size() > limits::hidden_layers) {
    return wrong("the network has " + std::to_string(setup.hidden.size()) + " hidden layers",
                 "give it at most " + std::to_string(limits::hidden_layers));
  }
  for (const Layer& layer : setup.hidden) {
    if (layer.neurons < 1 || layer.neurons > limits::neurons) {
      return wrong("a layer has " + std::to_string(layer.neurons) + " neurons",
                   from_to(1, limits::neurons));
    }
    if (auto error = wrong_activation(layer.activation)) return error;
  }
  return wrong_activation(setup.output);
}

std::optional<Error> wrong_loss(const Setup& setup) {
  if (setup.loss == Loss::cross_entropy && !setup.output.none()) {
    return wrong(
        "the cross-entropy takes the last neuron's weighted sum, without " + setup.output.name(),
        "take the output's activation away, or use the squared error");
  }
  if (!(setup.penalty_rate >= 0 && setup.penalty_rate <= 1000))
    return wrong("the penalty's rate is " + short_text(setup.penalty_rate), from_to(0, 1000));
  if (!(setup.dropout >= 0 && setup.dropout <= 0.95))
    return wrong("the chance of dropout is " + short_text(setup.dropout), from_to(0, 0.95));
  return std::nullopt;
}

std::optional<Error> wrong_training(const Setup& setup) {
  if (setup.optimizer.row == nullptr)
    return wrong("there is no optimizer", "use one such as sgd or adam");
  const OptimizerRow& row = *setup.optimizer.row;
  if (auto error = wrong_attribute(row.name, row.parameters, setup.optimizer.settings))
    return error;
  const std::string problem = row.problem(setup.optimizer.settings);
  if (!problem.empty()) return wrong(problem, "write " + signature(row.name, row.parameters));
  if (setup.batch < 1 || setup.batch > limits::batch) {
    return wrong("a batch has " + std::to_string(setup.batch) + " points",
                 from_to(1, limits::batch));
  }
  if (setup.seed > limits::seed)
    return wrong("the seed is " + std::to_string(setup.seed), from_to(0, limits::seed));
  if (setup.start.row == nullptr)
    return wrong("the weights have no start", "use one such as xavier_uniform or normal");
  return wrong_attribute(setup.start.row->name, setup.start.row->parameters, setup.start.settings);
}

/// Those of a call but for what each use of it gives.
Attributes default_settings(const std::vector<CallParameter>& parameters) {
  Attributes attributes;
  for (const CallParameter& parameter : parameters) {
    if (!parameter.required && parameter.name != "seed")
      attributes.set(parameter.name, parameter.fallback);
  }
  return attributes;
}

// Streams of the set-up's seed.
constexpr std::uint64_t order_stream = 1;
constexpr std::uint64_t dropout_stream = 2;

}  // namespace

std::string Activation::name() const {
  if (typed != nullptr) return typed->function.name;
  return op == nullptr ? "" : std::string(op->name);
}

bool Activation::operator==(const Activation& other) const {
  const bool same_typed = typed == other.typed ||
                          (typed != nullptr && other.typed != nullptr && *typed == *other.typed);
  return same_typed && op == other.op && attributes.named() == other.attributes.named();
}

bool Optimizer::operator==(const Optimizer& other) const {
  return row == other.row && settings.named() == other.settings.named();
}

bool Start::operator==(const Start& other) const {
  return row == other.row && settings.named() == other.settings.named();
}

Activation activation_named(std::string_view name) {
  const OpRow* row = find_op(name);
  if (row == nullptr || row->kind != OpKind::activation) return {};
  return {row, default_settings(row->parameters), nullptr};
}

Activation typed_activation(std::string text, const FunctionNumbers& set) {
  return {nullptr, {}, std::make_shared<const TypedActivation>(read_typed(std::move(text), set))};
}

std::vector<FunctionParameter> numbers_of(const Activation& activation) {
  std::vector<FunctionParameter> all;
  if (activation.typed != nullptr) {
    for (const FunctionParameter& its : activation.typed->function.parameters)
      all.push_back({its.name, activation.typed->numbers.at(its.name)});
    return all;
  }
  for (const auto& [name, value] : activation.attributes.named()) {
    if (is_number(value)) all.push_back({std::string(name), activation.attributes.real(name)});
  }
  return all;
}

Activation with_number(Activation activation, std::string_view name, double number) {
  if (activation.typed != nullptr) {
    FunctionNumbers numbers = activation.typed->numbers;
    const auto found = numbers.find(name);
    if (found == numbers.end()) return activation;
    found->second = number;
    return typed_activation(activation.typed->text, numbers);
  }
  for (const auto& [own_name, value] : activation.attributes.named()) {
    if (own_name != name || !is_number(value)) continue;
    activation.attributes.set(own_name, number);  // the row's own name, which lives for ever
    break;
  }
  return activation;
}

bool same_kind(const Activation& a, const Activation& b) {
  if (a.typed != nullptr && b.typed != nullptr) return a.typed->text == b.typed->text;
  return a.typed == b.typed && a.op == b.op;
}

std::vector<const OpRow*> activations() {
  std::vector<const OpRow*> rows;
  for (const OpRow& row : op_table()) {
    if (row.kind == OpKind::activation) rows.push_back(&row);
  }
  return rows;
}

Optimizer optimizer_named(std::string_view name, double lr) {
  const OptimizerRow* row = find_optimizer(name);
  if (row == nullptr) return {};
  Optimizer optimizer{row, default_settings(row->parameters)};
  optimizer.settings.set("lr", lr);
  return optimizer;
}

Optimizer usual_optimizer() {
  Optimizer optimizer = optimizer_named("sgd", 0.02);
  optimizer.settings.set("momentum", 0.8);
  optimizer.settings.set("nesterov", true);
  return optimizer;
}

Start start_named(std::string_view name) {
  const Initialiser* row = find_initialiser(name);
  if (row == nullptr) return {};
  return {row, default_settings(row->parameters)};
}

std::optional<Error> validate(const Setup& setup) {
  if (auto error = wrong_layers(setup)) return error;
  if (auto error = wrong_loss(setup)) return error;
  return wrong_training(setup);
}

std::vector<std::ptrdiff_t> sizes_of(const Setup& setup) {
  std::vector<std::ptrdiff_t> sizes{static_cast<std::ptrdiff_t>(setup.features.size())};
  for (const Layer& layer : setup.hidden)
    sizes.push_back(layer.neurons);
  sizes.push_back(1);
  return sizes;
}

std::vector<DenseLayer> layers_of(const Setup& setup) {
  return dense_layers(sizes_of(setup));
}

const Activation& activation_of(const Setup& setup, std::size_t layer) {
  return layer < setup.hidden.size() ? setup.hidden[layer].activation : setup.output;
}

bool has_penalty(const Setup& setup) {
  return setup.penalty != Penalty::none && setup.penalty_rate > 0;
}

std::uint64_t start_seed(const Setup& setup, std::size_t layer) {
  return 100 * setup.seed + layer + 1;
}

std::uint64_t order_seed(const Setup& setup, std::int64_t from) {
  return random::bits(random::bits(setup.seed, order_stream), static_cast<std::uint64_t>(from));
}

std::uint64_t dropout_seed(const Setup& setup, std::int64_t iteration, std::size_t layer) {
  const std::uint64_t its = random::bits(random::bits(setup.seed, dropout_stream), layer);
  return random::bits(its, static_cast<std::uint64_t>(iteration)) >> 33;
}

std::vector<double> first_parameters(const Setup& setup) {
  const std::vector<DenseLayer> layers = layers_of(setup);
  std::vector<double> parameters(layers.back().end());
  for (std::size_t i = 0; i < layers.size(); ++i) {
    Attributes settings = setup.start.settings;
    settings.set("shape", Shape{layers[i].outputs, layers[i].inputs});
    settings.set("seed", static_cast<Index>(start_seed(setup, i)));
    std::string problem;
    const auto weight = setup.start.row->make(settings, problem);
    std::copy(weight->data.begin(), weight->data.end(),
              parameters.begin() + static_cast<std::ptrdiff_t>(layers[i].weight));
  }
  return parameters;
}

std::string parameter_name(const Setup& setup, std::size_t parameter) {
  const std::vector<DenseLayer> layers = layers_of(setup);
  std::size_t i = 0;
  while (parameter >= layers[i].end())
    ++i;
  const DenseLayer& layer = layers[i];
  const std::string number = std::to_string(i + 1);
  if (parameter >= layer.bias)
    return "b" + number + "[" + std::to_string(parameter - layer.bias) + "]";
  return "W" + number +
         index_text(static_cast<Index>(parameter - layer.weight), {layer.outputs, layer.inputs});
}

}  // namespace backprop::playground
