// Rounding and order are those of the program: every weighted sum and every gradient of a parameter
// is one chain over ascending indices from +0. A program adds each contribution into a gradient
// that starts at +0; that would only turn -0 into +0, which no later sum can tell, so it is left
// out.
#include "engine/train/playground/net.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "engine/ops/dropout_rule.h"
#include "engine/ops/loss_rules.h"

namespace backprop::playground {
namespace {

/// So many numbers that a kernel's vectors fill them; one alone stays one.
std::ptrdiff_t filled(std::ptrdiff_t count) {
  if (count == 1) return 1;
  return count <= 4 ? 4 : (count + 7) / 8 * 8;
}

/// The fastest kernel whose vectors a row of that size fills.
auto kernel_for(std::ptrdiff_t row) {
  const auto sets = all_matmul_kernels();
  const bool wide = row % 8 == 0 || sets.size() == 1 || sets.front().instructions != "avx512";
  return sets[wide ? 0 : 1].float64;
}

FloatFunctions::Function rounded_function(const Activation& activation) {
  if (activation.op == nullptr) return nullptr;
  if (activation.op->name == "tanh") return float_functions().tanh;
  return activation.op->name == "sigmoid" ? float_functions().sigmoid : nullptr;
}

template <class Rule>
double sum_of_losses(std::span<const double> outputs, std::span<const double> targets) {
  double sum = 0;
  for (std::size_t i = 0; i < outputs.size(); ++i)
    sum = sum + Rule::forward(outputs[i], targets[i]);
  return sum;
}

template <class Rule>
void slopes_of_losses(std::span<const double> outputs, std::span<const double> targets,
                      double* slopes) {
  const double g = 1.0 / static_cast<double>(outputs.size());
  for (std::size_t i = 0; i < outputs.size(); ++i)
    slopes[i] = Rule::backward_a(g, outputs[i], targets[i], outputs[i]);
}

}  // namespace

Net::Net(const Setup& setup, std::ptrdiff_t most_points, Precision precision)
    : setup_(setup), input_row_(filled(static_cast<std::ptrdiff_t>(setup.features.size()))) {
  layers_ =
      laid_out(arena_, [&](BasicParts<double>& parts) { return numbers_in(parts, most_points); });
  for (const Numbers& its : layers_) {
    if (const auto* typed = its.activation.typed.get(); typed != nullptr)
      scratch_.resize(std::max(scratch_.size(), typed->recorded.scratch_size()));
  }
  if (precision == Precision::exact) return;
  for (Numbers& its : layers_) {
    its.rounded = rounded_function(its.activation);
    const auto count = static_cast<std::size_t>(most_points * its.row);
    if (its.rounded != nullptr) rounded_.resize(std::max(rounded_.size(), count));
  }
}

std::vector<Net::Numbers> Net::numbers_in(BasicParts<double>& parts,
                                          std::ptrdiff_t most_points) const {
  std::vector<Numbers> all;
  for (const DenseLayer& place : layers_of(setup_)) {
    Numbers its;
    const bool last = all.size() == setup_.hidden.size();
    its.place = place;
    its.row = filled(place.outputs);
    its.input_row = filled(place.inputs);
    its.to_sums = kernel_for(its.row);
    its.to_inputs = kernel_for(its.input_row);
    its.activation = activation_of(setup_, all.size());
    its.turned = parts.take(place.inputs * its.row);
    its.weight = parts.take(place.outputs * its.input_row);
    its.bias = parts.take(its.row);
    its.to_weight = parts.take(place.outputs * its.input_row);
    const std::ptrdiff_t numbers = most_points * its.row;
    its.sum = parts.take(numbers);
    its.output = its.activation.none() ? its.sum : parts.take(numbers);
    its.to_sum = parts.take(numbers);
    if (!last && setup_.dropout > 0) {
      its.factor = parts.take(numbers);
      its.dropped = parts.take(numbers);
    }
    all.push_back(its);
  }
  return all;
}

void Net::write_input(double* row, double x1, double x2) const {
  std::size_t k = 0;
  for (; k < setup_.features.size(); ++k)
    row[k] = feature_value(setup_.features[k], x1, x2);
  std::fill(row + k, row + input_row_, 0.0);
}

void Net::load(std::span<const double> parameters) {
  for (const Numbers& its : layers_) {
    const double* weight = parameters.data() + its.place.weight;
    for (std::ptrdiff_t o = 0; o < its.place.outputs; ++o) {
      for (std::ptrdiff_t k = 0; k < its.place.inputs; ++k) {
        const double w = weight[o * its.place.inputs + k];
        its.weight[o * its.input_row + k] = w;
        its.turned[k * its.row + o] = w;
      }
    }
    std::copy_n(parameters.data() + its.place.bias, its.place.outputs, its.bias);
  }
}

void Net::forward(const double* input, std::ptrdiff_t points,
                  std::optional<std::int64_t> dropout_iteration) {
  input_ = input;
  points_ = points;
  dropped_ = dropout_iteration.has_value() && setup_.dropout > 0;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    Numbers& its = layers_[i];
    weigh(its, input);
    activate(its);
    const bool drops = dropped_ && its.dropped != nullptr;
    if (drops) drop(its, dropout_seed(setup_, *dropout_iteration, i));
    its.read = drops ? its.dropped : its.output;
    input = its.read;
  }
}

