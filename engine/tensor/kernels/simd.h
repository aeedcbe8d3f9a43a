/// A vector of so many bytes, in the compiler's own terms. In an unnamed namespace: code made for
/// AVX-512 must not be shared.
#pragma once

#include <cstring>

namespace backprop {
namespace {

template <class Real, int bytes>
struct Simd {
  typedef Real Vector __attribute__((vector_size(bytes)));
  static constexpr int lanes = bytes / static_cast<int>(sizeof(Real));

  static Vector load(const Real* from) {
    Vector v;
    std::memcpy(&v, from, sizeof v);  // an unaligned load; a vector type of alignment 4 would spill
    return v;
  }
  static void store(Real* to, Vector v) { std::memcpy(to, &v, sizeof v); }
};

}  // namespace
}  // namespace backprop
