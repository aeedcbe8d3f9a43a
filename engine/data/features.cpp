#include "engine/data/features.h"

#include <cmath>

namespace backprop {

std::span<const FeatureRow> features() {
  static constexpr std::array<FeatureRow, feature_count> rows{
      {{Feature::x1, "x1", true, false},
       {Feature::x2, "x2", false, true},
       {Feature::x1_squared, "x1 ** 2", true, false},
       {Feature::x2_squared, "x2 ** 2", false, true},
       {Feature::x1_x2, "x1 * x2", true, true},
       {Feature::sin_x1, "sin(x1)", true, false},
       {Feature::sin_x2, "sin(x2)", false, true}}};
  return rows;
}

const FeatureRow& row_of(Feature feature) {
  return features()[static_cast<std::size_t>(feature)];
}

double feature_value(Feature feature, double x1, double x2) {
  switch (feature) {
    case Feature::x1:
      return x1;
    case Feature::x2:
      return x2;
    case Feature::x1_squared:
      return x1 * x1;
    case Feature::x2_squared:
      return x2 * x2;
    case Feature::x1_x2:
      return x1 * x2;
    case Feature::sin_x1:
      return std::sin(x1);
    case Feature::sin_x2:
      break;
  }
  return std::sin(x2);
}

}  // namespace backprop
