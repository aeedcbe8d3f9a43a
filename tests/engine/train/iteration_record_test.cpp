// A recorded iteration: the same bits as an unrecorded one, every value and contribution what the
// op it stands for gives, and outer products rebuilt from their factors.
#include "engine/train/iteration_record.h"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <string>

#include "engine/random.h"
#include "engine/train/dense_trainer.h"
#include "tests/engine/train/allocations.h"
#include "tests/support/bits.h"

namespace backprop::test {
namespace {

const std::vector<std::ptrdiff_t> sizes{50, 37, 20, 10};
constexpr std::ptrdiff_t batch = 32;

struct Batch {
  std::vector<float> x;
  std::vector<std::uint8_t> classes;
};

Batch batch_of(std::uint64_t seed) {
  Batch made;
  for (std::uint64_t i = 0; i < 50 * batch; ++i)
    made.x.push_back(static_cast<float>(random::normal(seed, i)));
  for (std::uint64_t i = 0; i < batch; ++i)
    made.classes.push_back(static_cast<std::uint8_t>(random::bits(seed + 1, i) % 10));
  return made;
}

/// One element of a product as its chain says, fused where the fastest kernel is.
float chain(const auto& a, const auto& b, std::ptrdiff_t count) {
  const bool fused = all_matmul_kernels().front().instructions != "baseline";
  float sum = 0;
  for (std::ptrdiff_t k = 0; k < count; ++k)
    sum = fused ? std::fma(a(k), b(k), sum) : a(k) * b(k) + sum;
  return sum;
}

TEST_CASE("recording changes no bit, whenever it is switched on, for any number of threads") {
  for (const int threads : {1, 2, 3}) {
    CAPTURE(threads);
    DenseTrainer plain({sizes, batch, 0.01F, 5, threads, {}});
    DenseTrainer recorded({sizes, batch, 0.01F, 5, threads, {}});
    IterationRecord both(sizes, batch, IterationRecord::Versions::both);
    IterationRecord after(sizes, batch);
    for (std::uint64_t i = 0; i < 12; ++i) {
      IterationRecord& record = i % 2 == 0 ? both : after;
      const Batch its = batch_of(100 + i);
      const float loss = plain.step(its.x, its.classes);
      const float same = i % 3 == 1 ? recorded.step(its.x, its.classes)
                                    : recorded.step(its.x, its.classes, record);
      CHECK(std::bit_cast<std::uint32_t>(loss) == std::bit_cast<std::uint32_t>(same));
      if (i % 3 == 1) continue;
      CHECK(record.iteration() == static_cast<std::int64_t>(i) + 1);
      CHECK(record.after() == &recorded.version());
      CHECK((record.before() != nullptr) == (i % 2 == 0));
    }
    CHECK(different(plain.version().parameters, recorded.version().parameters) == 0);
    CHECK(different(plain.version().first_moments, recorded.version().first_moments) == 0);
    CHECK(different(plain.version().second_moments, recorded.version().second_moments) == 0);
  }
}

/// Every number of layer i from those before it.
void check_forward(const IterationRecord& record, std::size_t i) {
  const DenseLayer layer = record.layers()[i];
  const auto& parameters = record.before()->parameters;
  int wrong = 0;
  for (std::ptrdiff_t row = 0; row < layer.outputs; ++row) {
    for (std::ptrdiff_t n = 0; n < batch; ++n) {
      const float product = chain(
          [&](std::ptrdiff_t k) {
            return parameters[layer.weight + static_cast<std::size_t>(row * layer.inputs + k)];
          },
          [&](std::ptrdiff_t k) {
            return i == 0 ? record.x()[static_cast<std::size_t>(n * layer.inputs + k)]
                          : record.output(i - 1)[static_cast<std::size_t>(k * batch + n)];
          },
          layer.inputs);
      const auto at = static_cast<std::size_t>(row * batch + n);
      const float sum = product + parameters[layer.bias + static_cast<std::size_t>(row)];
      wrong += record.sum(i)[at] == sum ? 0 : 1;
      if (!record.output(i).empty()) wrong += record.output(i)[at] == std::max(sum, 0.0F) ? 0 : 1;
    }
  }
  CHECK(wrong == 0);
}

void check_backward(const IterationRecord& record, std::size_t i) {
  const DenseLayer layer = record.layers()[i];
  const auto weight = record.to_weight(i, all_matmul_kernels().front());
  int wrong = 0;
  for (std::ptrdiff_t row = 0; row < layer.outputs; ++row) {
    const auto delta = [&](std::ptrdiff_t n) {
      return record.to_sum(i)[static_cast<std::size_t>(row * batch + n)];
    };
    float bias = 0;
    for (std::ptrdiff_t n = 0; n < batch; ++n)
      bias += delta(n);
    wrong += record.to_bias(i)[static_cast<std::size_t>(row)] == bias ? 0 : 1;
    for (std::ptrdiff_t k = 0; k < layer.inputs; ++k) {
      const float product = chain(
          delta,
          [&](std::ptrdiff_t n) {
            return i == 0 ? record.x()[static_cast<std::size_t>(n * layer.inputs + k)]
                          : record.output(i - 1)[static_cast<std::size_t>(k * batch + n)];
          },
          batch);
      wrong += weight[static_cast<std::size_t>(row * layer.inputs + k)] == product ? 0 : 1;
    }
  }
  CHECK(wrong == 0);
}

/// What layer i adds to the gradient of its input, and what the relu before it lets through.
void check_to_input(const IterationRecord& record, std::size_t i) {
  const DenseLayer layer = record.layers()[i];
  const auto x =
      i == 0 ? record.to_x(*record.before(), all_matmul_kernels().front()) : std::vector<float>();
  int wrong = 0;
  for (std::ptrdiff_t row = 0; row < layer.inputs; ++row) {
    for (std::ptrdiff_t n = 0; n < batch; ++n) {
      const float product = chain(
          [&](std::ptrdiff_t k) {
            return record.before()
                ->parameters[layer.weight + static_cast<std::size_t>(k * layer.inputs + row)];
          },
          [&](std::ptrdiff_t k) {
            return record.to_sum(i)[static_cast<std::size_t>(k * batch + n)];
          },
          layer.outputs);
      const auto at = static_cast<std::size_t>(row * batch + n);
      wrong += (i == 0 ? x[at] : record.to_output(i - 1)[at]) == product ? 0 : 1;
      if (i == 0) continue;
      const float through = record.output(i - 1)[at] > 0 ? product : 0.0F;
      wrong += record.to_sum(i - 1)[at] == through ? 0 : 1;
    }
  }
  CHECK(wrong == 0);
}

void check_loss(const IterationRecord& record) {
  const std::size_t last = record.layers().size() - 1;
  double mean = 0;
  for (std::ptrdiff_t n = 0; n < batch; ++n) {
    const auto z = [&](std::ptrdiff_t k) {
      return static_cast<double>(record.sum(last)[static_cast<std::size_t>(k * batch + n)]);
    };
    double all = 0;
    for (std::ptrdiff_t k = 0; k < 10; ++k)
      all += std::exp(z(k));
    const std::uint8_t target = record.classes()[static_cast<std::size_t>(n)];
    mean += (std::log(all) - z(target)) / static_cast<double>(batch);
    for (std::ptrdiff_t k = 0; k < 10; ++k) {
      const double delta =
          (std::exp(z(k)) / all - (k == target ? 1 : 0)) / static_cast<double>(batch);
      CHECK(static_cast<double>(record.to_sum(last)[static_cast<std::size_t>(k * batch + n)]) ==
            doctest::Approx(delta).epsilon(1e-4));
    }
  }
  CHECK(static_cast<double>(record.loss()) == doctest::Approx(mean).epsilon(1e-5));
}

TEST_CASE("every recorded number follows from those before it") {
  DenseTrainer trainer({sizes, batch, 0.01F, 5, 2, {}});
  IterationRecord record(sizes, batch, IterationRecord::Versions::both);
  for (std::uint64_t i = 0; i < 5; ++i) {
    const Batch its = batch_of(i);
    trainer.step(its.x, its.classes, record);
    CHECK(different(record.x(), its.x) == 0);
    CHECK(std::equal(its.classes.begin(), its.classes.end(), record.classes().begin()));
  }
  for (std::size_t i = 0; i < 3; ++i) {
    CAPTURE(i);
    check_forward(record, i);
    check_backward(record, i);
    check_to_input(record, i);
  }
  check_loss(record);
}

TEST_CASE("the version before is the one that was read, the version after what Adam makes of it") {
  DenseTrainer trainer({sizes, batch, 0.01F, 5, 2, {}});
  IterationRecord record(sizes, batch, IterationRecord::Versions::both);
  const Batch its = batch_of(1);
  for (int i = 0; i < 3; ++i)
    trainer.step(its.x, its.classes);
  const DenseVersion read = trainer.version();
  trainer.step(its.x, its.classes, record);
  CHECK(different(read.parameters, record.before()->parameters) == 0);
  CHECK(different(read.first_moments, record.before()->first_moments) == 0);
  CHECK(different(trainer.version().parameters, record.after()->parameters) == 0);

  const DenseLayer layer = record.layers()[1];
  const auto gradient = record.to_weight(1, all_matmul_kernels().front());
  const double t = 4;
  const auto correction1 = static_cast<float>(1 - std::pow(0.9, t));
  const auto scale2 = static_cast<float>(1 / std::sqrt(1 - std::pow(0.999, t)));
  int wrong = 0;
  for (std::size_t k = 0; k < gradient.size(); ++k) {
    const std::size_t at = layer.weight + k;
    const float m = 0.9F * read.first_moments[at] + (1 - 0.9F) * gradient[k];
    const float v = 0.999F * read.second_moments[at] + (1 - 0.999F) * (gradient[k] * gradient[k]);
    const float w =
        read.parameters[at] - 0.01F / correction1 * (m / (std::sqrt(v) * scale2 + 1e-8F));
    wrong += record.after()->first_moments[at] == m && record.after()->second_moments[at] == v &&
                     record.after()->parameters[at] == w
                 ? 0
                 : 1;
  }
  CHECK(wrong == 0);
}

TEST_CASE("recording allocates nothing after the first time, and says how large its arena is") {
  DenseTrainer trainer({sizes, batch, 0.01F, 1, 2, {}});
  IterationRecord record(sizes, batch, IterationRecord::Versions::both);
  const Batch its = batch_of(7);
  trainer.step(its.x, its.classes, record);
  const auto before = allocations();
  if (!before) MESSAGE("allocations are not counted under AddressSanitizer");
  const float* where = record.sum(0).data();
  for (int i = 0; i < 20; ++i)
    trainer.step(its.x, its.classes, record);
  CHECK(allocations() == before);
  CHECK(record.sum(0).data() == where);
  const std::size_t numbers = 50 * 32 + 4 * (37 + 20) * 32 + 2 * 10 * 32 + 37 + 20 + 10;
  CHECK(record.arena_bytes() >= numbers * sizeof(float));
  CHECK(record.arena_bytes() < (numbers + 16 * 16) * sizeof(float));
}

TEST_CASE("aligned memory counts as an allocation") {
  const auto before = allocations();
  const AlignedVector<float> some(1000);
  if (before) CHECK(*allocations() == *before + 1);
  CHECK(reinterpret_cast<std::uintptr_t>(some.data()) % 64 == 0);
}

}  // namespace
}  // namespace backprop::test
