/// The kernel, for any vector width: included by one file for each set of instructions, which is
/// compiled for it. All in an unnamed namespace: code made for AVX-512 must not be shared.
#pragma once

#include "engine/tensor/kernels/simd.h"
#include "engine/tensor/matmul.h"

namespace backprop {
namespace {

/// sum + a b, for vectors. The file's flags decide whether that is one rounding
/// (-ffp-contract=fast) or two.
template <class T>
inline T chained(T sum, T a, T b) {
  return a * b + sum;
}

/// For single numbers said explicitly: of a loop over k the compiler would make vectors of
/// products.
inline float chained(float sum, float a, float b) {
#ifdef __FMA__
  return __builtin_fmaf(a, b, sum);
#else
  return a * b + sum;
#endif
}

/// `height` rows and `width` vectors of C.
template <class Real, int bytes, int height, int width>
void tile(const Matmul<Real>& call, std::ptrdiff_t row, std::ptrdiff_t column) {
  using S = Simd<Real, bytes>;
  using Vector = typename S::Vector;
  Vector sums[height][width];  // set one by one: "= {}" would become a loop over memory
  for (int i = 0; i < height; ++i) {
    for (int j = 0; j < width; ++j)
      sums[i][j] = Vector{};
  }
  const Real* a = call.a + row * call.a_row;
  const Real* b = call.b + column;
  const std::ptrdiff_t a_row = call.a_row;
  const std::ptrdiff_t a_column = call.a_column;
  const std::ptrdiff_t b_row = call.b_row;
#pragma GCC unroll 4
  for (std::ptrdiff_t k = call.inner; k > 0; --k) {
    Vector of_b[width];
    for (int j = 0; j < width; ++j)
      of_b[j] = S::load(b + j * S::lanes);
    for (int i = 0; i < height; ++i) {
      const Vector of_a = a[i * a_row] - Vector{};  // the number in every lane
      for (int j = 0; j < width; ++j)
        sums[i][j] = chained(sums[i][j], of_a, of_b[j]);
    }
    a += a_column;
    b += b_row;
  }
  for (int i = 0; i < height; ++i) {
    for (int j = 0; j < width; ++j)
      S::store(call.c + (row + i) * call.c_row + column + j * S::lanes, sums[i][j]);
  }
}

/// The same for the columns that do not fill a vector.
template <class Real>
void rest(const Matmul<Real>& call, std::ptrdiff_t first_column) {
  for (std::ptrdiff_t row = 0; row < call.rows; ++row) {
    for (std::ptrdiff_t column = first_column; column < call.columns; ++column) {
      Real sum = 0;
      for (std::ptrdiff_t k = 0; k < call.inner; ++k)
        sum = chained(sum, call.a[row * call.a_row + k * call.a_column],
                      call.b[k * call.b_row + column]);
      call.c[row * call.c_row + column] = sum;
    }
  }
}

/// The last rows, fewer than `height`, in one tile.
template <class Real, int bytes, int height, int width>
void last_rows(const Matmul<Real>& call, std::ptrdiff_t row, std::ptrdiff_t column) {
  if constexpr (height > 0) {
    if (call.rows - row == height) {
      tile<Real, bytes, height, width>(call, row, column);
    } else {
      last_rows<Real, bytes, height - 1, width>(call, row, column);
    }
  }
}

/// All rows of `width` vectors of columns, `height` rows at a time.
template <class Real, int bytes, int height, int width>
void rows_of(const Matmul<Real>& call, std::ptrdiff_t column) {
  std::ptrdiff_t row = 0;
  for (; row + height <= call.rows; row += height)
    tile<Real, bytes, height, width>(call, row, column);
  last_rows<Real, bytes, height - 1, width>(call, row, column);
}

template <class Real, int bytes, int height, int width>
void product(const Matmul<Real>& call) {
  constexpr std::ptrdiff_t lanes = Simd<Real, bytes>::lanes;
  std::ptrdiff_t column = 0;
  for (; column + width * lanes <= call.columns; column += width * lanes)
    rows_of<Real, bytes, height, width>(call, column);
  for (; column + lanes <= call.columns; column += lanes)
    rows_of<Real, bytes, height, 1>(call, column);
  if (column < call.columns) rest(call, column);
}

template <int bytes>
double peak(std::ptrdiff_t rounds) {
  using S = Simd<float, bytes>;
  using Vector = typename S::Vector;
  constexpr int chains = 12;  // enough to cover the operation's latency
  Vector sums[chains];
  for (int i = 0; i < chains; ++i)
    sums[i] = static_cast<float>(i) - Vector{};
  const Vector a = 0.999F - Vector{};
  const Vector b = 0.001F - Vector{};
  for (std::ptrdiff_t round = 0; round < rounds; ++round) {
    for (int i = 0; i < chains; ++i)
      sums[i] = chained(b, sums[i], a);
  }
  float total = 0;
  for (int i = 0; i < chains; ++i)
    total += sums[i][0];
  const volatile float keep = total;
  (void)keep;
  return 2.0 * chains * S::lanes * static_cast<double>(rounds);
}

}  // namespace
}  // namespace backprop
