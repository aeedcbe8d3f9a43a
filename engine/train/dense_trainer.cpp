#include "engine/train/dense_trainer.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "engine/random.h"

namespace backprop {
namespace {

/// Of a weight's gradient, before they are used: a multiple of the kernel's tile.
constexpr std::ptrdiff_t rows_together = 12;

constexpr std::ptrdiff_t line = 16;  // numbers in a cache line

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

void resize(DenseVersion& version, std::size_t count) {
  for (auto* array : {&version.parameters, &version.first_moments, &version.second_moments})
    array->resize(count);
}

template <class Number>
AdamNumbers<Number> adam_numbers(DenseVersion& version, std::size_t first) {
  return {version.parameters.data() + first, version.first_moments.data() + first,
          version.second_moments.data() + first};
}

template <class Number>
AdamNumbers<Number> beyond(AdamNumbers<Number> numbers, std::ptrdiff_t count) {
  return {numbers.w + count, numbers.m + count, numbers.v + count};
}

}  // namespace

DenseTrainer::DenseTrainer(const Settings& settings)
    : settings_(settings),
      products_(set_named(all_matmul_kernels(), settings.instructions)),
      loops_(set_named(all_layer_kernels(), settings.instructions)),
      functions_(set_named(all_float_functions(), settings.instructions)),
      team_(settings.threads),
      layers_(dense_layers(settings.sizes)) {
  std::ptrdiff_t widest = 0;
  for (const DenseLayer& layer : layers_) {
    const bool first = turned_.empty();  // its input is the data, and as it is needed
    turned_.emplace_back(first ? 0 : at(layer.inputs * settings_.batch));
    widest = std::max(widest, layer.inputs);
  }
  numbers_ = laid_out(
      arena_, [&](Parts& parts) { return overwriting_numbers(parts, layers_, settings_.batch); });
  turned_data_.resize(at(team_.size()),
                      AlignedVector<float>(at(settings_.sizes[0] * settings_.batch)));
  scratch_.resize(at(team_.size()), AlignedVector<float>(at(rows_together * widest)));
  DenseVersion& version = versions_[0];
  resize(version, layers_.back().end());
  for (const DenseLayer& layer : layers_) {
    const double bound = 1 / std::sqrt(static_cast<double>(layer.inputs));
    for (std::size_t k = layer.weight; k < layer.end(); ++k)
      version.parameters[k] =
          static_cast<float>(bound * (2 * random::uniform(settings_.seed, k) - 1));
  }
  for (auto* array : {&largest_, &sums_, &logs_})
    array->resize(at(settings_.batch));
}

/// In whole units: cache lines, which two threads had better not both write to, or rows of the
/// kernel's tiles.
DenseTrainer::Range DenseTrainer::part_of(std::ptrdiff_t count, int part,
                                          std::ptrdiff_t unit) const {
  const std::ptrdiff_t size = team_.size();
  const std::ptrdiff_t units = (count + unit - 1) / unit;
  const auto end_of = [&](std::ptrdiff_t parts) {
    return std::min(count, (units * parts + size - 1) / size * unit);
  };
  return {end_of(part), end_of(part + 1)};
}

/// Some rows, or where these are few, some columns.
DenseTrainer::Share DenseTrainer::share_of(std::ptrdiff_t rows, std::ptrdiff_t columns,
                                           int part) const {
  if (rows >= rows_together * team_.size())
    return {part_of(rows, part, rows_together), {0, columns}};
  return {{0, rows}, part_of(columns, part, line)};
}

float DenseTrainer::step(std::span<const float> x, std::span<const std::uint8_t> classes,
                         IterationRecord& record) {
  assert(record.layers_ == layers_ && record.batch_ == settings_.batch);
  assert(record.x_.size() == x.size());
  const bool both = record.versions_ == IterationRecord::Versions::both;
  const std::size_t to = both ? 1 - version_ : version_;
  resize(versions_[to], layers_.back().end());
  team_.run([&](int part) {
    const Range numbers = part_of(static_cast<std::ptrdiff_t>(x.size()), part, line);
    std::copy(x.data() + numbers.begin, x.data() + numbers.end, record.x_.data() + numbers.begin);
  });
  std::copy(classes.begin(), classes.end(), record.classes_.begin());
  record.before_ = both ? &versions_[version_] : nullptr;
  record.after_ = &versions_[to];
  record.loss_ = step(record.x_.data(), classes, record.numbers_, version_, to);
  record.iteration_ = steps_;
  version_ = to;
  return record.loss_;
}

float DenseTrainer::step(const float* x, std::span<const std::uint8_t> classes,
                         const Numbers& numbers, std::size_t from, std::size_t to) {
  assert(classes.size() == at(settings_.batch));
  const float* parameters = versions_[from].parameters.data();
  for (std::size_t i = 0; i < layers_.size(); ++i)
    forward(i, x, numbers, parameters);
  const float mean = loss(numbers.back().sum, numbers.back().to_sum, classes);
  for (std::size_t i = layers_.size() - 1; i > 0; --i)
    backward(i, numbers, parameters);
  begin_update();
  team_.run([&](int part) { update(x, numbers, from, to, part); });
  return mean;
}

/// Z [outputs, batch] = W [outputs, inputs] X [inputs, batch] + b; relu but in the last layer.
void DenseTrainer::forward(std::size_t index, const float* x, const Numbers& numbers,
                           const float* parameters) {
  const DenseLayer& layer = layers_[index];
  const std::ptrdiff_t n = settings_.batch;
  team_.run([&](int part) {
    const auto [rows, samples] = share_of(layer.outputs, n, part);
    const float* input = index == 0 ? turned_data(x, part) : numbers[index - 1].output;
    const std::ptrdiff_t first = rows.begin * n + samples.begin;
    float* sum = numbers[index].sum + first;
    products_->float32({rows.size(), samples.size(), layer.inputs,
                        parameters + layer.weight + rows.begin * layer.inputs, layer.inputs, 1,
                        input + samples.begin, n, sum, n});
    float* relu = index + 1 < layers_.size() ? numbers[index].output + first : nullptr;
    loops_->add_bias(sum, parameters + layer.bias + rows.begin, rows.size(), samples.size(), n,
                     relu);
  });
}

/// The data turned, [inputs, batch]: by each thread for itself, which is faster than to fetch it
/// from another's cache.
const float* DenseTrainer::turned_data(const float* x, int part) {
  float* turned = turned_data_[at(part)].data();
  loops_->transpose(x, settings_.batch, settings_.sizes[0], settings_.batch, turned);
  return turned;
}

/// Softmax and cross-entropy, mean over the batch; what it adds to z's gradient is (p - y) / batch.
float DenseTrainer::loss(const float* z, float* p, std::span<const std::uint8_t> classes) {
  const std::ptrdiff_t outputs = layers_.back().outputs;
  const std::ptrdiff_t n = settings_.batch;
  std::copy(z, z + n, largest_.begin());
  for (std::ptrdiff_t k = 1; k < outputs; ++k) {
    for (std::ptrdiff_t i = 0; i < n; ++i)
      largest_[at(i)] = std::max(largest_[at(i)], z[k * n + i]);
  }
  for (std::ptrdiff_t k = 0; k < outputs; ++k) {
    for (std::ptrdiff_t i = 0; i < n; ++i)
      p[k * n + i] = z[k * n + i] - largest_[at(i)];
  }
  float loss = 0;
  assert(std::all_of(classes.begin(), classes.end(), [&](auto its) { return its < outputs; }));
  for (std::ptrdiff_t i = 0; i < n; ++i)
    logs_[at(i)] = p[classes[at(i)] * n + i];  // the true class's shifted logit
  functions_->exp(p, p, at(outputs * n));
  std::fill(sums_.begin(), sums_.end(), 0.0F);
  for (std::ptrdiff_t k = 0; k < outputs; ++k) {
    for (std::ptrdiff_t i = 0; i < n; ++i)
      sums_[at(i)] += p[k * n + i];
  }
  const float share = 1 / static_cast<float>(n);
  for (std::ptrdiff_t k = 0; k < outputs; ++k) {
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

/// To the layer before: W^T delta, then where its relu was on. Its output is turned on the way: the
/// update needs it so.
void DenseTrainer::backward(std::size_t index, const Numbers& numbers, const float* parameters) {
  const DenseLayer& layer = layers_[index];
  const LayerNumbers& before = numbers[index - 1];
  const std::ptrdiff_t n = settings_.batch;
  team_.run([&](int part) {
    const Range inputs = part_of(layer.inputs, part, line);
    const std::ptrdiff_t first = inputs.begin * n;
    products_->float32({inputs.size(), n, layer.outputs, parameters + layer.weight + inputs.begin,
                        1, layer.inputs, numbers[index].to_sum, n, before.to_output + first, n});
    loops_->mask(before.to_output + first, before.output + first, inputs.size() * n,
                 before.to_sum + first);
    loops_->transpose(before.output + first, inputs.size(), n, layer.inputs,
                      turned_[index].data() + inputs.begin);
  });
}

void DenseTrainer::begin_update() {
  ++steps_;
  adam_.learning_rate = settings_.learning_rate;
  const auto t = static_cast<double>(steps_);
  adam_.correction1 = static_cast<float>(1 - std::pow(0.9, t));
  adam_.scale2 = static_cast<float>(1 / std::sqrt(1 - std::pow(0.999, t)));
}

/// One thread's share of all gradients of parameters, each used as soon as it is there.
void DenseTrainer::update(const float* x, const Numbers& numbers, std::size_t from, std::size_t to,
                          int part) {
  const std::ptrdiff_t n = settings_.batch;
  for (std::size_t i = layers_.size(); i-- > 0;) {
    const DenseLayer& layer = layers_[i];
    const float* delta = numbers[i].to_sum;
    update_weight(i, delta, i == 0 ? x : turned_[i].data(),
                  share_of(layer.outputs, layer.inputs, part),
                  adam_numbers<const float>(versions_[from], layer.weight),
                  adam_numbers<float>(versions_[to], layer.weight), scratch_[at(part)].data());
    const Range rows = part_of(layer.outputs, part, rows_together);
    float* to_bias = numbers[i].to_bias + rows.begin;
    loops_->row_sums(delta + rows.begin * n, rows.size(), n, to_bias);
    const std::size_t bias = layer.bias + at(rows.begin);
    loops_->adam(adam_, to_bias, adam_numbers<const float>(versions_[from], bias),
                 adam_numbers<float>(versions_[to], bias), rows.size());
  }
}

/// dW = delta X^T and the update, a few rows at a time: what has just been computed is still in the
/// cache.
void DenseTrainer::update_weight(std::size_t index, const float* delta, const float* input,
                                 const Share& share, AdamNumbers<const float> from,
                                 AdamNumbers<float> to, float* gradient) const {
  const std::ptrdiff_t n = settings_.batch;
  const std::ptrdiff_t inputs = layers_[index].inputs;
  const auto [rows, columns] = share;
  for (std::ptrdiff_t row = rows.begin; row < rows.end; row += rows_together) {
    const std::ptrdiff_t count = std::min(rows_together, rows.end - row);
    products_->float32({count, columns.size(), n, delta + row * n, n, 1, input + columns.begin,
                        inputs, gradient, columns.size()});
    for (std::ptrdiff_t r = 0; r < count; ++r) {
      const std::ptrdiff_t first = (row + r) * inputs + columns.begin;
      loops_->adam(adam_, gradient + r * columns.size(), beyond(from, first), beyond(to, first),
                   columns.size());
    }
  }
}

}  // namespace backprop
