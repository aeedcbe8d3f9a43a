#include "engine/random.h"

#include <cmath>
#include <numbers>

namespace backprop::random {

double normal(std::uint64_t seed, std::uint64_t position) {
  const double u = 1 - uniform(seed, 2 * position);  // in (0, 1]: its logarithm is finite
  const double v = uniform(seed, 2 * position + 1);
  return std::sqrt(-2 * std::log(u)) * std::cos(2 * std::numbers::pi * v);
}

}  // namespace backprop::random
