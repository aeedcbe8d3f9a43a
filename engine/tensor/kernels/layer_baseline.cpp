// Compiled for baseline; see CMakeLists.txt for the flags.
#include "engine/tensor/kernels/kernels.h"
#include "engine/tensor/kernels/layer_loops.h"

namespace backprop::kernels {

LayerKernels layer_baseline() {
  return {"baseline", add_bias, mask, row_sums, transpose<4>, square_roots, adam};
}

}  // namespace backprop::kernels
