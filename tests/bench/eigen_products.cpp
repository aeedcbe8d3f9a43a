#include "tests/bench/eigen_products.h"

namespace backprop::bench {

void (*eigen_product(std::string_view instructions))(const EigenCall& call) {
#ifdef BACKPROP_EIGEN
  if (instructions == "avx512") return eigen_avx512;
  if (instructions == "avx2") return eigen_avx2;
#endif
  static_cast<void>(instructions);
  return nullptr;
}

}  // namespace backprop::bench
