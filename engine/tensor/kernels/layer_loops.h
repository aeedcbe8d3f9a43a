/// The loops of layer_kernels.h, included by one file for each set of instructions. All in an
/// unnamed namespace, and without functions of the standard library: code made for AVX-512 must not
/// be shared.
#pragma once

#include "engine/tensor/kernels/simd.h"
#include "engine/tensor/layer_kernels.h"

namespace backprop {
namespace {

// Where an output may be the input itself, element for element, ivdep says so.

void add_bias(float* sum, const float* bias, std::ptrdiff_t rows, std::ptrdiff_t columns,
              std::ptrdiff_t row_distance, float* relu) {
  for (std::ptrdiff_t r = 0; r < rows; ++r) {
    float* const its = sum + r * row_distance;
    const float b = bias[r];
    if (relu == nullptr) {
      for (std::ptrdiff_t n = 0; n < columns; ++n)
        its[n] += b;
      continue;
    }
    float* const to = relu + r * row_distance;
#pragma GCC ivdep
    for (std::ptrdiff_t n = 0; n < columns; ++n) {
      const float z = its[n] + b;
      its[n] = z;
      to[n] = z <= 0 ? 0.0F : z;  // NaN stays
    }
  }
}

void mask(const float* d, const float* h, std::ptrdiff_t count, float* to) {
#pragma GCC ivdep
  for (std::ptrdiff_t i = 0; i < count; ++i)
    to[i] = h[i] <= 0 ? 0.0F : d[i];
}

/// Eight rows at a time, since each row is one chain.
void row_sums(const float* d, std::ptrdiff_t rows, std::ptrdiff_t columns, float* sums) {
  constexpr std::ptrdiff_t together = 8;
  std::ptrdiff_t r = 0;
  for (; r + together <= rows; r += together) {
    float sum[together] = {};
    for (std::ptrdiff_t n = 0; n < columns; ++n) {
      for (std::ptrdiff_t i = 0; i < together; ++i)
        sum[i] += d[(r + i) * columns + n];
    }
    for (std::ptrdiff_t i = 0; i < together; ++i)
      sums[r + i] = sum[i];
  }
  for (; r < rows; ++r) {
    float sum = 0;
    for (std::ptrdiff_t n = 0; n < columns; ++n)
      sum += d[r * columns + n];
    sums[r] = sum;
  }
}

/// `size` x `size` numbers: in each round every row is interleaved with the one half the block
/// away.
template <int size>
void transpose_block(const float* from, std::ptrdiff_t from_row, float* to, std::ptrdiff_t to_row) {
  using S = Simd<float, size * 4>;
  typename Simd<int, size * 4>::Vector low, high;  // of the first halves, of the second halves
  for (int i = 0; i < size; ++i) {
    low[i] = i / 2 + i % 2 * size;
    high[i] = low[i] + size / 2;
  }
  typename S::Vector rows[size];
  for (int i = 0; i < size; ++i)
    rows[i] = S::load(from + i * from_row);
  for (int round = 1; round < size; round *= 2) {
    typename S::Vector next[size];
    for (int i = 0; i < size / 2; ++i) {
      next[2 * i] = __builtin_shuffle(rows[i], rows[i + size / 2], low);
      next[2 * i + 1] = __builtin_shuffle(rows[i], rows[i + size / 2], high);
    }
    for (int i = 0; i < size; ++i)
      rows[i] = next[i];
  }
  for (int i = 0; i < size; ++i)
    S::store(to + i * to_row, rows[i]);
}

template <int size>
void transpose(const float* from, std::ptrdiff_t rows, std::ptrdiff_t columns,
               std::ptrdiff_t to_row, float* to) {
  constexpr std::ptrdiff_t ahead = 64;  // so many rows are too many for the processor to foresee
  const std::ptrdiff_t whole_rows = rows / size * size;
  const std::ptrdiff_t whole_columns = columns / size * size;
  for (std::ptrdiff_t r = 0; r < whole_rows; r += size) {
    for (std::ptrdiff_t c = 0; c < whole_columns; c += size) {
      for (int i = 0; i < size; ++i)
        __builtin_prefetch(from + (r + i) * columns + c + ahead);
      transpose_block<size>(from + r * columns + c, columns, to + c * to_row + r, to_row);
    }
  }
  for (std::ptrdiff_t r = 0; r < rows; ++r) {
    for (std::ptrdiff_t c = r < whole_rows ? whole_columns : 0; c < columns; ++c)
      to[c * to_row + r] = from[r * columns + c];
  }
}

void square_roots(const float* x, std::ptrdiff_t count, float* roots) {
  for (std::ptrdiff_t i = 0; i < count; ++i)
    roots[i] = __builtin_sqrtf(x[i]);
}

/// As engine/nn/optimizer.cpp's rule, in float32, for one number or a vector of them; `Math` has
/// for these
///     settled(m)       m, or 0 where it is nearer to 0 than adam_settles_at
///     settled_root(v)  the same to v, which is not negative; gives its square root
struct AdamRule {
  explicit AdamRule(const AdamStep& step)
      : beta1(step.beta1),
        rest1(1 - step.beta1),
        beta2(step.beta2),
        rest2(1 - step.beta2),
        rate(step.learning_rate / step.correction1),
        scale2(step.scale2),
        eps(step.eps) {}

  template <class Math, class Real>
  [[gnu::always_inline]] void apply(Real g, Real& w, Real& m, Real& v) const {
    m = Math::settled(beta1 * m + rest1 * g);
    v = beta2 * v + rest2 * (g * g);
    const Real root = Math::settled_root(v);
    w = w - rate * (m / (root * scale2 + eps));
  }

  float beta1, rest1, beta2, rest2, rate, scale2, eps;
};

struct PlainMath {
  static float settled(float m) { return __builtin_fabsf(m) < adam_settles_at ? 0.0F : m; }
  static float settled_root(float& v) {
    v = v < adam_settles_at ? 0.0F : v;
    return __builtin_sqrtf(v);
  }
};

void adam(const AdamStep& step, const float* g, AdamNumbers<const float> from,
          AdamNumbers<float> to, std::ptrdiff_t count) {
  const AdamRule rule(step);
#pragma GCC ivdep
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    float w = from.w[i];
    float m = from.m[i];
    float v = from.v[i];
    rule.apply<PlainMath>(g[i], w, m, v);
    to.w[i] = w;
    to.m[i] = m;
    to.v[i] = v;
  }
}

}  // namespace
}  // namespace backprop
