/// Windows that slide over the last dimensions of a tensor: what convolution and pooling share. One
/// dimension is treated as two, the first of size 1.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "engine/tensor/shape.h"

namespace backprop {

/// One dimension of a sliding window.
struct Sliding {
  Index size = 1;    ///< of the input
  Index window = 1;  ///< of the kernel
  Index stride = 1;
  Index padding = 0;  ///< zeros (or nothing) on either side
  Index steps() const { return (size + 2 * padding - window) / stride + 1; }

  /// Where in the input the k-th place of the window's o-th position is; -1 in the padding.
  Index at(Index o, Index k) const {
    const Index i = o * stride - padding + k;
    return i >= 0 && i < size ? i : -1;
  }
  /// How many places of the window's o-th position are not in the padding.
  Index inside(Index o) const {
    const Index first = o * stride - padding;
    return std::min(first + window, size) - std::max(first, Index{0});
  }
  /// Which place of the window's o-th position covers input i; -1 where it does not.
  Index place(Index o, Index i) const {
    const Index k = i - (o * stride - padding);
    return k >= 0 && k < window ? k : -1;
  }
  /// The first and one past the last position whose window covers input i.
  Index first_covering(Index i) const {
    const Index reach = i + padding - window + 1;
    return reach <= 0 ? 0 : (reach + stride - 1) / stride;
  }
  Index end_covering(Index i) const { return std::min(steps(), (i + padding) / stride + 1); }
};

using Window = std::array<Sliding, 2>;

/// A window over the last `dimensions` (1 or 2) dimensions of `input`. `stride` and `padding` hold
/// one number or one for each. Nothing, and a reason in `problem`, where it does not fit.
std::optional<Window> make_window(const Shape& input, const Shape& window,
                                  const std::vector<Index>& stride,
                                  const std::vector<Index>& padding, std::size_t dimensions,
                                  std::string& problem);

}  // namespace backprop
