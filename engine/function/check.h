/// A derivative held against the function itself, by central differences.
#pragma once

#include "engine/function/non_finite.h"

namespace backprop {

/// A point at which the value jumps or the slope does.
struct Kink {
  double x = 0;
  double value_below = 0, value_above = 0;  ///< of the function, just beside the point
  double slope_below = 0, slope_above = 0;  ///< of the derivative
};

/// Neighbouring points of the check at which something is not finite, for one reason.
struct NonFiniteStretch {
  double from = 0, to = 0;
  bool of_derivative = false;  ///< the function is finite there
  NonFinitePart why;
};

struct DerivativeCheck {
  int points = 0;
  int compared = 0;
  int at_kinks = 0;    ///< left out: a choice of the function or of the derivative turns beside it
  int not_finite = 0;  ///< left out: there is nothing to compare
  std::vector<Kink> kinks;
  std::vector<NonFiniteStretch> stretches;
  double largest = 0;  ///< difference between the two
  double at = 0;       ///< where that is, and the two:
  double exact = 0, numeric = 0;
  int failed = 0;  ///< points at which they differ by more than rounding explains

  bool passed() const { return compared > 0 && failed == 0; }
};

inline constexpr int check_points = 1001;

/// Compares at `check_points` points from low to high, low < high. Both are functions of the same
/// variable. Central differences of two widths are extrapolated to width 0.
DerivativeCheck check_derivative(const FunctionAt& function, const FormulaPtr& derivative,
                                 double low, double high);

/// Where the function jumps or its slope does, among the points where a choice of either formula
/// turns between the rising points x.
std::vector<Kink> kinks_of(const FunctionAt& function, const FormulaPtr& derivative,
                           std::span<const double> x);

}  // namespace backprop
