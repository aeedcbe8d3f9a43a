/// What an activation does to values on the way up through a deep stack of layers, and to gradients
/// on the way down.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/function/choices.h"

namespace backprop {

/// Where the weights start: uniform by Xavier (Glorot) or Kaiming (He), or normal with a standard
/// deviation that is too small or too large.
enum class DepthStart : std::uint8_t { xavier, kaiming, small, large };

/// The initialiser's call in a program, for a weight [out, in].
std::string initialiser_call(DepthStart start, int out, int in, std::uint64_t seed);

struct DepthSettings {
  int depth = 20;  ///< layers, 1 to most_depth
  int width = 64;  ///< neurons in each, 1 to most_width
  DepthStart start = DepthStart::xavier;
  std::uint64_t seed = 1;
  bool operator==(const DepthSettings&) const = default;
};

inline constexpr int most_depth = 50;
inline constexpr int most_width = 128;
inline constexpr int depth_samples = 64;

/// How numbers are spread: counts over `low` to `high`, evenly; those beyond are in the end bins.
struct Spread {
  static constexpr int bins = 24;
  double low = 0, high = 0;  ///< equal where all numbers are
  std::array<int, bins> counts{};
  int not_finite = 0;
  double mean_size = 0;  ///< the mean of the absolute values; not finite where one is not
};

struct LayerStudy {
  Spread z, a;           ///< before and after the activation
  Spread gradient;       ///< dJ/dz
  double saturated = 0;  ///< share of (neuron, sample) at which |f'| < saturated_slope
  double dead = 0;       ///< share of neurons whose f' is 0 for every sample
};

/// What is to be said of it, by what the numbers show.
enum class DepthVerdict : std::uint8_t { healthy, vanishing, exploding, dying, not_finite };

struct DepthStudy {
  std::vector<LayerStudy> layers;  ///< from the input up
  DepthVerdict verdict = DepthVerdict::healthy;
  /// The mean |dJ/dz| of the first layer over that of the last; 1 is ideal.
  double first_over_last = 1;
};

/// h_0 standard normal, [width, samples]; z_l = W_l h_(l-1), h_l = f(z_l), no biases. From above
/// comes dJ/dh_L, standard normal too. All from the seed. `derivative` is the function's.
DepthStudy depth_study(const FunctionAt& function, const FormulaPtr& derivative,
                       const DepthSettings& settings);

}  // namespace backprop
