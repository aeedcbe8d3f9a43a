/// Class targets and other indices: whole numbers held in tensors of reals.
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "engine/tensor/tensor.h"

namespace backprop {

/// Why the tensor is not one of whole numbers from 0 to size - 1, or `ignored`; empty where it is.
inline std::string why_not_indices(const Tensor& indices, Index size, const std::string& what,
                                   std::optional<Index> ignored = {}) {
  const auto fits = [&](double number) {
    if (ignored && number == static_cast<double>(*ignored)) return true;
    return number == std::floor(number) && number >= 0 && number < static_cast<double>(size);
  };
  const auto found = std::find_if_not(indices.data.begin(), indices.data.end(), fits);
  if (found == indices.data.end()) return {};
  const std::string shown = std::abs(*found) < 1e15 && *found == std::floor(*found)
                                ? std::to_string(static_cast<Index>(*found))
                                : std::to_string(*found);
  return what + " " + shown + " is not a whole number from 0 to " + std::to_string(size - 1) +
         (ignored ? ", nor ignore_index, " + std::to_string(*ignored) : "");
}

/// The index at a position. Indices were checked when the op was recorded; recomputed ones may have
/// been moved off the whole numbers by a numeric check, and are brought back into range.
inline Index index_at(const Tensor& indices, Index position, Index size) {
  const double number = indices[position];
  if (!(number > 0)) return 0;
  return std::min(static_cast<Index>(std::min(number + 0.5, 1e15)), size - 1);
}

}  // namespace backprop
