/// Random numbers that are the same on every machine: SplitMix64 (Steele, Lea, Flood 2014, "Fast
/// splittable pseudorandom number generators"), addressed by (seed, position), so that any number
/// can be had without those before it.
#pragma once

#include <cstdint>

namespace backprop::random {

/// 64 bits.
inline std::uint64_t bits(std::uint64_t seed, std::uint64_t position) {
  constexpr std::uint64_t golden = 0x9E3779B97F4A7C15U;
  std::uint64_t z = (seed * 0xD1342543DE82EF95U) + (position + 1) * golden;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31);
}

/// Uniform in [0, 1): the upper 53 bits.
inline double uniform(std::uint64_t seed, std::uint64_t position) {
  return static_cast<double>(bits(seed, position) >> 11) * 0x1p-53;
}

/// Standard normal, by Box and Muller's transform of positions 2n and 2n + 1.
double normal(std::uint64_t seed, std::uint64_t position);

}  // namespace backprop::random
