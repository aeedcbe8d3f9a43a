/// Points of the plane, each with what a network is to make of it.
#pragma once

#include <vector>

namespace backprop {

/// `label` is -1 or 1 where there are two classes, and a number of any size in regression. A loss
/// that takes probabilities reads a class as 0 or 1: see class_target().
struct Point {
  double x1 = 0;
  double x2 = 0;
  double label = 0;
  bool operator==(const Point&) const = default;
};

using Points = std::vector<Point>;

/// 0 for class -1, 1 for class 1.
inline double class_target(double label) {
  return (label + 1) / 2;
}

}  // namespace backprop
