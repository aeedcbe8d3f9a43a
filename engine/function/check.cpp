#include "engine/function/check.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "engine/function/points.h"

namespace backprop {
namespace {

constexpr int beside = 5;  // x - 2h, x - h, x, x + h, x + 2h

double step_size(double x) {
  return std::cbrt(std::numeric_limits<double>::epsilon()) * std::max(1.0, std::abs(x));
}

/// The error of a difference of second order is gone from this one.
double extrapolated(const double* f, const double* x) {
  const double narrow = (f[3] - f[1]) / (x[3] - x[1]);
  const double wide = (f[4] - f[0]) / (x[4] - x[0]);
  return narrow + (narrow - wide) / 3;
}

/// As the gradient check of programs allows: rounding, divided by the width.
double allowed(double exact, double value) {
  return 1e-6 * std::abs(exact) + 1e-9 * std::max(1.0, std::abs(value));
}

bool jumps(double below, double above) {
  constexpr double within = 1e-5;
  return !(std::abs(above - below) <= within * std::max({1.0, std::abs(below), std::abs(above)}));
}

/// Whatever one of the two chooses.
Choices choices_of(const FunctionAt& function, const FormulaPtr& derivative) {
  return Choices(
      {call_formula("add", {function.formula, derivative}), function.variable, function.numbers});
}

class Comparison {
 public:
  Comparison(const FunctionAt& function, const FormulaPtr& derivative)
      : function_(function),
        derivative_{derivative, function.variable, function.numbers},
        compiled_(std::array{function.formula, derivative}, function.variable, function.numbers),
        choices_(choices_of(function, derivative)),
        why_no_value_(function_),
        why_no_derivative_(derivative_) {}

  DerivativeCheck run(double low, double high) {
    const std::vector<double> x = even_points(low, high, check_points);
    std::vector<double> around;
    for (const double point : x) {
      for (int i = 0; i < beside; ++i)
        around.push_back(point + (i - beside / 2) * step_size(point));
    }
    std::vector<double> f(around.size());
    std::vector<double> slope(around.size());
    compiled_(around, std::array<std::span<double>, 2>{f, slope});
    const std::vector<Index> sides = choices_.sides(around);
    check_.points = check_points;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const std::size_t first = i * beside;
      compare(x[i], &around[first], &f[first], slope[first + beside / 2], turns(sides, first));
    }
    check_.kinks = kinks_of(function_, derivative_.formula, x);
    return std::move(check_);
  }

 private:
  bool turns(const std::vector<Index>& sides, std::size_t first) const {
    const auto begin = sides.begin() + static_cast<std::ptrdiff_t>(first * choices_.count());
    const auto count = static_cast<std::ptrdiff_t>(choices_.count());
    for (int i = 1; i < beside; ++i) {
      if (!std::equal(begin, begin + count, begin + i * count)) return true;
    }
    return false;
  }

  void compare(double x, const double* around, const double* f, double exact, bool turning) {
    const double numeric = extrapolated(f, around);
    const double value = f[beside / 2];
    const bool finite = std::isfinite(value) && std::isfinite(exact);
    if (!finite) note_stretch(x, std::isfinite(value));
    if (finite && turning) {
      ++check_.at_kinks;
    } else if (!finite || !std::isfinite(numeric)) {
      ++check_.not_finite;
    } else {
      note_difference(x, exact, numeric, value);
    }
    last_finite_ = finite;
  }

  void note_difference(double x, double exact, double numeric, double value) {
    const double difference = std::abs(exact - numeric);
    ++check_.compared;
    if (difference > allowed(exact, value)) ++check_.failed;
    if (check_.compared > 1 && difference <= check_.largest) return;
    check_.largest = difference;
    check_.at = x;
    check_.exact = exact;
    check_.numeric = numeric;
  }

  void note_stretch(double x, bool of_derivative) {
    const NonFinitePart why = (of_derivative ? why_no_derivative_ : why_no_value_).at(x);
    auto& stretches = check_.stretches;
    const bool goes_on = !last_finite_ && !stretches.empty() &&
                         stretches.back().of_derivative == of_derivative &&
                         stretches.back().why.cause == why.cause &&
                         same_formula(stretches.back().why.part, why.part);
    if (goes_on)
      stretches.back().to = x;
    else
      stretches.push_back({x, x, of_derivative, why});
  }

  FunctionAt function_;
  FunctionAt derivative_;
  CompiledFormulas compiled_;
  Choices choices_;
  NonFiniteExplainer why_no_value_;
  NonFiniteExplainer why_no_derivative_;
  DerivativeCheck check_;
  bool last_finite_ = true;
};

}  // namespace

std::vector<Kink> kinks_of(const FunctionAt& function, const FormulaPtr& derivative,
                           std::span<const double> x) {
  std::vector<Kink> kinks;
  const CompiledFormulas compiled(std::array{function.formula, derivative}, function.variable,
                                  function.numbers);
  for (const double turn : choices_of(function, derivative).turns(x)) {
    const double step = 1e-7 * std::max(1.0, std::abs(turn));
    const Kink kink{turn, compiled.at(turn - step, 0), compiled.at(turn + step, 0),
                    compiled.at(turn - step, 1), compiled.at(turn + step, 1)};
    if (jumps(kink.value_below, kink.value_above) || jumps(kink.slope_below, kink.slope_above))
      kinks.push_back(kink);
  }
  return kinks;
}

DerivativeCheck check_derivative(const FunctionAt& function, const FormulaPtr& derivative,
                                 double low, double high) {
  return Comparison(function, derivative).run(low, high);
}

}  // namespace backprop
