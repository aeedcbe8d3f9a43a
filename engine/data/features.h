/// What a network can be given of a point: the inputs that TensorFlow Playground offers.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/data/points.h"

namespace backprop {

enum class Feature : std::uint8_t { x1, x2, x1_squared, x2_squared, x1_x2, sin_x1, sin_x2 };
inline constexpr int feature_count = 7;

struct FeatureRow {
  Feature feature = Feature::x1;
  std::string_view text;  ///< in the program notation, of x1 and x2: "x1 * x2"
  bool reads_x1 = false;
  bool reads_x2 = false;
};

/// All of them, in that order.
std::span<const FeatureRow> features();
const FeatureRow& row_of(Feature feature);

/// The number that a program computes for the feature's text, to the bit.
double feature_value(Feature feature, double x1, double x2);

}  // namespace backprop
