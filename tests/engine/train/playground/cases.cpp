#include "tests/engine/train/playground/cases.h"

#include <doctest/doctest.h>

#include "engine/random.h"

namespace backprop::test {

using namespace playground;

std::shared_ptr<const Data> toy_data(ToySet set, int count, std::uint64_t seed, double noise) {
  const auto points = toy_points(set, {count, noise, seed});
  REQUIRE(points.ok());
  Split parts = split(points.value(), 0.5, seed);
  return std::make_shared<const Data>(
      Data{std::move(parts.training), std::move(parts.test), !row_of(set).regression});
}

Session session_of(const Setup& setup, std::shared_ptr<const Data> data, Session::Options options) {
  auto session = Session::start(setup, std::move(data), options);
  REQUIRE(session.ok());
  return std::move(session).value();
}

namespace {

Activation with_attribute(const char* name, std::string_view attribute, AttributeValue value) {
  Activation activation = activation_named(name);
  activation.attributes.set(attribute, std::move(value));
  return activation;
}

/// The variable several times, kinks and choices, constants that are computed, parameters, several
/// lines, names of the notation and of programs.
std::vector<Activation> typed_ones() {
  return {
      typed_activation("def f(x): return x * sigmoid(1.702 * x) + 0.1 * x / (1 + x ** 2)"),
      typed_activation("def f(x): return where(x > 0.2, x, 0.3 * abs(x)) - maximum(x, -1)"),
      typed_activation("def x1(x, a=2, b=0.5): return a * tanh(b * x) + exp(-1) * x", {{"b", 0.7}}),
      typed_activation("# two lines\ndef tanh_2(W1, k=3):\n    u = clamp(W1, -2, 2) * k\n"
                       "    unused = exp(u)\n    return u * sin(u) - sqrt(u * u + 1)\n"),
      typed_activation("def linear(z1): return z1"),
  };
}

/// The rows as they are, and those with attributes with others than their defaults.
std::vector<Activation> all_activations() {
  std::vector<Activation> all{{}};
  for (const OpRow* row : activations())
    all.push_back(activation_named(row->name));
  all.push_back(with_attribute("leaky_relu", "negative_slope", 0.2));
  all.push_back(with_attribute("elu", "alpha", 0.7));
  all.push_back(with_attribute("gelu", "approximate", std::string("tanh")));
  all.push_back(with_attribute("softplus", "beta", 2.0));
  all.push_back(with_attribute("hardtanh", "min_val", -0.3));
  for (Activation& typed : typed_ones())
    all.push_back(std::move(typed));
  return all;
}

Optimizer with_settings(Optimizer optimizer,
                        const std::vector<std::pair<std::string_view, AttributeValue>>& settings) {
  for (const auto& [name, value] : settings)
    optimizer.settings.set(name, value);
  return optimizer;
}

std::vector<Optimizer> all_optimizers() {
  const Optimizer sgd = optimizer_named("sgd", 0.05);
  const Optimizer rmsprop = optimizer_named("rmsprop", 0.01);
  std::vector<Optimizer> all;
  for (const OptimizerRow& row : optimizers())
    all.push_back(optimizer_named(row.name, 0.02));
  all.push_back(with_settings(sgd, {{"momentum", 0.9}}));
  all.push_back(with_settings(sgd, {{"momentum", 0.8}, {"nesterov", true}}));
  all.push_back(
      with_settings(sgd, {{"momentum", 0.8}, {"dampening", 0.3}, {"weight_decay", 0.01}}));
  all.push_back(with_settings(optimizer_named("adam", 0.05),
                              {{"betas", std::vector<double>{0.8, 0.95}}, {"weight_decay", 0.02}}));
  all.push_back(with_settings(rmsprop, {{"momentum", 0.5}, {"centered", true}}));
  all.push_back(with_settings(rmsprop, {{"alpha", 0.9}, {"weight_decay", 0.1}}));
  all.push_back(with_settings(optimizer_named("adagrad", 0.3),
                              {{"lr_decay", 0.1}, {"initial_accumulator_value", 0.2}}));
  return all;
}

Setup with_cross_entropy() {
  Setup setup;
  setup.loss = Loss::cross_entropy;
  setup.output = {};
  return setup;
}

void add_forms(std::vector<NamedSetup>& table) {
  Setup setup;
  setup.hidden = {};
  table.push_back({"no hidden layer", setup});
  setup.hidden = {{16}, {1}, {5}, {8}, {9}, {3}};
  for (const FeatureRow& row : features()) {
    if (row.feature != Feature::x1 && row.feature != Feature::x2)
      setup.features.push_back(row.feature);
  }
  table.push_back({"six hidden layers, seven features", setup});
  setup = {};
  setup.hidden = {{3, typed_activation("def f(x): return x * sigmoid(x)")},
                  {2, typed_activation("def f(x): return x / (1 + abs(x))")},
                  {2, typed_activation("def f(x): return x * sigmoid(x)")}};
  setup.output = typed_activation("def f(x, k=1): return tanh(k * x)", {{"k", 0.5}});
  setup.dropout = 0.2;
  table.push_back({"typed functions of one name", setup});
  setup = {};
  setup.features = {Feature::sin_x2};
  setup.batch = 1;
  table.push_back({"one feature, batches of one", setup});
  setup = {};
  setup.batch = 97;
  table.push_back({"more than all points in a batch", setup});
}

}  // namespace

std::vector<NamedSetup> setup_table() {
  std::vector<NamedSetup> table;
  int which = 0;
  for (const Activation& activation : all_activations()) {
    Setup setup = which % 2 == 0 ? Setup{} : with_cross_entropy();
    setup.hidden = {{3 + which % 4, activation}, {2, activation}};
    setup.optimizer = optimizer_named("sgd", 0.1);
    if (which % 2 == 0) setup.output = activation;
    table.push_back({"activation " + std::to_string(which++), setup});
  }
  which = 0;
  for (const Optimizer& optimizer : all_optimizers()) {
    Setup setup;
    setup.optimizer = optimizer;
    table.push_back({"optimizer " + std::to_string(which++), setup});
  }
  for (const Loss loss : {Loss::squared, Loss::cross_entropy}) {
    for (const Penalty penalty : {Penalty::none, Penalty::l1, Penalty::l2}) {
      for (const double dropout : {0.0, 0.3}) {
        Setup setup = loss == Loss::squared ? Setup{} : with_cross_entropy();
        setup.penalty = penalty;
        setup.penalty_rate = 0.03;
        setup.dropout = dropout;
        table.push_back({"loss, penalty, dropout " + std::to_string(table.size()), setup});
      }
    }
  }
  add_forms(table);
  return table;
}

Setup random_setup(std::uint64_t seed) {
  std::uint64_t place = 0;
  const auto below = [&](std::size_t count) {
    return static_cast<std::size_t>(random::uniform(seed, place++) * static_cast<double>(count));
  };
  static const std::vector<Activation> activations = all_activations();
  static const std::vector<Optimizer> optimizers = all_optimizers();
  Setup setup = below(2) == 0 ? Setup{} : with_cross_entropy();
  setup.hidden.clear();
  for (std::size_t layers = below(4); layers > 0; --layers)
    setup.hidden.push_back(
        {1 + static_cast<int>(below(9)), activations[below(activations.size())]});
  if (setup.loss == Loss::squared) setup.output = activations[below(activations.size())];
  setup.features.clear();
  for (const FeatureRow& row : features()) {
    if (below(2) == 0) setup.features.push_back(row.feature);
  }
  if (setup.features.empty()) setup.features = {Feature::x1_x2};
  setup.penalty = static_cast<Penalty>(below(3));
  setup.penalty_rate = 0.001 * static_cast<double>(below(20));
  setup.dropout = 0.2 * static_cast<double>(below(3));
  setup.optimizer = optimizers[below(optimizers.size())];
  setup.batch = 1 + static_cast<int>(below(20));
  setup.start = start_named(below(2) == 0 ? "kaiming_uniform" : "normal");
  setup.seed = below(1000);
  return setup;
}

}  // namespace backprop::test
