#include "engine/tensor/grouping.h"

namespace backprop {
namespace {

/// Sums of index times stride over the dimensions picked, last dimension fastest.
std::vector<Index> positions(const Shape& shape, const std::vector<Index>& strides,
                             const std::vector<bool>& within, bool picked) {
  std::vector<Index> list{0};
  for (std::size_t d = 0; d < shape.size(); ++d) {
    if (within[d] != picked) continue;
    std::vector<Index> longer;
    longer.reserve(list.size() * static_cast<std::size_t>(shape[d]));
    for (const Index base : list) {
      for (Index i = 0; i < shape[d]; ++i)
        longer.push_back(base + i * strides[d]);
    }
    list = std::move(longer);
  }
  return list;
}

}  // namespace

Grouping::Grouping(const Shape& shape, const std::vector<bool>& within)
    : shape_(shape), group_strides_(shape.size(), 0) {
  const std::vector<Index> strides = strides_of(shape);
  begins_ = positions(shape, strides, within, false);
  offsets_ = positions(shape, strides, within, true);
  Index stride = 1;
  for (std::size_t d = shape.size(); d-- > 0;) {
    if (within[d]) continue;
    group_strides_[d] = stride;
    stride *= shape[d];
  }
}

Index Grouping::group_of(Index element) const {
  Index group = 0;
  for (std::size_t d = shape_.size(); d-- > 0;) {
    group += (element % shape_[d]) * group_strides_[d];
    element /= shape_[d];
  }
  return group;
}

Grouping readers(const Shape& from, const Shape& to) {
  std::vector<bool> within(to.size(), true);
  const std::size_t lead = to.size() - from.size();
  for (std::size_t d = 0; d < from.size(); ++d)
    within[lead + d] = from[d] == 1 && to[lead + d] != 1;
  return {to, within};
}

}  // namespace backprop
