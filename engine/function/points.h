/// Points at which functions are looked at.
#pragma once

#include <vector>

namespace backprop {

/// `count` points from low to high, evenly; count > 1.
std::vector<double> even_points(double low, double high, int count);

/// From minus a million to a million, rising: dense near zero, and further and further apart.
const std::vector<double>& far_points();

/// The number of fewest digits that lies between the two, which may be as near as doubles are.
double roundest_between(double low, double high);

}  // namespace backprop
