/// The matrix product. One element is one sequential chain over ascending k from +0, at every
/// vector width: in float32 of fused multiply-adds where the machine has them, in float64 of
/// rounded products and rounded sums. So a kernel, the terms of a step and the scalar tape show the
/// same bits.
///
/// The columns of B and C run along vectors; A is read number by number with two strides, so that
/// it may be a matrix or its transpose.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace backprop {

/// C[m, n] = sum over k of A[m, k] B[k, n]. A's element stands at a[m * a_row + k * a_column], B's
/// at b[k * b_row + n], C's at c[m * c_row + n]; distances in elements.
template <class Real>
struct Matmul {
  std::ptrdiff_t rows = 0, columns = 0, inner = 0;
  const Real* a = nullptr;
  std::ptrdiff_t a_row = 0, a_column = 1;
  const Real* b = nullptr;
  std::ptrdiff_t b_row = 0;
  Real* c = nullptr;
  std::ptrdiff_t c_row = 0;
};

/// The products for one set of instructions.
struct MatmulKernels {
  std::string_view instructions;  ///< "avx512", "avx2", "baseline"
  void (*float32)(const Matmul<float>&) = nullptr;
  void (*float64)(const Matmul<double>&) = nullptr;
  /// A loop of fused multiply-adds that does nothing else; gives how many of `rounds` rounds'
  /// single operations (a multiply and an add are two) it did: for measuring the machine's peak.
  double (*peak)(std::ptrdiff_t rounds) = nullptr;
};

/// All sets that this machine can run, the fastest first.
std::span<const MatmulKernels> all_matmul_kernels();

inline void matmul(const Matmul<float>& call) {
  all_matmul_kernels().front().float32(call);
}
inline void matmul(const Matmul<double>& call) {
  all_matmul_kernels().front().float64(call);
}

}  // namespace backprop
