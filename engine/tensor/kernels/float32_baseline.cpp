// Compiled for baseline; see CMakeLists.txt for the flags.
#include "engine/tensor/kernels/kernels.h"
#include "engine/tensor/kernels/matmul_kernel.h"

namespace backprop::kernels {

void float32_baseline(const Matmul<float>& call) {
  product<float, 16, 4, 2>(call);
}

double peak_baseline(std::ptrdiff_t rounds) {
  return peak<16>(rounds);
}

}  // namespace backprop::kernels