void Net::weigh(const Numbers& its, const double* input) const {
  its.to_sums({points_, its.row, its.place.inputs, input, its.input_row, 1, its.turned, its.row,
               its.sum, its.row});
  for (std::ptrdiff_t n = 0; n < points_; ++n) {
    double* const sum = its.sum + n * its.row;
    for (std::ptrdiff_t o = 0; o < its.row; ++o)
      sum[o] = sum[o] + its.bias[o];
  }
}

void Net::activate(const Numbers& its) {
  if (its.activation.none()) return;
  const auto count = static_cast<std::size_t>(points_ * its.row);
  if (its.activation.typed != nullptr) {
    its.activation.typed->recorded.forward({its.sum, count}, its.output, scratch_);
    return;
  }
  if (its.rounded != nullptr) {
    std::transform(its.sum, its.sum + count, rounded_.begin(),
                   [](double sum) { return static_cast<float>(sum); });
    its.rounded(rounded_.data(), rounded_.data(), count);
    std::copy_n(rounded_.begin(), count, its.output);
    return;
  }
  const double* const sums = its.sum;
  its.activation.op->map({&sums, 1}, its.activation.attributes, {its.output, count});
}

void Net::drop(const Numbers& its, std::uint64_t seed) const {
  for (std::ptrdiff_t n = 0; n < points_; ++n) {
    for (std::ptrdiff_t o = 0; o < its.row; ++o) {
      const std::ptrdiff_t at = n * its.row + o;
      const bool counts = o < its.place.outputs;
      its.factor[at] =
          counts ? rule::dropout_factor(seed, n * its.place.outputs + o, setup_.dropout) : 0.0;
      its.dropped[at] = its.output[at] * its.factor[at];
    }
  }
}

std::span<const double> Net::output() const {
  return {layers_.back().output, static_cast<std::size_t>(points_)};
}

Net::Column Net::neuron(std::size_t layer, std::ptrdiff_t its) const {
  return {layers_[layer].output + its, layers_[layer].row};
}

double Net::loss_sum(std::span<const double> targets) const {
  assert(targets.size() == output().size());
  return setup_.loss == Loss::squared
             ? sum_of_losses<rule::SquaredError>(output(), targets)
             : sum_of_losses<rule::BinaryCrossEntropyWithLogits>(output(), targets);
}

double Net::loss(std::span<const double> targets) const {
  return loss_sum(targets) / static_cast<double>(points_);
}

