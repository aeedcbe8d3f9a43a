#include "engine/tensor/layer_kernels.h"

#include <vector>

#include "engine/tensor/kernels/kernels.h"
#include "engine/tensor/matmul.h"

namespace backprop {
namespace {

std::vector<LayerKernels> available() {
  std::vector<LayerKernels> sets;
  for (const MatmulKernels& set : all_matmul_kernels()) {
#if defined(__x86_64__)
    if (set.instructions == "avx512") sets.push_back(kernels::layer_avx512());
    if (set.instructions == "avx2") sets.push_back(kernels::layer_avx2());
#endif
    if (set.instructions == "baseline") sets.push_back(kernels::layer_baseline());
  }
  return sets;
}

}  // namespace

std::span<const LayerKernels> all_layer_kernels() {
  static const std::vector<LayerKernels> sets = available();
  return sets;
}

}  // namespace backprop
