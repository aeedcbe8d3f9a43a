/// What a dense layer's training needs beside its products, in float32: elementwise loops, compiled
/// for each set of instructions. The same bits in all of them: no operation is fused.
///
/// Matrices are [rows, columns], row-major without gaps; a batch's samples stand in the columns.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace backprop {

/// torch.optim.Adam's constants for one update, its t-th.
struct AdamStep {
  float learning_rate = 0.001F;
  float beta1 = 0.9F;
  float beta2 = 0.999F;
  float eps = 1e-8F;
  float correction1 = 1;  ///< 1 - beta1^t
  float scale2 = 1;       ///< 1 / sqrt(1 - beta2^t)
};

/// Parameters and Adam's two moments, side by side.
template <class Number>
struct AdamNumbers {
  Number* w = nullptr;
  Number* m = nullptr;
  Number* v = nullptr;
};

/// Moments nearer to 0 become 0. Those of a weight without gradients decay without end, and as
/// subnormal numbers they would take a processor a hundred times as long.
inline constexpr float adam_settles_at = 0x1p-100F;

struct LayerKernels {
  std::string_view instructions;
  /// sum[r, n] += bias[r]; where `relu` is not null, relu of that goes there, which may be `sum`
  /// itself. `row_distance` lies between the rows of both.
  void (*add_bias)(float* sum, const float* bias, std::ptrdiff_t rows, std::ptrdiff_t columns,
                   std::ptrdiff_t row_distance, float* relu) = nullptr;
  /// to = d, but 0 where h <= 0 (not where it is NaN). `to` may be d itself.
  void (*mask)(const float* d, const float* h, std::ptrdiff_t count, float* to) = nullptr;
  /// sums[r] = chain over ascending n of d[r, n], from +0.
  void (*row_sums)(const float* d, std::ptrdiff_t rows, std::ptrdiff_t columns,
                   float* sums) = nullptr;
  /// `from` [rows, columns] turned: its element (r, c) goes to to[c * to_row + r].
  void (*transpose)(const float* from, std::ptrdiff_t rows, std::ptrdiff_t columns,
                    std::ptrdiff_t to_row, float* to) = nullptr;
  /// Correctly rounded: Adam's, by itself, so that all of them can be checked.
  void (*square_roots)(const float* x, std::ptrdiff_t count, float* roots) = nullptr;
  /// From one version to the next, which may be itself.
  void (*adam)(const AdamStep& step, const float* g, AdamNumbers<const float> from,
               AdamNumbers<float> to, std::ptrdiff_t count) = nullptr;
};

/// The fastest set first, as in all_matmul_kernels().
std::span<const LayerKernels> all_layer_kernels();

}  // namespace backprop
