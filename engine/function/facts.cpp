#include "engine/function/facts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "engine/function/ends.h"
#include "engine/function/points.h"

namespace backprop {
namespace {

constexpr double golden = 0.6180339887498949;

/// The place of the smallest value between two points that enclose it.
double smallest_between(double low, double high, const auto& value) {
  constexpr int rounds = 60;
  for (int i = 0; i < rounds; ++i) {
    const double width = high - low;
    if (value(high - golden * width) <= value(low + golden * width))
      high = low + golden * width;
    else
      low = high - golden * width;
  }
  return low + (high - low) / 2;
}

/// The smallest of the values, looked at more closely around its place; minus infinity at a pole.
struct Extreme {
  double x, value;
};
Extreme smallest(std::span<const double> x, std::span<const double> y, const auto& value) {
  std::size_t best = x.size();
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!std::isnan(y[i]) && (best == x.size() || y[i] < y[best])) best = i;
  }
  const double low = x[best == 0 ? 0 : best - 1];
  const double high = x[std::min(best + 1, x.size() - 1)];
  const double closer = smallest_between(low, high, value);
  const double there = value(closer);
  if (!(there < y[best])) return {x[best], y[best]};
  constexpr double pole = 1e6;
  const bool falls_on = there < -pole * std::max(1.0, std::abs(y[best]));
  return {closer, falls_on ? -std::numeric_limits<double>::infinity() : there};
}

/// Outwards of which point all slopes are small; the points go inwards.
std::optional<double> saturates_from(const FunctionAt& slope, int side) {
  const CompiledFormulas compiled({&slope.formula, 1}, slope.variable, slope.numbers);
  const auto steep = [&](double x) { return !(std::abs(compiled.at(x)) < saturated_slope); };
  std::vector<double> x = far_points();
  if (side > 0) std::reverse(x.begin(), x.end());
  const std::vector<double> slopes = evaluated(slope.formula, slope.variable, slope.numbers, x);
  std::size_t i = 0;
  while (i < x.size() && std::isnan(slopes[i]))  // a formula's parts may overflow far out
    ++i;
  const std::size_t outermost = i;
  while (i < x.size() && std::abs(slopes[i]) < saturated_slope)
    ++i;
  if (i == x.size()) return -side * std::numeric_limits<double>::infinity();
  if (i == outermost) return std::nullopt;
  double outer = x[i - 1];
  double inner = x[i];
  constexpr int rounds = 60;
  for (int round = 0; round < rounds; ++round) {
    const double middle = (outer + inner) / 2;
    (steep(middle) ? inner : outer) = middle;
  }
  return roundest_between(std::min(outer, inner), std::max(outer, inner));
}

Trend trend_of(std::span<const double> x, std::span<const double> y,
               std::span<const double> slope) {
  bool rises = false;
  bool falls = false;
  const auto note = [&](double change, double rounding) {
    rises = rises || change > rounding;
    falls = falls || change < -rounding;
  };
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!std::isfinite(y[i])) continue;
    if (std::isfinite(slope[i])) note(slope[i], 1e-10 * std::max(1.0, std::abs(y[i])));
    if (i > 0 && std::isfinite(y[i - 1]))
      note(y[i] - y[i - 1], 1e-12 * std::max({1.0, std::abs(y[i]), std::abs(y[i - 1])}));
  }
  if (rises && falls) return Trend::both;
  if (rises) return Trend::rises;
  return falls ? Trend::falls : Trend::constant;
}

/// The points lie symmetrically.
Symmetry symmetry_of(std::span<const double> y) {
  bool odd = true;
  bool even = true;
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double here = y[i];
    const double there = y[y.size() - 1 - i];
    if (std::isfinite(here) != std::isfinite(there)) return Symmetry::none;
    if (!std::isfinite(here)) continue;
    const double rounding = 1e-12 * std::max(std::abs(here), 1e-3);
    odd = odd && std::abs(here + there) <= rounding;
    even = even && std::abs(here - there) <= rounding;
  }
  if (odd && even) return Symmetry::zero;
  if (odd) return Symmetry::odd;
  return even ? Symmetry::even : Symmetry::none;
}

End end_of(const FunctionAt& function, const FormulaPtr& derivative, int side) {
  const FunctionAt slope{derivative, function.variable, function.numbers};
  End end;
  const Limit limit = limit_of(function, side);
  end.kind = limit.kind;
  end.limit = limit.value;
  if (end.kind == EndKind::undefined) return end;
  const Limit slopes = limit_of(slope, side);
  if (slopes.kind == EndKind::finite) end.slope = slopes.value;
  end.saturates_from = saturates_from(slope, side);
  end.dies_from = dies_from(function, derivative, side);
  return end;
}

}  // namespace

std::optional<Range> range_over(const FunctionAt& function, double low, double high) {
  const CompiledFormulas compiled({&function.formula, 1}, function.variable, function.numbers);
  const std::vector<double> x = even_points(low, high, check_points);
  std::vector<double> y(x.size());
  const std::span<double> results[] = {y};
  compiled(x, results);
  const auto undefined =
      std::count_if(y.begin(), y.end(), [](double value) { return std::isnan(value); });
  if (undefined == static_cast<std::ptrdiff_t>(y.size())) return std::nullopt;
  const Extreme lowest = smallest(x, y, [&](double at) { return compiled.at(at); });
  for (double& value : y)
    value = -value;
  const Extreme highest = smallest(x, y, [&](double at) { return -compiled.at(at); });
  return Range{lowest.value, lowest.x, -highest.value, highest.x, undefined == 0};
}

std::optional<Range> whole_range(const FunctionAt& function) {
  std::optional<Range> whole;
  for (const double reach : {6.0, 30.0, 1e3, 1e6}) {
    const auto range = range_over(function, -reach, reach);
    if (!range) continue;
    if (!whole) {
      whole = range;
      continue;
    }
    if (range->lowest < whole->lowest) {
      whole->lowest = range->lowest;
      whole->lowest_at = range->lowest_at;
    }
    if (range->highest > whole->highest) {
      whole->highest = range->highest;
      whole->highest_at = range->highest_at;
    }
    whole->defined = whole->defined && range->defined;
  }
  return whole;
}

FunctionFacts facts_of(const FunctionAt& function, const FormulaPtr& derivative) {
  const CompiledFormulas compiled(std::array{function.formula, derivative}, function.variable,
                                  function.numbers);
  const std::vector<double>& x = far_points();
  std::vector<double> y(x.size());
  std::vector<double> slope(x.size());
  compiled(x, std::array<std::span<double>, 2>{y, slope});
  FunctionFacts facts;
  facts.left = end_of(function, derivative, -1);
  facts.right = end_of(function, derivative, 1);
  facts.trend = trend_of(x, y, slope);
  facts.symmetry = symmetry_of(y);
  facts.value_at_0 = compiled.at(0, 0) + 0.0;  // 0 has no sign for readers
  facts.slope_at_0 = compiled.at(0, 1) + 0.0;
  return facts;
}

}  // namespace backprop
