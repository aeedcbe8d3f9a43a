/// Included by one file for each set of instructions. Its Eigen is its own: everything is in one
/// function, inlined, and Eigen's templates are named anew for each set.
#pragma once

#define Eigen BACKPROP_EIGEN_NAME
#include <Eigen/Core>

#include "tests/bench/eigen_products.h"

namespace backprop::bench {
namespace {

void product_of(const EigenCall& call) {
  using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Eigen::Map<const Matrix> b(call.b, call.inner, call.columns);
  Eigen::Map<Matrix> c(call.c, call.rows, call.columns);
  if (call.turned) {
    const Eigen::Map<const Matrix> a(call.a, call.inner, call.rows);
    c.noalias() = a.transpose() * b;
  } else {
    const Eigen::Map<const Matrix> a(call.a, call.rows, call.inner);
    c.noalias() = a * b;
  }
}

}  // namespace
}  // namespace backprop::bench
