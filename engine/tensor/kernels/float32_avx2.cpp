// Compiled for avx2; see CMakeLists.txt for the flags.
#include "engine/tensor/kernels/kernels.h"
#include "engine/tensor/kernels/matmul_kernel.h"

namespace backprop::kernels {

void float32_avx2(const Matmul<float>& call) {
  product<float, 32, 6, 2>(call);
}

double peak_avx2(std::ptrdiff_t rounds) {
  return peak<32>(rounds);
}

}  // namespace backprop::kernels
