// Compiled for avx512; see CMakeLists.txt for the flags.
#include "engine/tensor/kernels/kernels.h"
#include "engine/tensor/kernels/layer_loops.h"

namespace backprop::kernels {

LayerKernels layer_avx512() {
  return {"avx512", add_bias, mask, row_sums, transpose<16>, adam};
}

}  // namespace backprop::kernels
