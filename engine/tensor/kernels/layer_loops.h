/// The loops of layer_kernels.h, included by one file for each set of instructions. All in an
/// unnamed namespace, and without functions of the standard library: code made for AVX-512 must not
/// be shared.
#pragma once

#include "engine/tensor/layer_kernels.h"

namespace backprop {
namespace {

void add_bias(float* z, const float* bias, std::ptrdiff_t rows, std::ptrdiff_t columns, bool relu) {
  for (std::ptrdiff_t r = 0; r < rows; ++r) {
    float* row = z + r * columns;
    const float b = bias[r];
    if (relu) {
      for (std::ptrdiff_t n = 0; n < columns; ++n) {
        const float sum = row[n] + b;
        row[n] = sum <= 0 ? 0.0F : sum;  // NaN stays
      }
    } else {
      for (std::ptrdiff_t n = 0; n < columns; ++n)
        row[n] += b;
    }
  }
}

void mask(float* __restrict d, const float* __restrict h, std::ptrdiff_t count) {
  for (std::ptrdiff_t i = 0; i < count; ++i)
    d[i] = h[i] <= 0 ? 0.0F : d[i];
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

void transpose(const float* __restrict from, std::ptrdiff_t rows, std::ptrdiff_t columns,
               std::ptrdiff_t to_row, float* __restrict to) {
  constexpr std::ptrdiff_t block = 16;
  for (std::ptrdiff_t r = 0; r < rows; r += block) {
    for (std::ptrdiff_t c = 0; c < columns; c += block) {
      const std::ptrdiff_t last_row = r + block < rows ? r + block : rows;
      const std::ptrdiff_t last_column = c + block < columns ? c + block : columns;
      for (std::ptrdiff_t j = c; j < last_column; ++j) {
        for (std::ptrdiff_t i = r; i < last_row; ++i)
          to[j * to_row + i] = from[i * columns + j];
      }
    }
  }
}

/// As engine/nn/optimizer.cpp's rule, in float32.
void adam(const AdamStep& step, float* __restrict w, const float* __restrict g, float* __restrict m,
          float* __restrict v, std::ptrdiff_t count) {
  const AdamStep s = step;
  const float rate = s.learning_rate / s.correction1;
  const float rest1 = 1 - s.beta1;
  const float rest2 = 1 - s.beta2;
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    m[i] = s.beta1 * m[i] + rest1 * g[i];
    v[i] = s.beta2 * v[i] + rest2 * (g[i] * g[i]);
    const float spread = __builtin_sqrtf(v[i]) * s.scale2 + s.eps;
    w[i] = w[i] - rate * (m[i] / spread);
  }
}

}  // namespace
}  // namespace backprop
