/// Comparison to the bit: unlike ==, it tells +0 from -0 and finds NaN equal to NaN. Sign and
/// payload of a NaN do not count: which operand's NaN survives is the compiler's choice (IEEE
/// 754, 6.2.3).
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <span>

#include "engine/tensor/tensor.h"

namespace backprop::test {

inline bool same_bits(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

inline bool same_bits(float a, float b) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
}

/// How many numbers of two lists are not the same; -1 where one is longer.
inline int different(std::span<const float> a, std::span<const float> b) {
  if (a.size() != b.size()) return -1;
  int count = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    count += same_bits(a[i], b[i]) ? 0 : 1;
  return count;
}

inline bool same_bits(std::span<const double> a, std::span<const double> b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](double x, double y) { return same_bits(x, y); });
}

inline bool same_bits(const Tensor& a, const Tensor& b) {
  return a.shape == b.shape && same_bits(std::span(a.data), std::span(b.data));
}

}  // namespace backprop::test
