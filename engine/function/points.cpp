#include "engine/function/points.h"

#include "engine/number_text.h"

namespace backprop {
namespace {

std::vector<double> make_far_points() {
  constexpr double step = 0.04;
  constexpr int dense = 1000;
  constexpr double farthest = 1e6;
  std::vector<double> above;
  for (int i = 1; i <= dense; ++i)
    above.push_back(step * i);
  while (above.back() < farthest)
    above.push_back(above.back() * 1.05);
  std::vector<double> points;
  for (auto at = above.rbegin(); at != above.rend(); ++at)
    points.push_back(-*at);
  points.push_back(0);
  points.insert(points.end(), above.begin(), above.end());
  return points;
}

}  // namespace

std::vector<double> even_points(double low, double high, int count) {
  std::vector<double> x;
  for (int i = 0; i < count; ++i)
    x.push_back(low + (high - low) * i / (count - 1));
  return x;
}

const std::vector<double>& far_points() {
  static const std::vector<double> points = make_far_points();
  return points;
}

double roundest_between(double low, double high) {
  if (low <= 0 && high >= 0) return 0;
  constexpr int all_digits = 17;
  for (int digits = 1; digits < all_digits; ++digits) {
    const auto number = parse_number(short_text(low + (high - low) / 2, digits));
    if (number && *number >= low && *number <= high) return *number;
  }
  return low;
}

}  // namespace backprop
