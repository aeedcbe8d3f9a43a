#include "engine/train/dense_trainer.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "engine/random.h"

namespace backprop {
namespace {

/// Of a weight's gradient, before they are used: a multiple of the kernel's tile.
constexpr std::ptrdiff_t rows_together = 12;

template <class Set>
const Set* set_named(std::span<const Set> sets, std::string_view name) {
  for (const Set& set : sets) {
    if (name.empty() || set.instructions == name) return &set;
  }
  return &sets.back();
}

std::size_t at(std::ptrdiff_t index) {
  return static_cast<std::size_t>(index);
}

}  // namespace

DenseTrainer::DenseTrainer(const Settings& settings)
    : settings_(settings),
      products_(set_named(all_matmul_kernels(), settings.instructions)),
      loops_(set_named(all_layer_kernels(), settings.instructions)),
      functions_(set_named(all_float_functions(), settings.instructions)),
      team_(settings.threads) {
  std::size_t next = 0;
  for (std::size_t i = 0; i + 1 < settings_.sizes.size(); ++i) {
    Layer layer;
    layer.inputs = settings_.sizes[i];
    layer.outputs = settings_.sizes[i + 1];
    layer.weight = next;
    layer.bias = next + at(layer.inputs * layer.outputs);
    next = layer.bias + at(layer.outputs);
    layer.output.resize(at(layer.outputs * settings_.batch));
    layer.delta.resize(layer.output.size());
    if (i > 0) layer.turned.resize(at(layer.inputs * settings_.batch));
    layers_.push_back(std::move(layer));
  }
  for (auto* array : {&parameters_, &gradients_, &first_moments_, &second_moments_})
    array->resize(next);
  for (const Layer& layer : layers_) {
    const double bound = 1 / std::sqrt(static_cast<double>(layer.inputs));
    for (std::size_t k = layer.weight; k < layer.bias + at(layer.outputs); ++k)
      parameters_[k] = static_cast<float>(bound * (2 * random::uniform(settings_.seed, k) - 1));
  }
  turned_x_.resize(at(settings_.sizes[0] * settings_.batch));
  for (auto* array : {&largest_, &sums_, &logs_})
    array->resize(at(settings_.batch));
}

DenseTrainer::Range DenseTrainer::part_of(std::ptrdiff_t count, int part) const {
  const std::ptrdiff_t size = team_.size();
  // Whole cache lines of 16 numbers, so that no two threads write to one.
  const std::ptrdiff_t lines = (count + 15) / 16;
  return {std::min(count, lines * part / size * 16),
          std::min(count, lines * (part + 1) / size * 16)};
}

float DenseTrainer::step(std::span<const float> x, std::span<const std::uint8_t> classes) {
  assert(x.size() == turned_x_.size() && classes.size() == at(settings_.batch));
  const std::ptrdiff_t inputs = settings_.sizes[0];
  team_.run([&](int part) {
    const Range samples = part_of(settings_.batch, part);
    loops_->transpose(x.data() + samples.begin * inputs, samples.end - samples.begin, inputs,
                      settings_.batch, turned_x_.data() + samples.begin);
  });
  for (std::size_t i = 0; i < layers_.size(); ++i)
    forward(i, i == 0 ? turned_x_.data() : layers_[i - 1].output.data());
  const float mean = loss(classes);
  begin_update();
  for (std::size_t i = layers_.size(); i-- > 0;)
    backward(i, x.data());
  return mean;
}

/// Z [outputs, batch] = W [outputs, inputs] X [inputs, batch] + b; relu but in the last layer.
void DenseTrainer::forward(std::size_t index, const float* input) {
  Layer& layer = layers_[index];
  const bool relu = index + 1 < layers_.size();
  team_.run([&](int part) {
    const Range rows = part_of(layer.outputs, part);
    float* output = layer.output.data() + rows.begin * settings_.batch;
    products_->float32({rows.end - rows.begin, settings_.batch, layer.inputs,
                        parameters_.data() + layer.weight + rows.begin * layer.inputs, layer.inputs,
                        1, input, settings_.batch, output, settings_.batch});
    loops_->add_bias(output, parameters_.data() + layer.bias + rows.begin, rows.end - rows.begin,
                     settings_.batch, relu);
  });
}

/// Softmax and cross-entropy, mean over the batch; the last layer's delta is (p - y) / batch.
float DenseTrainer::loss(std::span<const std::uint8_t> classes) {
  Layer& last = layers_.back();
  const std::ptrdiff_t n = settings_.batch;
  const float* z = last.output.data();
  float* p = last.delta.data();
  std::copy(z, z + n, largest_.begin());
  for (std::ptrdiff_t k = 1; k < last.outputs; ++k) {
    for (std::ptrdiff_t i = 0; i < n; ++i)
      largest_[at(i)] = std::max(largest_[at(i)], z[k * n + i]);
  }
  for (std::ptrdiff_t k = 0; k < last.outputs; ++k) {
    for (std::ptrdiff_t i = 0; i < n; ++i)
      p[k * n + i] = z[k * n + i] - largest_[at(i)];
  }
  float loss = 0;
  for (std::ptrdiff_t i = 0; i < n; ++i)
    logs_[at(i)] = p[classes[at(i)] * n + i];  // the true class's shifted logit
  functions_->exp(p, p, last.delta.size());
  std::fill(sums_.begin(), sums_.end(), 0.0F);
  for (std::ptrdiff_t k = 0; k < last.outputs; ++k) {
    for (std::ptrdiff_t i = 0; i < n; ++i)
      sums_[at(i)] += p[k * n + i];
  }
  const float share = 1 / static_cast<float>(n);
  for (std::ptrdiff_t k = 0; k < last.outputs; ++k) {
    for (std::ptrdiff_t i = 0; i < n; ++i) {
      const float target = classes[at(i)] == k ? 1.0F : 0.0F;
      p[k * n + i] = share * (p[k * n + i] / sums_[at(i)] - target);
    }
  }
  functions_->log(sums_.data(), sums_.data(), sums_.size());
  for (std::ptrdiff_t i = 0; i < n; ++i)
    loss += sums_[at(i)] - logs_[at(i)];
  return loss * share;
}

/// The layer before's delta = W^T delta where its relu was on; then, since W is not read any more,
/// dW = delta X^T, db = delta summed over the batch, and the update, a few rows at a time: a
/// gradient is used while it is still in the cache.
void DenseTrainer::backward(std::size_t index, const float* x) {
  Layer& layer = layers_[index];
  const std::ptrdiff_t n = settings_.batch;
  if (index > 0) {
    Layer& before = layers_[index - 1];
    team_.run([&](int part) {
      const Range inputs = part_of(layer.inputs, part);
      float* into = before.delta.data() + inputs.begin * n;
      products_->float32({inputs.end - inputs.begin, n, layer.outputs,
                          parameters_.data() + layer.weight + inputs.begin, 1, layer.inputs,
                          layer.delta.data(), n, into, n});
      const float* output = before.output.data() + inputs.begin * n;
      loops_->mask(into, output, (inputs.end - inputs.begin) * n);
      loops_->transpose(output, inputs.end - inputs.begin, n, layer.inputs,
                        layer.turned.data() + inputs.begin);
    });
  }
  const float* input = index == 0 ? x : layer.turned.data();
  team_.run([&](int part) {
    const Range rows = part_of(layer.outputs, part);
    for (std::ptrdiff_t row = rows.begin; row < rows.end; row += rows_together) {
      const std::ptrdiff_t count = std::min(rows_together, rows.end - row);
      const float* delta = layer.delta.data() + row * n;
      const std::size_t weight = layer.weight + at(row * layer.inputs);
      products_->float32({count, layer.inputs, n, delta, n, 1, input, layer.inputs,
                          gradients_.data() + weight, layer.inputs});
      update(weight, count * layer.inputs);
    }
    const std::size_t bias = layer.bias + at(rows.begin);
    loops_->row_sums(layer.delta.data() + rows.begin * n, rows.end - rows.begin, n,
                     gradients_.data() + bias);
    update(bias, rows.end - rows.begin);
  });
}

void DenseTrainer::update(std::size_t first, std::ptrdiff_t count) {
  loops_->adam(adam_, parameters_.data() + first, gradients_.data() + first,
               first_moments_.data() + first, second_moments_.data() + first, count);
}

void DenseTrainer::begin_update() {
  ++steps_;
  adam_.learning_rate = settings_.learning_rate;
  const auto t = static_cast<double>(steps_);
  adam_.correction1 = static_cast<float>(1 - std::pow(0.9, t));
  adam_.scale2 = static_cast<float>(1 / std::sqrt(1 - std::pow(0.999, t)));
}

}  // namespace backprop
