/// Eigen's matrix product in float32, one thread, compiled for one set of instructions: a reference
/// for the benchmark, where Eigen is installed.
#pragma once

#include <cstddef>
#include <string_view>

namespace backprop::bench {

/// C [rows, columns] = A [rows, inner] B [inner, columns], all row-major; `turned`: A is stored as
/// [inner, rows].
struct EigenCall {
  const float* a;
  const float* b;
  float* c;
  std::ptrdiff_t rows, columns, inner;
  bool turned;
};

/// Null where Eigen, or that set, is missing.
void (*eigen_product(std::string_view instructions))(const EigenCall& call);

void eigen_avx512(const EigenCall& call);
void eigen_avx2(const EigenCall& call);

}  // namespace backprop::bench
