// Training 784-500-10 (batches of 64, Adam, float32, data in memory) beside PyTorch at its best
// number of threads, where a Python with PyTorch is installed.
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

double samples_per_second(std::string_view instructions, int threads) {
  DenseTrainer trainer({{784, 500, 10}, batch, 0.001F, 1, threads, instructions});
  AlignedVector<float> x(std::size_t{784} * batch * batches);
  std::vector<std::uint8_t> classes(std::size_t{batch} * batches);
  for (std::size_t i = 0; i < x.size(); ++i)
    x[i] = static_cast<float>(random::uniform(1, i));
  for (std::size_t i = 0; i < classes.size(); ++i)
    classes[i] = static_cast<std::uint8_t>(random::bits(2, i) % 10);
  double best = 0;
  for (int round = 0; round < rounds; ++round) {
    const auto begin = std::chrono::steady_clock::now();
    for (std::size_t b = 0; b < batches; ++b) {
      trainer.step(std::span(x).subspan(b * 784 * batch, std::size_t{784} * batch),
                   std::span(classes).subspan(b * batch, batch));
    }
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
    best = std::max(best, batch * batches / spent.count());
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
  for (const MatmulKernels& set : all_matmul_kernels()) {
    for (int threads = 1; threads <= 2; ++threads) {
      const double ours = samples_per_second(set.instructions, threads);
      std::printf("%-8s %d thread%s %24.0f samples/s", std::string(set.instructions).c_str(),
                  threads, threads == 1 ? " " : "s", ours);
      if (torch > 0) std::printf(", %4.1f x PyTorch", ours / torch);
      std::printf("\n");
    }
  }
  return true;
}

}  // namespace backprop::bench
