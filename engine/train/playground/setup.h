/// What the playground trains: a small network on points of the plane, its loss, its optimizer and
/// where it starts from. Plain data.
///
/// The last layer is one neuron. Layers are counted from 0, hidden ones first; their parameters
/// stand in one array: weight [neurons, inputs] and bias [neurons] of each layer, one after the
/// other, as dense_layers() has it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/data/features.h"
#include "engine/nn/optimizer.h"
#include "engine/nn/start.h"
#include "engine/result.h"
#include "engine/train/dense_layers.h"
#include "engine/train/playground/typed.h"

namespace backprop::playground {

namespace limits {
inline constexpr int hidden_layers = 6;
inline constexpr int neurons = 16;  ///< of one layer
inline constexpr int batch = 1000;
inline constexpr std::uint64_t seed = 1'000'000;
}  // namespace limits

/// An activation row of the op table and its attributes, or a typed function; or neither.
struct Activation {
  const OpRow* op = nullptr;
  Attributes attributes;
  std::shared_ptr<const TypedActivation> typed;  ///< then `op` is null

  bool none() const { return op == nullptr && typed == nullptr; }
  /// "tanh"; a typed one's own name; empty for none.
  std::string name() const;
  bool operator==(const Activation& other) const;
};
/// The row of that name with its default attributes; none for a name that is no activation's.
Activation activation_named(std::string_view name);
/// A def with those of its parameters that are set. Where layers cannot have it, validate() says
/// why.
Activation typed_activation(std::string text, const FunctionNumbers& set = {});
/// What of it can be set, with the numbers that stand: a row's attributes that are numbers
/// (negative_slope, alpha, beta), a typed function's parameters.
std::vector<FunctionParameter> numbers_of(const Activation& activation);
/// The same with one of these set; as it was where it has none of that name.
Activation with_number(Activation activation, std::string_view name, double number);
/// The same row, or the same typed function, whatever their numbers.
bool same_kind(const Activation& a, const Activation& b);
/// The rows that a layer may have, in the op table's order.
std::vector<const OpRow*> activations();

struct Layer {
  int neurons = 4;
  Activation activation = activation_named("tanh");
  bool operator==(const Layer&) const = default;
};

enum class Loss : std::uint8_t {
  squared,       ///< mse_loss of the output and the label: regression, or classes as -1 and 1
  cross_entropy  ///< binary_cross_entropy_with_logits of the output and the class as 0 or 1
};

/// A sum over all weights (no biases) that is added to the loss, `rate` times.
enum class Penalty : std::uint8_t {
  none,
  l1,  ///< of |w|
  l2   ///< of w^2 / 2
};

struct Optimizer {
  const OptimizerRow* row = nullptr;
  Attributes settings;  ///< all that the row has: lr, ...
  bool operator==(const Optimizer& other) const;
};
/// With its default settings, but for the rate.
Optimizer optimizer_named(std::string_view name, double lr);

/// sgd at the rate 0.02 with Nesterov's momentum of 0.8.
Optimizer usual_optimizer();

/// Initialiser of the weights; biases start at 0.
struct Start {
  const Initialiser* row = nullptr;
  Attributes settings;  ///< all that the row has, but for shape and seed
  bool operator==(const Start& other) const;
};
Start start_named(std::string_view name);

/// By default the network of TensorFlow Playground, but for the optimizer: of plain descent,
/// momentum and Adam at several rates it is the one that learnt circle and xor best. (Over 120
/// seeds, of 500 points half for testing, after 2,000 updates 116 and 94 tests had an accuracy of
/// 0.99.)
struct Setup {
  std::vector<Feature> features{Feature::x1, Feature::x2};
  std::vector<Layer> hidden{{4}, {2}};
  Activation output = activation_named("tanh");  ///< of the last neuron
  Loss loss = Loss::squared;
  Penalty penalty = Penalty::none;
  double penalty_rate = 0;
  double dropout = 0;  ///< chance to be off, in training, of a hidden neuron for a point
  Optimizer optimizer = usual_optimizer();
  int batch = 10;  ///< points; the last batch of an epoch may have fewer
  Start start = start_named("xavier_uniform");
  std::uint64_t seed = 1;  ///< of starts, of the order of points, of dropout
  bool operator==(const Setup&) const = default;
};

/// Why the set-up makes no sense; nothing where it does.
std::optional<Error> validate(const Setup& setup);

/// {2, 4, 2, 1}
std::vector<std::ptrdiff_t> sizes_of(const Setup& setup);
std::vector<DenseLayer> layers_of(const Setup& setup);
/// What the layer applies to its weighted sums.
const Activation& activation_of(const Setup& setup, std::size_t layer);
bool has_penalty(const Setup& setup);

/// The seeds of what is drawn from the set-up's one.
std::uint64_t start_seed(const Setup& setup, std::size_t layer);
std::uint64_t order_seed(const Setup& setup, std::int64_t from);
/// Of one layer's dropout in one iteration: a whole number that programs can write.
std::uint64_t dropout_seed(const Setup& setup, std::int64_t iteration, std::size_t layer);

/// What the start gives; of a set-up that is valid.
std::vector<double> first_parameters(const Setup& setup);

/// What a parameter is called in programs: "W1[0,1]", "b2[3]".
std::string parameter_name(const Setup& setup, std::size_t parameter);

}  // namespace backprop::playground
