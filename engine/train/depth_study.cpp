#include <algorithm>
#include <cmath>

#include "engine/function/facts.h"
#include "engine/nn/start.h"
#include "engine/number_text.h"
#include "engine/random.h"
#include "engine/tensor/matmul.h"
#include "engine/train/depth_run.h"

namespace backprop {
namespace {

using Numbers = std::vector<double>;

constexpr double small_std = 0.01;
constexpr double large_std = 0.5;

/// What is drawn of one seed: the input, the gradient from above, then the layers' weights.
constexpr std::uint64_t seeds_apart = 1000;

struct Start {
  const char* initialiser;
  double std;  ///< of a normal one
};

Start start_of(DepthStart start) {
  switch (start) {
    case DepthStart::xavier:
      return {"xavier_uniform", 0};
    case DepthStart::kaiming:
      return {"kaiming_uniform", 0};
    case DepthStart::small:
      return {"normal", small_std};
    case DepthStart::large:
      return {"normal", large_std};
  }
  return {"xavier_uniform", 0};
}

/// [width, width]
Tensor weights_of(const DepthSettings& settings, int layer) {
  const Start start = start_of(settings.start);
  const Initialiser& row = *find_initialiser(start.initialiser);
  Attributes attributes;
  for (const CallParameter& parameter : row.parameters)
    attributes.set(parameter.name, parameter.fallback);
  attributes.set("shape", std::vector<Index>{settings.width, settings.width});
  if (start.std > 0) attributes.set("std", start.std);
  const std::uint64_t seed = settings.seed * seeds_apart + static_cast<std::uint64_t>(layer);
  attributes.set("seed", static_cast<Index>(seed));
  std::string problem;
  return *row.make(attributes, problem);
}

Numbers normal_numbers(std::size_t count, std::uint64_t seed) {
  Numbers numbers(count);
  for (std::size_t i = 0; i < count; ++i)
    numbers[i] = random::normal(seed, i);
  return numbers;
}

/// [width, samples] of weights times columns, or of the weights' transpose.
Numbers product(const Tensor& weights, const Numbers& columns, int width, bool transposed) {
  Numbers result(columns.size());
  matmul(Matmul<double>{width, depth_samples, width, weights.data.data(), transposed ? 1 : width,
                        transposed ? width : 1, columns.data(), depth_samples, result.data(),
                        depth_samples});
  return result;
}

Spread spread_of(const Numbers& numbers) {
  Spread spread;
  double sum = 0;
  bool begun = false;
  for (const double number : numbers) {
    sum += std::abs(number);
    if (!std::isfinite(number)) {
      ++spread.not_finite;
      continue;
    }
    spread.low = begun ? std::min(spread.low, number) : number;
    spread.high = begun ? std::max(spread.high, number) : number;
    begun = true;
  }
  spread.mean_size = sum / static_cast<double>(numbers.size());
  const double scale = Spread::bins / (spread.high - spread.low);
  for (const double number : numbers) {
    if (!std::isfinite(number)) continue;
    const double place = std::isfinite(scale) ? (number - spread.low) * scale : 0;
    ++spread.counts[static_cast<std::size_t>(std::clamp(place, 0.0, Spread::bins - 1.0))];
  }
  return spread;
}

void count_slopes(const Numbers& slopes, LayerStudy& layer) {
  std::size_t saturated = 0;
  std::size_t dead = 0;
  const std::size_t neurons = slopes.size() / depth_samples;
  for (std::size_t neuron = 0; neuron < neurons; ++neuron) {
    const auto first = slopes.begin() + static_cast<std::ptrdiff_t>(neuron * depth_samples);
    const auto last = first + depth_samples;
    saturated += static_cast<std::size_t>(
        std::count_if(first, last, [](double slope) { return std::abs(slope) < saturated_slope; }));
    if (std::all_of(first, last, [](double slope) { return slope == 0; })) ++dead;
  }
  layer.saturated = static_cast<double>(saturated) / static_cast<double>(slopes.size());
  layer.dead = static_cast<double>(dead) / static_cast<double>(neurons);
}

DepthVerdict verdict_of(const DepthStudy& study) {
  constexpr double far_from_one = 1000;
  constexpr double many = 0.5;
  double dead = 0;
  for (const LayerStudy& layer : study.layers) {
    if (!std::isfinite(layer.a.mean_size) || !std::isfinite(layer.gradient.mean_size))
      return DepthVerdict::not_finite;
    dead = std::max(dead, layer.dead);
  }
  if (study.first_over_last > far_from_one) return DepthVerdict::exploding;
  if (dead > many) return DepthVerdict::dying;
  if (!(study.first_over_last >= 1 / far_from_one)) return DepthVerdict::vanishing;
  return DepthVerdict::healthy;
}

}  // namespace

std::string initialiser_call(DepthStart start, int out, int in, std::uint64_t seed) {
  const std::string sizes = std::to_string(out) + ", " + std::to_string(in);
  const std::string end = ", seed=" + std::to_string(seed) + ")";
  const Start its = start_of(start);
  if (its.std == 0) return std::string(its.initialiser) + "(" + sizes + end;
  return "normal([" + sizes + "], std=" + exact_text(its.std) + end;
}

DepthRun::DepthRun(const FunctionAt& function, const FormulaPtr& derivative,
                   const DepthSettings& settings)
    : settings_(settings),
      run_(std::array{function.formula, derivative}, function.variable, function.numbers) {
  settings_.depth = std::clamp(settings.depth, 1, most_depth);
  settings_.width = std::clamp(settings.width, 1, most_width);
  study_.layers.resize(static_cast<std::size_t>(settings_.depth));
  const auto count = static_cast<std::size_t>(settings_.width) * depth_samples;
  numbers_ = normal_numbers(count, settings_.seed * seeds_apart);
}

double DepthRun::work_of_layer() const {
  constexpr double of_function = 200;  // f and f' at a point take as long as so many products
  const double width = settings_.width;
  return width * depth_samples * (width + of_function);
}

bool DepthRun::advance() {
  const std::size_t depth = study_.layers.size();
  if (weights_.size() < depth) {
    up(study_.layers[weights_.size()]);
  } else if (below_ > 0) {
    down(--below_);
    if (below_ == 0) conclude();
  }
  return weights_.size() == depth && below_ == 0;
}

/// Values of the next layer.
void DepthRun::up(LayerStudy& layer) {
  weights_.push_back(weights_of(settings_, static_cast<int>(weights_.size()) + 2));
  const Numbers z = product(weights_.back(), numbers_, settings_.width, false);
  Numbers& slope = slopes_.emplace_back(z.size());
  const std::span<double> results[] = {numbers_, slope};
  run_(z, results);
  layer.z = spread_of(z);
  layer.a = spread_of(numbers_);
  count_slopes(slope, layer);
  below_ = weights_.size();
  if (below_ == study_.layers.size())
    numbers_ = normal_numbers(z.size(), settings_.seed * seeds_apart + 1);
}

/// The gradient at a layer's z, and what arrives at the layer below it.
void DepthRun::down(std::size_t layer) {
  for (std::size_t i = 0; i < numbers_.size(); ++i)
    numbers_[i] *= slopes_[layer][i];
  study_.layers[layer].gradient = spread_of(numbers_);
  numbers_ = product(weights_[layer], numbers_, settings_.width, true);
}

void DepthRun::conclude() {
  study_.first_over_last =
      study_.layers.front().gradient.mean_size / study_.layers.back().gradient.mean_size;
  study_.verdict = verdict_of(study_);
}

DepthStudy depth_study(const FunctionAt& function, const FormulaPtr& derivative,
                       const DepthSettings& settings) {
  DepthRun run(function, derivative, settings);
  while (!run.advance()) {
  }
  return run.study();
}

}  // namespace backprop
