// Compiled for avx512, where Eigen is installed; see tests/CMakeLists.txt.
#define BACKPROP_EIGEN_NAME Eigen_avx512
#include "tests/bench/eigen_product_of.h"

namespace backprop::bench {

void eigen_avx512(const EigenCall& call) {
  product_of(call);
}

}  // namespace backprop::bench
