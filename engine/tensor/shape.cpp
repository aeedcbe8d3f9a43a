#include "engine/tensor/shape.h"

#include <algorithm>
#include <cassert>

namespace backprop {

Index element_count(const Shape& shape) {
  Index count = 1;
  for (const Index size : shape)
    count *= size;
  return count;
}

std::vector<Index> strides_of(const Shape& shape) {
  std::vector<Index> strides(shape.size(), 1);
  for (std::size_t d = shape.size(); d-- > 1;)
    strides[d - 1] = strides[d] * shape[d];
  return strides;
}

std::optional<Shape> broadcast_shapes(const Shape& a, const Shape& b) {
  Shape result(std::max(a.size(), b.size()));
  for (std::size_t back = 1; back <= result.size(); ++back) {
    const Index size_a = back <= a.size() ? a[a.size() - back] : 1;
    const Index size_b = back <= b.size() ? b[b.size() - back] : 1;
    if (size_a != size_b && size_a != 1 && size_b != 1) return std::nullopt;
    result[result.size() - back] = size_a == 1 ? size_b : size_a;
  }
  return result;
}

std::string why_not_broadcast(const Shape& a, const Shape& b) {
  for (std::size_t back = 1; back <= std::min(a.size(), b.size()); ++back) {
    const Index size_a = a[a.size() - back];
    const Index size_b = b[b.size() - back];
    if (size_a == size_b || size_a == 1 || size_b == 1) continue;
    return "these shapes do not broadcast: aligned at the last dimension, sizes must be equal or "
           "1, but dimension -" +
           std::to_string(back) + " has " + std::to_string(size_a) + " and " +
           std::to_string(size_b);
  }
  return {};
}

std::vector<Index> unravel(Index position, const Shape& shape) {
  std::vector<Index> indices(shape.size());
  for (std::size_t d = shape.size(); d-- > 0;) {
    indices[d] = position % shape[d];
    position /= shape[d];
  }
  return indices;
}

std::string to_text(const Shape& shape) {
  std::string text = "[";
  for (const Index size : shape) {
    if (text.size() > 1) text += ", ";
    text += std::to_string(size);
  }
  return text + "]";
}

BroadcastMap::BroadcastMap(const Shape& from, const Shape& to) {
  const Index count = element_count(to);
  identity_ = element_count(from) == count;
  if (identity_) return;
  repeats_ = true;
  if (element_count(from) == 1) return;

  // A dimension that is repeated does not advance in the argument: its stride is 0.
  const std::vector<Index> own = strides_of(from);
  std::vector<Index> strides(to.size(), 0);
  const std::size_t lead = to.size() - from.size();
  for (std::size_t d = 0; d < from.size(); ++d)
    strides[lead + d] = from[d] == 1 ? 0 : own[d];

  table_.resize(static_cast<std::size_t>(count));
  for (Index position = 0; position < count; ++position) {
    Index rest = position;
    Index source = 0;
    for (std::size_t d = to.size(); d-- > 0;) {
      source += (rest % to[d]) * strides[d];
      rest /= to[d];
    }
    table_[static_cast<std::size_t>(position)] = source;
  }
}

}  // namespace backprop
