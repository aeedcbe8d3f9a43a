// Compiled for avx512; see CMakeLists.txt for the flags.
#include "engine/tensor/kernels/kernels.h"
#include "engine/tensor/kernels/matmul_kernel.h"

namespace backprop::kernels {

void float32_avx512(const Matmul<float>& call) {
  product<float, 64, 6, 4>(call);
}

double peak_avx512(std::ptrdiff_t rounds) {
  return peak<64>(rounds);
}

}  // namespace backprop::kernels
