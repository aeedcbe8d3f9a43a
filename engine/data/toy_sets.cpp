// TensorFlow Playground's dataset.ts, set by set; each draws its numbers one after the other.
#include "engine/data/toy_sets.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "engine/number_text.h"
#include "engine/random.h"

namespace backprop {
namespace {

constexpr double pi = std::numbers::pi;

/// A seed's numbers in order: of a stream of its own, so that weights or an order drawn from the
/// same small seed have nothing to do with the points.
class Draws {
 public:
  explicit Draws(std::uint64_t seed) : seed_(random::bits(seed, stream)) {}
  double uniform(double low, double high) {
    return low + (high - low) * random::uniform(seed_, next_++);
  }
  double normal(double mean, double deviation) {
    // Positions 2n and 2n + 1 belong to the n-th normal number.
    next_ += next_ % 2;
    const double number = random::normal(seed_, next_ / 2);
    next_ += 2;
    return mean + deviation * number;
  }

 private:
  static constexpr std::uint64_t stream = 0x706F696E7473;  // "points"
  std::uint64_t seed_;
  std::uint64_t next_ = 0;
};

/// How many points class 1 has; the others are class -1.
int positives(int count) {
  return (count + 1) / 2;
}

Points circle(Draws& draws, int count, double noise) {
  constexpr double radius = 5;
  Points points;
  for (int i = 0; i < count; ++i) {
    const bool inner = i < positives(count);
    const double r = inner ? draws.uniform(0, radius * 0.5) : draws.uniform(radius * 0.7, radius);
    const double angle = draws.uniform(0, 2 * pi);
    const double x1 = r * std::sin(angle);
    const double x2 = r * std::cos(angle);
    // The label is that of the shifted place: noise here does not move the drawn point.
    const double shifted1 = x1 + draws.uniform(-radius, radius) * noise;
    const double shifted2 = x2 + draws.uniform(-radius, radius) * noise;
    const bool one = std::hypot(shifted1, shifted2) < radius * 0.5;
    points.push_back({x1, x2, one ? 1.0 : -1.0});
  }
  return points;
}

Points four_squares(Draws& draws, int count, double noise) {
  constexpr double edge = 5;
  constexpr double padding = 0.3;
  Points points;
  for (int i = 0; i < count; ++i) {
    double x1 = draws.uniform(-edge, edge);
    x1 += x1 > 0 ? padding : -padding;
    double x2 = draws.uniform(-edge, edge);
    x2 += x2 > 0 ? padding : -padding;
    const double shifted1 = x1 + draws.uniform(-edge, edge) * noise;
    const double shifted2 = x2 + draws.uniform(-edge, edge) * noise;
    points.push_back({x1, x2, shifted1 * shifted2 >= 0 ? 1.0 : -1.0});
  }
  return points;
}

Points gaussians(Draws& draws, int count, double noise) {
  const double variance = 0.5 + (4 - 0.5) * (noise / 0.5);
  Points points;
  for (int i = 0; i < count; ++i) {
    const double label = i < positives(count) ? 1 : -1;
    const double x1 = draws.normal(2 * label, std::sqrt(variance));
    const double x2 = draws.normal(2 * label, std::sqrt(variance));
    points.push_back({x1, x2, label});
  }
  return points;
}

Points spiral(Draws& draws, int count, double noise) {
  Points points;
  const auto arm = [&](int size, double begin, double label) {
    for (int i = 0; i < size; ++i) {
      const double way = static_cast<double>(i) / size;
      const double turn = 1.75 * way * 2 * pi + begin;
      const double x1 = 5 * way * std::sin(turn) + draws.uniform(-1, 1) * noise;
      const double x2 = 5 * way * std::cos(turn) + draws.uniform(-1, 1) * noise;
      points.push_back({x1, x2, label});
    }
  };
  arm(positives(count), 0, 1);
  arm(count - positives(count), pi, -1);
  return points;
}

/// scikit-learn's make_moons, moved to the middle and made three times as large.
Points moons(Draws& draws, int count, double noise) {
  Points points;
  for (int i = 0; i < count; ++i) {
    const bool upper = i < positives(count);
    const double angle = draws.uniform(0, pi);
    const double x1 = upper ? std::cos(angle) : 1 - std::cos(angle);
    const double x2 = upper ? std::sin(angle) : 0.5 - std::sin(angle);
    points.push_back({3 * (x1 - 0.5) + draws.normal(0, 3 * noise),
                      3 * (x2 - 0.25) + draws.normal(0, 3 * noise), upper ? 1.0 : -1.0});
  }
  return points;
}

double plane_height(double x1, double x2) {
  return (x1 + x2) / 10;
}

/// Of the cones that reach there the one with the greatest height in absolute value.
double hills_height(double x1, double x2) {
  constexpr std::array<std::array<double, 3>, 6> tops{
      {{-4, 2.5, 1}, {0, 2.5, -1}, {4, 2.5, 1}, {-4, -2.5, -1}, {0, -2.5, 1}, {4, -2.5, -1}}};
  double height = 0;
  for (const auto& [at1, at2, sign] : tops) {
    const double its = sign * std::max(0.0, 1 - std::hypot(x1 - at1, x2 - at2) / 2);
    if (std::abs(its) > std::abs(height)) height = its;
  }
  return height;
}

double sine_height(double x1, double x2) {
  return std::sin(x1) * std::cos(x2);
}

Points surface(Draws& draws, int count, double noise, double (*height)(double, double)) {
  constexpr double radius = 6;
  Points points;
  for (int i = 0; i < count; ++i) {
    const double x1 = draws.uniform(-radius, radius);
    const double x2 = draws.uniform(-radius, radius);
    const double shifted1 = x1 + draws.uniform(-radius, radius) * noise;
    const double shifted2 = x2 + draws.uniform(-radius, radius) * noise;
    points.push_back({x1, x2, height(shifted1, shifted2)});
  }
  return points;
}

Points drawn(ToySet set, Draws& draws, int count, double noise) {
  switch (set) {
    case ToySet::circle:
      return circle(draws, count, noise);
    case ToySet::xor_:
      return four_squares(draws, count, noise);
    case ToySet::gaussians:
      return gaussians(draws, count, noise);
    case ToySet::spiral:
      return spiral(draws, count, noise);
    case ToySet::moons:
      return moons(draws, count, noise);
    case ToySet::plane:
      return surface(draws, count, noise, plane_height);
    case ToySet::hills:
      return surface(draws, count, noise, hills_height);
    case ToySet::sine:
      break;
  }
  return surface(draws, count, noise, sine_height);
}

}  // namespace

std::span<const ToySetRow> toy_sets() {
  static constexpr std::array<ToySetRow, 8> rows{{{ToySet::circle, "circle"},
                                                  {ToySet::xor_, "xor"},
                                                  {ToySet::gaussians, "gaussians"},
                                                  {ToySet::spiral, "spiral"},
                                                  {ToySet::moons, "moons"},
                                                  {ToySet::plane, "plane", true},
                                                  {ToySet::hills, "hills", true},
                                                  {ToySet::sine, "sine", true}}};
  return rows;
}

const ToySetRow& row_of(ToySet set) {
  return toy_sets()[static_cast<std::size_t>(set)];
}

const ToySetRow* find_toy_set(std::string_view name) {
  const auto rows = toy_sets();
  const auto found = std::find_if(rows.begin(), rows.end(),
                                  [&](const ToySetRow& row) { return row.name == name; });
  return found == rows.end() ? nullptr : &*found;
}

Result<Points> toy_points(ToySet set, const ToySetOptions& options) {
  if (options.count < 2 || options.count > ToySetOptions::most_points) {
    return Error{{},
                 "a set of " + std::to_string(options.count) + " points",
                 "ask for 2 to " + std::to_string(ToySetOptions::most_points)};
  }
  if (!(options.noise >= 0 && options.noise <= ToySetOptions::most_noise)) {
    return Error{{},
                 "the noise is " + short_text(options.noise),
                 "it goes from 0 to " + short_text(ToySetOptions::most_noise)};
  }
  Draws draws(options.seed);
  return drawn(set, draws, options.count, options.noise);
}

}  // namespace backprop
