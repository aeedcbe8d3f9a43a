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
#include "tests/bench/eigen_products.h"

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

/// The matrices of a shape, and the two ways to multiply them.
class Operands {
 public:
  explicit Operands(const Shape& shape)
      : shape_(shape),
        a_(size(shape.rows, shape.inner), 0.5F),
        b_(size(shape.inner, shape.columns), 0.25F),
        c_(size(shape.rows, shape.columns)) {}

  void run(const MatmulKernels& set) const {
    set.float32({shape_.rows, shape_.columns, shape_.inner, a_.data(),
                 shape_.transposed ? 1 : shape_.inner, shape_.transposed ? shape_.rows : 1,
                 b_.data(), shape_.columns, c_.data(), shape_.columns});
  }
  EigenCall eigen_call() const {
    return {a_.data(),      b_.data(),    c_.data(),        shape_.rows,
            shape_.columns, shape_.inner, shape_.transposed};
  }

  /// GF/s of a way to multiply them.
  template <class Product>
  double rate(const Product& product) const {
    return best([&] {
      product(*this);
      return 2.0 * static_cast<double>(shape_.rows * shape_.columns * shape_.inner);
    });
  }

 private:
  static std::size_t size(std::ptrdiff_t a, std::ptrdiff_t b) {
    return static_cast<std::size_t>(a * b);
  }

  Shape shape_;
  AlignedVector<float> a_, b_;
  mutable AlignedVector<float> c_;
};

}  // namespace

bool bench_matmul() {
  for (const MatmulKernels& set : all_matmul_kernels()) {
    const double peak = best([&] { return set.peak(100'000); });
    std::printf("%-8s peak %6.1f GF/s\n", std::string(set.instructions).c_str(), peak);
    const auto eigen = eigen_product(set.instructions);
    for (const Shape& shape : shapes) {
      const Operands operands(shape);
      const double ours = operands.rate([&](const Operands& its) { its.run(set); });
      std::printf("  %-38s %6.1f GF/s, %3.0f %% of the peak", shape.what, ours, 100 * ours / peak);
      if (eigen != nullptr) {
        const double its = operands.rate([&](const Operands& same) { eigen(same.eigen_call()); });
        std::printf("; %4.2f x Eigen", ours / its);
      }
      std::printf("\n");
    }
  }
  return true;
}

}  // namespace backprop::bench
