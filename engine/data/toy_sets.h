/// Sets of points to play with, in shapes, ranges (-6 to 6) and meaning of noise as TensorFlow
/// Playground has them; moons are scikit-learn's, scaled to that range. Made from a seed with the
/// engine's own generator: the same on every machine.
#pragma once

#include <span>
#include <string_view>

#include "engine/data/points.h"
#include "engine/result.h"

namespace backprop {

enum class ToySet : std::uint8_t {
  circle,     ///< class 1 within half the radius of 5, class -1 in the ring beyond 0.7 of it
  xor_,       ///< class 1 where x1 x2 >= 0, in four squares 0.3 apart from the axes
  gaussians,  ///< a cloud around (2, 2), class 1, and one around (-2, -2), class -1
  spiral,     ///< two arms of 1.75 turns each
  moons,      ///< two half circles, one within the other's mouth
  plane,      ///< regression: (x1 + x2) / 10
  hills,      ///< regression: six cones of 1 and -1, zero between them
  sine,       ///< regression: sin(x1) cos(x2)
};

struct ToySetRow {
  ToySet set = ToySet::circle;
  std::string_view name;  ///< "xor"
  bool regression = false;
};

/// All of them, in that order.
std::span<const ToySetRow> toy_sets();
const ToySetRow& row_of(ToySet set);
const ToySetRow* find_toy_set(std::string_view name);  ///< null where there is none

struct ToySetOptions {
  static constexpr int most_points = 10'000;
  static constexpr double most_noise = 0.5;

  int count = 500;
  /// 0 to 0.5. Circle, xor and regression take the label of a place shifted by up to this share of
  /// their radius; gaussians spread wider; the points of spiral and moons are scattered.
  double noise = 0;
  std::uint64_t seed = 1;
};

/// `count` points. Without noise the classes have equal parts, of an odd number class 1 one more;
/// in xor chance decides. Errors: a count or a noise out of range.
Result<Points> toy_points(ToySet set, const ToySetOptions& options);

}  // namespace backprop
