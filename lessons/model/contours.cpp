#include "lessons/model/contours.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

namespace backprop::lessons {
namespace {

/// Where a contour crosses a line of the grid: the line's lower corner, and whether it leads up.
struct Crossing {
  int row = 0;
  int column = 0;
  bool upward = false;
  auto operator<=>(const Crossing&) const = default;
};
using Segment = std::pair<Crossing, Crossing>;

/// The crossings of one cell, anticlockwise: below, right, above, left.
std::array<Crossing, 4> sides_of(int row, int column) {
  return {Crossing{row, column, false}, Crossing{row, column + 1, true},
          Crossing{row + 1, column, false}, Crossing{row, column, true}};
}

void add_segments(const PlotGrid& grid, int row, int column, double level,
                  std::vector<Segment>& segments) {
  const std::array<double, 4> corners{grid.at(row, column), grid.at(row, column + 1),
                                      grid.at(row + 1, column + 1), grid.at(row + 1, column)};
  std::vector<Crossing> crossed;
  const auto sides = sides_of(row, column);
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const double from = corners[i];
    const double to = corners[(i + 1) % corners.size()];
    if (!std::isfinite(from)) return;
    if ((from >= level) != (to >= level)) crossed.push_back(sides[i]);
  }
  if (crossed.size() == 2) segments.emplace_back(crossed[0], crossed[1]);
  if (crossed.size() < 4) return;
  // A saddle: the corners that are like its middle hang together.
  const double middle = (corners[0] + corners[1] + corners[2] + corners[3]) / 4;
  const bool joined = (middle >= level) == (corners[0] >= level);
  segments.emplace_back(crossed[0], crossed[joined ? 1 : 3]);
  segments.emplace_back(crossed[2], crossed[joined ? 3 : 1]);
}

PlotPoint place_of(const PlotGrid& grid, const Plot::Axis& x, const Plot::Axis& y, double level,
                   const Crossing& at) {
  const double from = grid.at(at.row, at.column);
  const double to = at.upward ? grid.at(at.row + 1, at.column) : grid.at(at.row, at.column + 1);
  const double part = (level - from) / (to - from);
  const double column = at.column + (at.upward ? 0 : part);
  const double row = at.row + (at.upward ? part : 0);
  return {x.low + (x.high - x.low) * column / (grid.columns - 1),
          y.low + (y.high - y.low) * row / (grid.rows - 1)};
}

/// Segments that meet, joined to lines as long as can be.
std::vector<std::vector<Crossing>> chained(const std::vector<Segment>& segments) {
  std::map<Crossing, std::vector<std::size_t>> ends;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    ends[segments[i].first].push_back(i);
    ends[segments[i].second].push_back(i);
  }
  std::vector<bool> used(segments.size(), false);
  const auto extend = [&](std::vector<Crossing>& line) {
    while (true) {
      const auto& meeting = ends[line.back()];
      const auto next = std::find_if(meeting.begin(), meeting.end(),
                                     [&](std::size_t segment) { return !used[segment]; });
      if (next == meeting.end()) return;
      used[*next] = true;
      const auto& [a, b] = segments[*next];
      line.push_back(a == line.back() ? b : a);
    }
  };
  std::vector<std::vector<Crossing>> lines;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    if (used[i]) continue;
    used[i] = true;
    std::vector<Crossing> line{segments[i].first, segments[i].second};
    extend(line);
    std::reverse(line.begin(), line.end());
    extend(line);
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace

std::vector<double> levels_of(const PlotGrid& grid, bool log_scale, int count) {
  std::vector<double> levels;
  const double range = grid.high - grid.low;
  if (!(range > 0)) return levels;
  double low = grid.low;
  if (log_scale && low <= 0) {  // the lowest that has a logarithm
    low = grid.high;
    for (const double height : grid.heights) {
      if (std::isfinite(height) && height > 0) low = std::min(low, height);
    }
  }
  for (int i = 1; i <= count; ++i) {
    const double part = static_cast<double>(i) / (count + 1);
    levels.push_back(log_scale ? low * std::pow(grid.high / low, part)
                               : grid.low + range * part * part);
  }
  return levels;
}

std::vector<Contour> contours_of(const PlotGrid& grid, const Plot::Axis& x, const Plot::Axis& y,
                                 const std::vector<double>& levels) {
  std::vector<Contour> contours;
  for (const double level : levels) {
    std::vector<Segment> segments;
    for (int row = 0; row + 1 < grid.rows; ++row) {
      for (int column = 0; column + 1 < grid.columns; ++column)
        add_segments(grid, row, column, level, segments);
    }
    if (segments.empty()) continue;
    Contour contour{level, {}};
    for (const auto& line : chained(segments)) {
      std::vector<PlotPoint> points;
      for (const Crossing& crossing : line)
        points.push_back(place_of(grid, x, y, level, crossing));
      contour.lines.push_back(std::move(points));
    }
    contours.push_back(std::move(contour));
  }
  return contours;
}

}  // namespace backprop::lessons