double Net::penalty(std::span<const double> parameters) const {
  if (!has_penalty(setup_)) return 0;
  double all = 0;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    double sum = 0;
    for (const double w :
         parameters.subspan(layers_[i].place.weight, layers_[i].place.weight_count()))
      sum = sum + (setup_.penalty == Penalty::l1 ? rule::abs(w) : w * w);
    all = i == 0 ? sum : all + sum;
  }
  return setup_.penalty_rate * (setup_.penalty == Penalty::l1 ? all : 0.5 * all);
}

double Net::penalty_slope(double weight) const {
  if (setup_.penalty == Penalty::l1) return setup_.penalty_rate * rule::sign(weight);
  return setup_.penalty_rate * 0.5 * (2.0 * weight);
}

void Net::backward(std::span<const double> targets, std::span<const double> parameters,
                   std::span<double> gradient) {
  loss_gradient(targets);
  for (std::size_t i = layers_.size(); i-- > 0;) {
    const Numbers& its = layers_[i];
    pass_activation(its);
    weight_gradient(its, i == 0 ? input_ : layers_[i - 1].read,
                    parameters.data() + its.place.weight, gradient.data() + its.place.weight);
    bias_gradient(its, gradient.data() + its.place.bias);
    if (i > 0) pass_to_input(its, layers_[i - 1]);
  }
}

void Net::loss_gradient(std::span<const double> targets) const {
  double* const slopes = layers_.back().to_sum;
  if (setup_.loss == Loss::squared) {
    slopes_of_losses<rule::SquaredError>(output(), targets, slopes);
  } else {
    slopes_of_losses<rule::BinaryCrossEntropyWithLogits>(output(), targets, slopes);
  }
}

/// From the gradient of the output to that of the sum, in place.
void Net::pass_activation(const Numbers& its) {
  if (its.activation.none()) return;
  const auto count = static_cast<std::size_t>(points_ * its.row);
  if (its.activation.typed != nullptr) {
    its.activation.typed->recorded.backward({its.sum, count}, its.to_sum, scratch_);
    return;
  }
  const double* const sums = its.sum;
  its.activation.op->map_backward({&sums, 1}, its.activation.attributes, 0, {its.to_sum, count},
                                  its.output, its.to_sum);
}

void Net::pass_to_input(const Numbers& its, const Numbers& before) const {
  its.to_inputs({points_, its.input_row, its.place.outputs, its.to_sum, its.row, 1, its.weight,
                 its.input_row, before.to_sum, its.input_row});
  if (!dropped_) return;
  for (std::ptrdiff_t at = 0; at < points_ * before.row; ++at)
    before.to_sum[at] = before.to_sum[at] * before.factor[at];
}

void Net::weight_gradient(const Numbers& its, const double* input, const double* weight,
                          double* gradient) const {
  its.to_inputs({its.place.outputs, its.input_row, points_, its.to_sum, 1, its.row, input,
                 its.input_row, its.to_weight, its.input_row});
  for (std::ptrdiff_t o = 0; o < its.place.outputs; ++o)
    std::copy_n(its.to_weight + o * its.input_row, its.place.inputs,
                gradient + o * its.place.inputs);
  if (!has_penalty(setup_)) return;
  for (std::size_t i = 0; i < its.place.weight_count(); ++i)
    gradient[i] = penalty_slope(weight[i]) + gradient[i];
}

void Net::bias_gradient(const Numbers& its, double* gradient) const {
  std::array<double, limits::neurons> sums{};
  const double* to_sum = its.to_sum;
  for (std::ptrdiff_t n = 0; n < points_; ++n, to_sum += its.row) {
    for (std::ptrdiff_t o = 0; o < its.row; ++o)
      sums[static_cast<std::size_t>(o)] += to_sum[o];
  }
  std::copy_n(sums.begin(), its.place.outputs, gradient);
}

}  // namespace backprop::playground
