/// The frame of a diagram: what a number is on screen, with ticks at round numbers.
#pragma once

#include <string>
#include <vector>

#include "viz/scene/builder.h"

namespace backprop::viz {

/// One direction of a diagram.
struct PlotScale {
  double low = 0, high = 1;
  bool logarithmic = false;
  /// 0 at its low end, 1 at its high end; of no logarithm below 0.
  double part(double number) const;
};

/// A scale for numbers from low to high with some room at both ends.
PlotScale roomy_scale(double low, double high, bool logarithmic);

struct Tick {
  double at = 0;
  std::string label;
};

/// Round numbers inside a scale, no more than `most`, evenly spaced as the scale is.
std::vector<Tick> ticks_of(const PlotScale& scale, int most);

struct PlotFrame {
  Rect area;
  PlotScale x, y;
  Vec2 at(double its_x, double its_y) const;
};

/// Draws frame, ticks and the names of the axes around the numbers' own area, which is what is left
/// of `all` for it. Whole rounds have whole ticks. Grid lines may be left out.
struct AxesStyle {
  std::string x_name, y_name;
  bool grid = true;
};
PlotFrame plot_axes(Builder& b, Rect all, const PlotScale& x, const PlotScale& y,
                    const AxesStyle& style);

/// A line through places of the frame, cut at its edges and broken at what is not finite.
struct Stroke {
  Color color;
  float width = 2;
  bool dashed = false;
};
std::vector<std::vector<Vec2>> visible_parts(const std::vector<Vec2>& points, Rect area);
void plot_line(Builder& b, const std::vector<Vec2>& points, Rect area, const Stroke& stroke);

}  // namespace backprop::viz
