// The fast float32 trainer: the op table's gradients, the same bits for any number of threads and
// at any vector width, and no allocation.
#include "engine/train/dense_trainer.h"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <string>

#include "engine/number_text.h"
#include "engine/random.h"
#include "engine/trace/time.h"
#include "tests/engine/train/allocations.h"
#include "tests/support/bits.h"
#include "tests/support/programs.h"

namespace backprop::test {
namespace {

struct Batch {
  std::vector<float> x;
  std::vector<std::uint8_t> classes;
};

Batch batch_of(std::ptrdiff_t inputs, std::ptrdiff_t samples, std::ptrdiff_t classes,
               std::uint64_t seed) {
  Batch batch;
  for (std::ptrdiff_t i = 0; i < inputs * samples; ++i)
    batch.x.push_back(static_cast<float>(random::normal(seed, static_cast<std::uint64_t>(i))));
  for (std::ptrdiff_t i = 0; i < samples; ++i)
    batch.classes.push_back(
        static_cast<std::uint8_t>(random::bits(seed + 1, static_cast<std::uint64_t>(i)) %
                                  static_cast<std::uint64_t>(classes)));
  return batch;
}

std::string list_text(std::span<const float> numbers, std::ptrdiff_t columns) {
  std::string text = "[";
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (columns > 0 && i % static_cast<std::size_t>(columns) == 0) text += i == 0 ? "[" : "], [";
    text += exact_text(static_cast<double>(numbers[i])) + ",";
  }
  return text + (columns > 0 ? "]]" : "]");
}

TEST_CASE("gradients, loss and update are the op table's") {
  DenseTrainer trainer({{5, 7, 4, 3}, 6, 0.01F, 3, 1, {}});
  const auto start = trainer.version().parameters;
  const Batch batch = batch_of(5, 6, 3, 11);
  IterationRecord record({5, 7, 4, 3}, 6);
  const float loss = trainer.step(batch.x, batch.classes, record);
  std::vector<float> gradients;
  for (std::size_t i = 0; i < 3; ++i) {
    const auto weight = record.to_weight(i, all_matmul_kernels().front());
    gradients.insert(gradients.end(), weight.begin(), weight.end());
    gradients.insert(gradients.end(), record.to_bias(i).begin(), record.to_bias(i).end());
  }

  std::string text = "x = tensor(" + list_text(batch.x, 5) + ")\n";
  const std::ptrdiff_t sizes[] = {5, 7, 4, 3};
  std::size_t next = 0;
  std::string value = "x";
  for (int layer = 0; layer < 3; ++layer) {
    const auto name = std::to_string(layer);
    const auto weights = static_cast<std::size_t>(sizes[layer] * sizes[layer + 1]);
    const auto biases = static_cast<std::size_t>(sizes[layer + 1]);
    text += "W" + name + " = param(" +
            list_text(std::span(start).subspan(next, weights), sizes[layer]) + ")\n";
    text += "b" + name + " = param(" +
            list_text(std::span(start).subspan(next + weights, biases), 0) + ")\n";
    next += weights + biases;
    value = "linear(" + value + ", W" + name + ", b" + name + ")";
    if (layer < 2) value = "relu(" + value + ")";
  }
  std::string classes;
  for (const std::uint8_t its : batch.classes)
    classes += std::to_string(its) + ", ";
  text += "J = cross_entropy(" + value + ", [" + classes + "])\nJ.backward()\nadam(lr=0.01)\n";
  const auto trace = run_of(text);
  CHECK(loss == doctest::Approx(trace->value(trace->loss()).data[0]).epsilon(1e-5));
  next = 0;
  for (const Parameter& parameter : trace->parameters) {
    CAPTURE(parameter.name);
    const Tensor gradient =
        gradient_at(*trace, parameter.versions[0], trace->backward_runs[0].end_step);
    const Tensor& updated = trace->value(parameter.versions[1]).data;
    for (Index i = 0; i < gradient.size(); ++i, ++next) {
      CHECK(std::abs(gradients[next] - gradient[i]) < 1e-6);
      // Adam's first step is a sign: where the gradient is not 0, they agree.
      if (std::abs(gradient[i]) > 1e-5)
        CHECK(std::abs(trainer.version().parameters[next] - updated[i]) < 1e-6);
    }
  }
  CHECK(next == trainer.version().parameters.size());
}

std::vector<float> trained(int threads, std::string_view instructions) {
  DenseTrainer trainer({{50, 37, 20, 10}, 64, 0.01F, 5, threads, instructions});
  for (std::uint64_t i = 0; i < 20; ++i) {
    const Batch batch = batch_of(50, 64, 10, 100 + i);
    trainer.step(batch.x, batch.classes);
  }
  return {trainer.version().parameters.begin(), trainer.version().parameters.end()};
}

TEST_CASE("any number of threads and any fused vector width gives the same bits") {
  const std::vector<float> one = trained(1, {});
  for (const int threads : {2, 3, 5})
    CHECK(different(one, trained(threads, {})) == 0);
  for (const MatmulKernels& set : all_matmul_kernels()) {
    CAPTURE(std::string(set.instructions));
    const std::vector<float> its = trained(1, set.instructions);
    CHECK(different(its, trained(2, set.instructions)) == 0);
    const bool fused =
        set.instructions != "baseline" || all_matmul_kernels().front().instructions == "baseline";
    if (fused) CHECK(different(one, its) == 0);
  }
}

TEST_CASE("training learns, and allocates nothing after the first step") {
  DenseTrainer trainer({{20, 30, 4}, 32, 0.01F, 1, 2, {}});
  const Batch batch = batch_of(20, 32, 4, 7);
  const float first = trainer.step(batch.x, batch.classes);
  const auto before = allocations();
  if (!before) MESSAGE("allocations are not counted under AddressSanitizer");
  float last = first;
  for (int i = 0; i < 200; ++i)
    last = trainer.step(batch.x, batch.classes);
  CHECK(allocations() == before);
  CHECK(first > 1);
  CHECK(last < 0.05F);
}

}  // namespace
}  // namespace backprop::test
