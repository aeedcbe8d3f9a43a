// Compiled for baseline; see CMakeLists.txt for the flags.
#include "engine/tensor/kernels/kernels.h"
#include "engine/tensor/kernels/matmul_kernel.h"

namespace backprop::kernels {

void float64_baseline(const Matmul<double>& call) {
  product<double, 16, 4, 2>(call);
}

}  // namespace backprop::kernels
