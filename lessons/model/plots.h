/// The numbers of a lesson's diagrams: a Plot made into plain data by the engine, ready to be
/// drawn.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/trace/trace.h"
#include "lessons/model/lesson.h"

namespace backprop::lessons {

/// One place of a diagram, in the units of its axes. What is not finite breaks a line.
struct PlotPoint {
  double x = 0;
  double y = 0;
};

struct PlotLine {
  std::string label;
  std::vector<PlotPoint> points;  ///< x ascending; of a landscape none
  /// A run's own steps: the swept numbers as its updates left them, the start first. Of a program
  /// without updates the one place where it stands; may be empty.
  std::vector<PlotPoint> path;
};

/// Heights over a plane, row by row from low y to high y.
struct PlotGrid {
  int columns = 0;
  int rows = 0;
  std::vector<double> heights;
  double low = 0, high = 0;  ///< of the finite heights
  double at(int row, int column) const {
    return heights[static_cast<std::size_t>(row * columns + column)];
  }
};

/// Where the heights are equal: lines of points, in the units of the axes.
struct Contour {
  double level = 0;
  std::vector<std::vector<PlotPoint>> lines;
};

/// One row of the data.
struct PlotSample {
  double x = 0;
  double y = 0;
  int classed = 0;
};

struct PlotData {
  Plot::Kind kind = Plot::Kind::curve;
  Plot::Axis x, y;  ///< the ranges; of curves and series y is that of the numbers, without a name
  bool log_scale = false;
  std::vector<PlotLine> lines;
  PlotGrid grid;                    ///< landscape and plane
  std::vector<Contour> contours;    ///< landscape: some levels; plane: where it decides
  std::vector<PlotSample> samples;  ///< plane
  std::string expression;           ///< what the heights are
};

/// The recording of a program by name: the learner's own where they have it open; null: none.
using TraceOf = std::function<std::shared_ptr<const Trace>(const std::string& program)>;

/// Runs the programs again with other numbers, or evaluates on the recordings. Deterministic; up to
/// some tenths of a second: keep the result while the programs' texts are the same. Errors, for
/// people: an unknown number, an expression that is not one number, a program that fails for the
/// first number already.
Result<PlotData> plot_data(const Plot& plot, const TraceOf& trace_of);

}  // namespace backprop::lessons
