// Compiled for avx512; see CMakeLists.txt for the flags.
#include <immintrin.h>

#include "engine/tensor/kernels/kernels.h"
#include "engine/tensor/kernels/layer_loops.h"

namespace backprop {
namespace {

/// Correctly rounded for all finite numbers from 2^-100 on (checked for every one of them): an
/// estimate, refined by Newton's and then by Markstein's step (IBM Journal of Research and
/// Development 34(1), 1990), which takes half the time of the processor's own root. Below 2^-100
/// the rest would lose digits. Lanes that are not in `wanted` give 0.
__m512 refined_root(__m512 x, __mmask16 wanted) {
  const __m512 half = _mm512_set1_ps(0.5F);
  const __m512 estimate = _mm512_rsqrt14_ps(x);
  __m512 root = _mm512_mul_ps(x, estimate);
  __m512 slope = _mm512_mul_ps(half, estimate);  // 1 / (2 root)
  const __m512 off = _mm512_fnmadd_ps(root, slope, half);
  root = _mm512_fmadd_ps(root, off, root);
  slope = _mm512_fmadd_ps(slope, off, slope);
  const __m512 rest = _mm512_fnmadd_ps(root, root, x);
  return _mm512_maskz_fmadd_ps(wanted, rest, slope, root);
}

/// Of those in `of`: neither infinity nor NaN.
bool all_finite(__m512 x, __mmask16 of) {
  return (_mm512_cmp_ps_mask(x, _mm512_set1_ps(__builtin_inff()), _CMP_LT_OQ) & of) == of;
}

struct VectorMath {
  static __m512 settled(__m512 m) {
    const __mmask16 far =
        _mm512_cmp_ps_mask(_mm512_abs_ps(m), _mm512_set1_ps(adam_settles_at), _CMP_NLT_UQ);
    return _mm512_maskz_mov_ps(far, m);
  }
  static __m512 settled_root(__m512& v) {
    const __mmask16 far = _mm512_cmp_ps_mask(v, _mm512_set1_ps(adam_settles_at), _CMP_NLT_UQ);
    v = _mm512_maskz_mov_ps(far, v);
    return all_finite(v, far) ? refined_root(v, far) : _mm512_sqrt_ps(v);
  }
};

constexpr std::ptrdiff_t lanes = 16;

void refined_roots(const float* x, std::ptrdiff_t count, float* roots) {
  constexpr __mmask16 all = 0xffff;
  const __m512 least = _mm512_set1_ps(0x1p-100F);
  std::ptrdiff_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    const __m512 its = _mm512_loadu_ps(x + i);
    const bool large = _mm512_cmp_ps_mask(its, least, _CMP_GE_OQ) == all;
    _mm512_storeu_ps(roots + i,
                     large && all_finite(its, all) ? refined_root(its, all) : _mm512_sqrt_ps(its));
  }
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
    rule.apply<VectorMath>(_mm512_loadu_ps(g + i), w, m, v);
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
