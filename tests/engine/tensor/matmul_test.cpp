// The matrix kernels: every element is one sequential chain over k, bit for bit, in every
// instruction set and for every size and layout.
#include "engine/tensor/matmul.h"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace backprop::test {
namespace {

template <class Real>
struct Numbers {
  std::vector<Real> a, b, c;
};

template <class Real>
Real chain(const Matmul<Real>& call, std::ptrdiff_t m, std::ptrdiff_t n, bool fused) {
  Real sum = 0;
  for (std::ptrdiff_t k = 0; k < call.inner; ++k) {
    const Real a = call.a[m * call.a_row + k * call.a_column];
    const Real b = call.b[k * call.b_row + n];
    sum = fused ? std::fma(a, b, sum) : sum + a * b;
  }
  return sum;
}

template <class Real>
bool same(Real x, Real y) {
  if constexpr (sizeof(Real) == 4) {
    return std::bit_cast<std::uint32_t>(x) == std::bit_cast<std::uint32_t>(y);
  } else {
    return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
  }
}

/// Elements that differ from the chain, and writes outside C.
template <class Real>
int wrong(void (*kernel)(const Matmul<Real>&), std::ptrdiff_t rows, std::ptrdiff_t columns,
          std::ptrdiff_t inner, bool transposed, bool fused) {
  std::mt19937 random(static_cast<std::uint32_t>(rows * 31 + columns * 7 + inner));
  std::normal_distribution<Real> normal;
  const std::ptrdiff_t b_row = columns + 3;  // rows of B and C need not follow each other
  const std::ptrdiff_t c_row = columns + 5;
  Numbers<Real> numbers;
  numbers.a.resize(static_cast<std::size_t>(rows * inner + 1));
  numbers.b.resize(static_cast<std::size_t>(inner * b_row + 1));
  for (auto* list : {&numbers.a, &numbers.b}) {
    for (Real& number : *list)
      number = normal(random);
  }
  const Real untouched = -77;
  numbers.c.assign(static_cast<std::size_t>(rows * c_row + 1), untouched);
  Matmul<Real> call{rows,
                    columns,
                    inner,
                    numbers.a.data(),
                    transposed ? 1 : inner,
                    transposed ? rows : 1,
                    numbers.b.data(),
                    b_row,
                    numbers.c.data(),
                    c_row};
  kernel(call);
  int count = 0;
  for (std::ptrdiff_t m = 0; m < rows; ++m) {
    for (std::ptrdiff_t n = 0; n < c_row; ++n) {
      const Real found = numbers.c[static_cast<std::size_t>(m * c_row + n)];
      const Real expected = n < columns ? chain(call, m, n, fused) : untouched;
      count += same(found, expected) ? 0 : 1;
    }
  }
  return count;
}

TEST_CASE("every element is one chain over ascending k, in every instruction set") {
  const std::ptrdiff_t sizes[][3] = {{1, 1, 1},   {3, 5, 0},    {2, 16, 3},   {7, 17, 9},
                                     {6, 64, 50}, {10, 64, 31}, {13, 129, 8}, {25, 100, 20},
                                     {1, 200, 5}, {31, 7, 64},  {12, 63, 33}, {0, 4, 2}};
  for (const MatmulKernels& set : all_matmul_kernels()) {
    CAPTURE(std::string(set.instructions));
    for (const auto& size : sizes) {
      for (const bool transposed : {false, true}) {
        CAPTURE(size[0]);
        CAPTURE(size[1]);
        CAPTURE(size[2]);
        const bool fused = set.instructions != "baseline";
        CHECK(wrong<float>(set.float32, size[0], size[1], size[2], transposed, fused) == 0);
        CHECK(wrong<double>(set.float64, size[0], size[1], size[2], transposed, false) == 0);
      }
    }
  }
}

}  // namespace
}  // namespace backprop::test
