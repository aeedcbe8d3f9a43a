/// How the lines of a diagram are told apart: by colour, and by dashes and marks as well.
#pragma once

#include "viz/scene/plot_frame.h"

namespace backprop::viz {

/// The n-th line's look, from 0.
Stroke stroke_of(const Palette& colors, std::size_t n);

/// Its mark: a disc, square, triangle, diamond, ring, cross.
void plot_mark(Builder& b, Vec2 center, std::size_t n, Color color, float size = 4);

/// Labels with a piece of each line, in as many rows as they need; returns the y below. `marks`: a
/// mark stands on every line. A single line without words of its own needs none.
struct LegendEntry {
  std::string label;
  std::size_t n = 0;
  bool solid = false;  ///< drawn without dashes
};
float plot_legend(Builder& b, Vec2 top_left, float width, const std::vector<LegendEntry>& entries,
                  bool marks);

}  // namespace backprop::viz
