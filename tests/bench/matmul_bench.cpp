// The products of training 784-500-10 with batches of 64 in float32, one thread, beside the
// machine's own peak of fused multiply-adds.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "engine/tensor/aligned.h"
#include "engine/tensor/matmul.h"
#include "tests/bench/bench.h"

namespace backprop::bench {
namespace {

/// Operations per nanosecond: the best of many rounds, since others use the machine too.
double best(const std::function<double()>& work) {
  double most = 0;
  for (int round = 0; round < 60; ++round) {
    const auto begin = std::chrono::steady_clock::now();
    const double operations = work();
    const std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - begin;
    most = std::max(most, operations / spent.count());
  }
  return most;
}

struct Shape {
  const char* what;
  std::ptrdiff_t rows, columns, inner;
  bool transposed;  ///< A is read by columns
};

constexpr Shape shapes[] = {
    {"hidden:   W1 [500,784] X^T [784,64]", 500, 64, 784, false},
    {"output:   W2 [10,500] H^T [500,64]", 10, 64, 500, false},
    {"dW1:      D1^T [500,64] X [64,784]", 500, 784, 64, false},
    {"dW2:      D2^T [10,64] H [64,500]", 10, 500, 64, false},
    {"dH^T:     W2^T [500,10] D2^T [10,64]", 500, 64, 10, true},
};

}  // namespace

bool bench_matmul() {
  for (const MatmulKernels& set : all_matmul_kernels()) {
    const double peak = best([&] { return set.peak(100'000); });
    std::printf("%-8s peak %6.1f GF/s\n", std::string(set.instructions).c_str(), peak);
    for (const Shape& shape : shapes) {
      const auto size = [](std::ptrdiff_t a, std::ptrdiff_t b) {
        return static_cast<std::size_t>(a * b);
      };
      AlignedVector<float> a(size(shape.rows, shape.inner), 0.5F);
      AlignedVector<float> b(size(shape.inner, shape.columns), 0.25F);
      AlignedVector<float> c(size(shape.rows, shape.columns));
      const Matmul<float> call{shape.rows,
                               shape.columns,
                               shape.inner,
                               a.data(),
                               shape.transposed ? 1 : shape.inner,
                               shape.transposed ? shape.rows : 1,
                               b.data(),
                               shape.columns,
                               c.data(),
                               shape.columns};
      const double rate = best([&] {
        set.float32(call);
        return 2.0 * static_cast<double>(shape.rows * shape.columns * shape.inner);
      });
      std::printf("  %-38s %6.1f GF/s, %3.0f %% of the peak\n", shape.what, rate,
                  100 * rate / peak);
    }
  }
  return true;
}

}  // namespace backprop::bench
