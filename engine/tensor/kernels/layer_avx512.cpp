// Compiled for avx512; see CMakeLists.txt for the flags.
#include <immintrin.h>

#include "engine/tensor/kernels/kernels.h"
#include "engine/tensor/kernels/layer_loops.h"

namespace backprop {
namespace {

/// Correctly rounded for 0 and all finite numbers from 2^-100 on (checked for every one of them):
/// an estimate, refined by Newton's and then by Markstein's step (IBM Journal of Research and
/// Development 34(1), 1990), which takes half the time of the processor's own root.
__m512 refined_root(__m512 x) {
  const __m512 half = _mm512_set1_ps(0.5F);
  const __m512 estimate = _mm512_rsqrt14_ps(x);
  __m512 root = _mm512_mul_ps(x, estimate);
  __m512 slope = _mm512_mul_ps(half, estimate);  // 1 / (2 root)
  const __m512 off = _mm512_fnmadd_ps(root, slope, half);
  root = _mm512_fmadd_ps(root, off, root);
  slope = _mm512_fmadd_ps(slope, off, slope);
  const __m512 rest = _mm512_fnmadd_ps(root, root, x);
  root = _mm512_fmadd_ps(rest, slope, root);
  const __mmask16 is_zero = _mm512_cmp_ps_mask(x, _mm512_setzero_ps(), _CMP_EQ_OQ);
  return _mm512_mask_mov_ps(root, is_zero, x);
}

/// Below, the rest would lose digits; infinities and what has no root are the processor's, too.
bool can_refine(__m512 x) {
  const __mmask16 within = _mm512_cmp_ps_mask(x, _mm512_set1_ps(0x1p-100F), _CMP_GE_OQ) &
                           _mm512_cmp_ps_mask(x, _mm512_set1_ps(__builtin_inff()), _CMP_LT_OQ);
  return (within | _mm512_cmp_ps_mask(x, _mm512_setzero_ps(), _CMP_EQ_OQ)) == 0xffff;
}

__m512 root_of(__m512 x) {
  return can_refine(x) ? refined_root(x) : _mm512_sqrt_ps(x);
}

constexpr std::ptrdiff_t lanes = 16;

void refined_roots(const float* x, std::ptrdiff_t count, float* roots) {
  std::ptrdiff_t i = 0;
  for (; i + lanes <= count; i += lanes)
    _mm512_storeu_ps(roots + i, root_of(_mm512_loadu_ps(x + i)));
  square_roots(x + i, count - i, roots + i);
}

/// The refined root keeps the divider free for the division.
void adam_with_refined_roots(const AdamStep& step, const float* g, AdamNumbers<const float> from,
                             AdamNumbers<float> to, std::ptrdiff_t count) {
  const AdamRule rule(step);
  std::ptrdiff_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    __m512 w = _mm512_loadu_ps(from.w + i);
    __m512 m = _mm512_loadu_ps(from.m + i);
    __m512 v = _mm512_loadu_ps(from.v + i);
    rule.apply(_mm512_loadu_ps(g + i), w, m, v, root_of);
    _mm512_storeu_ps(to.w + i, w);
    _mm512_storeu_ps(to.m + i, m);
    _mm512_storeu_ps(to.v + i, v);
  }
  adam(step, g + i, {from.w + i, from.m + i, from.v + i}, {to.w + i, to.m + i, to.v + i},
       count - i);
}

}  // namespace

namespace kernels {

LayerKernels layer_avx512() {
  return {
      "avx512", add_bias, mask, row_sums, transpose<16>, refined_roots, adam_with_refined_roots};
}

}  // namespace kernels
}  // namespace backprop
