// Compiled for avx2; see CMakeLists.txt for the flags.
#include "engine/tensor/kernels/kernels.h"
#include "engine/tensor/kernels/matmul_kernel.h"

namespace backprop::kernels {

void float64_avx2(const Matmul<double>& call) {
  product<double, 32, 6, 2>(call);
}

}  // namespace backprop::kernels
