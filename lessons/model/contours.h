/// Lines of equal height over a grid.
#pragma once

#include "lessons/model/plots.h"

namespace backprop::lessons {

/// About `count` heights to draw lines at: by equal factors on a logarithmic scale; else closer
/// together where it is low, as the rings of a bowl of equal distance are.
std::vector<double> levels_of(const PlotGrid& grid, bool log_scale, int count);

/// One contour for each level that the grid reaches. Cells with a corner that is not finite are
/// left out.
std::vector<Contour> contours_of(const PlotGrid& grid, const Plot::Axis& x, const Plot::Axis& y,
                                 const std::vector<double>& levels);

}  // namespace backprop::lessons
