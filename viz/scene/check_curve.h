/// The gradient check of one number, for every size of h: truncation on the right, round-off on the
/// left.
#pragma once

#include <optional>
#include <vector>

#include "viz/scene/builder.h"

namespace backprop::viz {

struct CheckPoint {
  double h = 0;
  double numeric = 0;  ///< (J(w + h) - J(w - h)) / 2h
};

struct CheckCurve {
  bool known =
      false;         ///< false: no whole backward() has given the gradient yet, or it is too large
  double exact = 0;  ///< as backward() gave it
  std::vector<CheckPoint> points;  ///< h falling from 1
  ValueId read = no_value;         ///< whose number is changed
  ValueId loss = no_value;
};

/// Of one element, once one whole backward() alone has given its gradient at that time.
CheckCurve check_curve(const Trace& trace, ValueId id, Index element, Index step);

/// Kept until the number or the time changes what is known.
class CheckCurveCache {
 public:
  const CheckCurve& of(const State& state, ValueId id, Index element);

  /// The difference for any h, of the number that of() was asked for last, whose curve is known.
  double numeric(double h);

 private:
  std::shared_ptr<const Trace> trace_;
  ValueId id_ = no_value;
  Index element_ = -1;
  Index contributions_ = -1;
  bool whole_ = false;
  CheckCurve curve_;
  std::optional<CheckPoint> chosen_;
};

inline constexpr float check_plot_height = 152;

/// Draws the difference from the exact gradient over h, both by powers of ten, with the h that is
/// chosen; dragging chooses another. The area's height is used.
void check_curve_plot(Builder& b, Rect area, const CheckCurve& curve, double h);

}  // namespace backprop::viz
