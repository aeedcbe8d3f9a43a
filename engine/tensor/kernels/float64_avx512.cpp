// Compiled for avx512; see CMakeLists.txt for the flags.
#include "engine/tensor/kernels/kernels.h"
#include "engine/tensor/kernels/matmul_kernel.h"

namespace backprop::kernels {

void float64_avx512(const Matmul<double>& call) {
  product<double, 64, 6, 4>(call);
}

}  // namespace backprop::kernels
