// Training 784-500-10 (batches of 64, Adam, float32, data in memory) beside PyTorch at its best
// number of threads, where a Python with PyTorch is installed.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "engine/random.h"
#include "engine/tensor/aligned.h"
#include "engine/train/dense_trainer.h"
#include "tests/bench/bench.h"

namespace backprop::bench {
namespace {

constexpr int batch = 64;
constexpr int batches = 60;
constexpr int rounds = 20;

constexpr std::ptrdiff_t inputs = 784;
const std::vector<std::ptrdiff_t> sizes{inputs, 500, 10};

struct Data {
  Data() : x(std::size_t{inputs} * batch * batches), classes(std::size_t{batch} * batches) {
    for (std::size_t i = 0; i < x.size(); ++i)
      x[i] = static_cast<float>(random::uniform(1, i));
    for (std::size_t i = 0; i < classes.size(); ++i)
      classes[i] = static_cast<std::uint8_t>(random::bits(2, i) % 10);
  }
  AlignedVector<float> x;
  std::vector<std::uint8_t> classes;
};

/// Samples per second of one pass over the data.
template <class Step>
double pass(const Data& data, const Step& step) {
  const auto begin = std::chrono::steady_clock::now();
  for (std::size_t b = 0; b < batches; ++b) {
    step(std::span(data.x).subspan(b * inputs * batch, std::size_t{inputs} * batch),
         std::span(data.classes).subspan(b * batch, batch));
  }
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
  return batch * batches / spent.count();
}

struct Speed {
  double plain = 0;
  double recorded = 0;
  double both_versions = 0;  ///< recorded, with the parameters and moments from before kept, too
};

/// The best of several passes, those recorded in turn with those not.
Speed measure(const Data& data, std::string_view instructions, int threads) {
  DenseTrainer trainer({sizes, batch, 0.001F, 1, threads, instructions});
  IterationRecord record(sizes, batch);
  IterationRecord with_both(sizes, batch, IterationRecord::Versions::both);
  Speed best;
  for (int round = 0; round < rounds; ++round) {
    best.plain =
        std::max(best.plain, pass(data, [&](auto x, auto classes) { trainer.step(x, classes); }));
    best.recorded = std::max(
        best.recorded, pass(data, [&](auto x, auto classes) { trainer.step(x, classes, record); }));
    best.both_versions =
        std::max(best.both_versions,
                 pass(data, [&](auto x, auto classes) { trainer.step(x, classes, with_both); }));
  }
  return best;
}

/// PyTorch's best over 1 and 2 threads; 0 where it is not installed.
double torch_samples_per_second() {
  double best = 0;
  for (const std::string python : {"/usr/bin/python3", "python3"}) {
    const std::string command = python + " " TEST_DATA_DIR "/bench/torch_training.py 2 2>/dev/null";
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    int threads = 0;
    double rate = 0;
    while (pipe != nullptr && std::fscanf(pipe.get(), "%d %lf", &threads, &rate) == 2)
      best = std::max(best, rate);
    if (best > 0) break;
  }
  return best;
}

}  // namespace

bool bench_training() {
  const double torch = torch_samples_per_second();
  if (torch > 0) {
    std::printf("PyTorch at its best of 1 and 2 threads %8.0f samples/s\n", torch);
  } else {
    std::printf("PyTorch is not installed: no reference\n");
  }
  const Data data;
  for (const MatmulKernels& set : all_matmul_kernels()) {
    for (int threads = 1; threads <= 2; ++threads) {
      const Speed ours = measure(data, set.instructions, threads);
      std::printf("%-8s %d thread%s %24.0f samples/s", std::string(set.instructions).c_str(),
                  threads, threads == 1 ? " " : "s", ours.plain);
      if (torch > 0) std::printf(", %4.1f x PyTorch", ours.plain / torch);
      const auto more = [&](double recorded) { return 100 * (ours.plain / recorded - 1); };
      std::printf("; recorded in full: %+.0f %% time, with both versions kept %+.0f %%\n",
                  more(ours.recorded), more(ours.both_versions));
    }
  }
  std::printf("a recorded iteration takes %.2f MB, the next one the same memory\n",
              1e-6 * static_cast<double>(IterationRecord(sizes, batch).arena_bytes()));
  return true;
}

}  // namespace backprop::bench
