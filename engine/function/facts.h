/// What can be said of a function as an activation, computed from the function: its range, how it
/// ends on both sides, where it saturates or dies, whether it is monotone, odd or even.
///
/// All but `dies` is seen at points: dense near zero, and further and further apart up to a
/// million. What a function does only between them is not seen.
#pragma once

#include "engine/function/check.h"

namespace backprop {

struct Range {
  double lowest = 0, lowest_at = 0;  ///< minus infinity where the function falls without end
  double highest = 0, highest_at = 0;
  bool defined = true;  ///< in all of the interval
};

/// The values between low and high, low < high; nothing where there is none.
std::optional<Range> range_over(const FunctionAt& function, double low, double high);

/// The values everywhere from -10^6 to 10^6: near 0 is looked at as closely as far away.
std::optional<Range> whole_range(const FunctionAt& function);

enum class EndKind : std::uint8_t {
  finite,     ///< a limit
  rises,      ///< to infinity
  falls,      ///< to minus infinity
  wavers,     ///< no limit, finite or not
  undefined,  ///< no values out there
};

/// What becomes of a function at large |x| on one side.
struct End {
  EndKind kind = EndKind::undefined;
  double limit = 0;             ///< of a finite one
  std::optional<double> slope;  ///< the derivative's limit, where it has one
  /// Outwards of this point |f'| < 0.05; infinite where that holds everywhere.
  std::optional<double> saturates_from;
  /// Outwards of this point f' is 0 exactly, by the formula and not by rounding; infinite where
  /// that holds everywhere.
  std::optional<double> dies_from;
};

inline constexpr double saturated_slope = 0.05;

enum class Trend : std::uint8_t { constant, rises, falls, both };  ///< rises: falls nowhere
enum class Symmetry : std::uint8_t { none, odd, even, zero };      ///< zero: f = 0, both

struct FunctionFacts {
  End left, right;
  Trend trend = Trend::both;
  Symmetry symmetry = Symmetry::none;
  double value_at_0 = 0;  ///< not finite where the function is not
  double slope_at_0 = 0;
};

/// `derivative` is the function's, simplified.
FunctionFacts facts_of(const FunctionAt& function, const FormulaPtr& derivative);

}  // namespace backprop
