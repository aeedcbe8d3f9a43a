/// Shapes of tensors: sizes of dimensions, row-major, and PyTorch's broadcasting of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace backprop {

using Index = std::int64_t;

/// Sizes of the dimensions, outermost first. The empty shape is a scalar's: one element.
using Shape = std::vector<Index>;

/// The number of elements: the product of the sizes, 1 for a scalar.
Index element_count(const Shape& shape);

/// Distance in elements between neighbours along each dimension of a row-major tensor.
std::vector<Index> strides_of(const Shape& shape);

/// The shape that two shapes broadcast to: aligned at the last dimension, sizes equal or 1.
/// Nothing where they do not fit.
std::optional<Shape> broadcast_shapes(const Shape& a, const Shape& b);

/// Why two shapes do not broadcast: which sizes disagree, and in which dimension.
std::string why_not_broadcast(const Shape& a, const Shape& b);

/// The index of each dimension for the element at `position` in row-major order.
std::vector<Index> unravel(Index position, const Shape& shape);

/// "[3, 2]"; a scalar's is "[]".
std::string to_text(const Shape& shape);

/// For each element of a broadcast result, in row-major order, which element of an argument it
/// reads.
class BroadcastMap {
 public:
  /// `from` must broadcast to `to`.
  BroadcastMap(const Shape& from, const Shape& to);

  /// Position in the argument of the result's element at `position`.
  Index operator[](Index position) const {
    return identity_ ? position : (table_.empty() ? 0 : table_[static_cast<std::size_t>(position)]);
  }

  /// Whether some element of the argument may be read by more than one element of the result.
  bool repeats() const { return repeats_; }

 private:
  bool identity_ = false;
  bool repeats_ = false;
  std::vector<Index> table_;  ///< empty for the identity and for one-element arguments
};

}  // namespace backprop
