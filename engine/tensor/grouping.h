/// The elements of a tensor in groups that agree in some dimensions: what a reduction makes one
/// number of, or the elements of a result that read the same element of a broadcast argument.
#pragma once

#include <vector>

#include "engine/tensor/shape.h"

namespace backprop {

class Grouping {
 public:
  /// `within[d]`: dimension d runs within a group; the others tell the groups apart. Groups are
  /// numbered in row-major order of those others.
  Grouping(const Shape& shape, const std::vector<bool>& within);

  Index groups() const { return static_cast<Index>(begins_.size()); }
  Index size() const { return static_cast<Index>(offsets_.size()); }  ///< elements in each group

  /// The k-th element of a group; ascending in k.
  Index at(Index group, Index k) const {
    return begins_[static_cast<std::size_t>(group)] + offsets_[static_cast<std::size_t>(k)];
  }

  Index group_of(Index element) const;

 private:
  Shape shape_;
  std::vector<Index> group_strides_;  ///< per dimension; 0 for one that runs within
  std::vector<Index> begins_;         ///< per group: its first element
  std::vector<Index> offsets_;        ///< of a group's elements from its first
};

/// The elements of a result of shape `to` grouped by the element of a broadcast argument of shape
/// `from` that they read: group i reads element i.
Grouping readers(const Shape& from, const Shape& to);

}  // namespace backprop
