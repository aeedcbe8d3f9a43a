#include "engine/tensor/matmul.h"

#include <vector>

#include "engine/tensor/kernels/kernels.h"

namespace backprop {
namespace {

std::vector<MatmulKernels> available() {
  using namespace kernels;
  std::vector<MatmulKernels> sets;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
    sets.push_back({"avx512", float32_avx512, float64_avx512, peak_avx512});
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    sets.push_back({"avx2", float32_avx2, float64_avx2, peak_avx2});
#endif
  sets.push_back({"baseline", float32_baseline, float64_baseline, peak_baseline});
  return sets;
}

}  // namespace

std::span<const MatmulKernels> all_matmul_kernels() {
  static const std::vector<MatmulKernels> sets = available();
  return sets;
}

}  // namespace backprop
