// Compiled for avx2; see CMakeLists.txt for the flags.
#include "engine/tensor/kernels/kernels.h"
#include "engine/tensor/kernels/layer_loops.h"

namespace backprop::kernels {

LayerKernels layer_avx2() {
  return {"avx2", add_bias, mask, row_sums, transpose<8>, square_roots, adam};
}

}  // namespace backprop::kernels
