/// Which elements dropout switches off.
#pragma once

#include "engine/random.h"
#include "engine/tensor/shape.h"

namespace backprop::rule {

/// What element i is multiplied with. It stays, scaled by 1 / (1 - p), where number i of the seed's
/// sequence is at least p: the same seed gives the same mask.
inline double dropout_factor(std::uint64_t seed, Index i, double p) {
  const bool stays = random::uniform(seed, static_cast<std::uint64_t>(i)) >= p;
  return stays ? 1 / (1 - p) : 0.0;
}

}  // namespace backprop::rule
