#include "viz/scene/plot_heights.h"

#include <algorithm>
#include <cmath>

#include "viz/scene/heat.h"
#include "viz/scene/numbers.h"
#include "viz/scene/plot_marks.h"
#include "viz/scene/plot_player.h"

namespace backprop::viz {
namespace {

using lessons::Plot;
using lessons::PlotData;
using lessons::PlotGrid;
using lessons::PlotLine;
using lessons::PlotSample;

/// How high on a scale from 0 to 1.
float relative_height(const PlotData& data, double height) {
  const PlotGrid& grid = data.grid;
  if (!(grid.high > grid.low)) return 0;
  const double part = (height - grid.low) / (grid.high - grid.low);
  if (!data.log_scale || grid.high <= 0) return static_cast<float>(std::sqrt(part));
  const double least = data.contours.empty() ? grid.high * 1e-6 : data.contours.front().level / 4;
  const PlotScale scale{std::max(grid.low, least), grid.high, true};
  return static_cast<float>(std::clamp(scale.part(std::max(height, scale.low)), 0.0, 1.0));
}

/// A landscape is darker where it is higher. An output has the colour of the class that it speaks
/// for, the stronger the farther from the line where it decides.
Color color_of(const Palette& colors, const PlotData& data, double height) {
  if (!std::isfinite(height)) return colors.wrong_fill;
  if (data.kind == Plot::Kind::landscape)
    return mix(colors.card, colors.forward, 0.06F + 0.42F * relative_height(data, height));
  const double decides = data.contours.empty() ? 0.5 : data.contours.front().level;
  const double off = height - decides;
  const double most =
      std::max({0.5, std::abs(data.grid.high - decides), std::abs(data.grid.low - decides)});
  const auto strength = static_cast<float>(0.1 + 0.4 * std::min(1.0, std::abs(off) / most));
  return mix(colors.card, off >= 0 ? colors.positive : colors.negative, off == 0 ? 0 : strength);
}

void cells(Builder& b, const PlotData& data, Rect area) {
  // A height belongs to a corner; a cell has the mean of its four.
  const PlotGrid& grid = data.grid;
  auto colors = std::make_shared<std::vector<Color>>();
  for (int row = grid.rows - 2; row >= 0; --row) {
    for (int column = 0; column + 1 < grid.columns; ++column) {
      const double mean = (grid.at(row, column) + grid.at(row, column + 1) +
                           grid.at(row + 1, column) + grid.at(row + 1, column + 1)) /
                          4;
      colors->push_back(color_of(b.colors, data, mean));
    }
  }
  b.add(draw::Cells{area, grid.rows - 1, grid.columns - 1, 0, std::move(colors)});
}

constexpr float least_segment = 1.5F;  // pixels: shorter ones only roughen a contour

void contours(Builder& b, const PlotData& data, const PlotFrame& frame) {
  const bool decides = data.kind == Plot::Kind::plane;
  const Stroke stroke{decides ? b.colors.ink : faded(b.colors.ink, 0.32F), decides ? 2.2F : 1.0F};
  for (const lessons::Contour& contour : data.contours) {
    for (const auto& line : contour.lines) {
      std::vector<Vec2> places;
      for (const lessons::PlotPoint& point : line) {
        const Vec2 at = frame.at(point.x, point.y);
        const bool far = places.empty() ||
                         std::hypot(at.x - places.back().x, at.y - places.back().y) > least_segment;
        if (far) places.push_back(at);
      }
      plot_line(b, places, frame.area, stroke);
    }
  }
}

/// From the start, a ring, over every step to the end, which has the line's own mark.
void path(Builder& b, const PlotFrame& frame, std::span<const lessons::PlotPoint> path,
          std::size_t n) {
  Stroke stroke = stroke_of(b.colors, n);
  stroke.width = 1.8F;
  stroke.dashed = false;
  std::vector<Vec2> places;
  for (const lessons::PlotPoint& point : path)
    places.push_back(frame.at(point.x, point.y));
  plot_line(b, places, frame.area, {faded(b.colors.card, 0.75F), 4});
  plot_line(b, places, frame.area, stroke);
  const Rect area = inset(frame.area, -1, -1);
  for (std::size_t i = 1; i + 1 < places.size(); ++i) {
    if (area.contains(places[i])) b.add(draw::Circle{places[i], 2.2F, stroke.color});
  }
  if (places.size() > 1 && area.contains(places.back()))
    plot_mark(b, places.back(), n, stroke.color, 5);
  if (area.contains(places.front()))
    b.add(draw::Circle{places.front(), 5, b.colors.card, b.colors.ink, 2});
}

/// The data: a class is a shape as well as a colour.
void sample(Builder& b, Vec2 at, int classed) {
  const Color inks[] = {b.colors.negative, b.colors.positive};
  const auto n = static_cast<std::size_t>(std::max(0, classed));
  const Color ink = n < 2 ? inks[n] : path_color(b.colors, n);
  if (n == 0) {
    b.add(draw::Circle{at, 6, b.colors.card, ink, 2.5F});
  } else if (n == 1) {
    b.add(draw::Rectangle{{at.x - 5.5F, at.y - 5.5F, 11, 11}, 1, ink, b.colors.card, 1.5F});
  } else {
    plot_mark(b, at, n, ink, 6);
  }
}

/// Which class looks how.
float class_legend(Builder& b, const PlotData& data, Vec2 top_left, float width) {
  const float row = line_height(TextStyle::small);
  std::vector<int> classes;
  for (const PlotSample& one : data.samples) {
    if (std::find(classes.begin(), classes.end(), one.classed) == classes.end())
      classes.push_back(one.classed);
  }
  std::sort(classes.begin(), classes.end());
  Vec2 at = top_left;
  // Where the next entry begins: on a new line where there is no room for it.
  const auto place = [&](const std::string& label, float sign) {
    const float needed = sign + b.width(label, TextStyle::small);
    if (at.x > top_left.x && at.x + needed > top_left.x + width) at = {top_left.x, at.y + row};
    b.text({at.x + sign, b.baseline_in(at.y, row, TextStyle::small)}, label, TextStyle::small,
           b.colors.ink);
    const Vec2 middle{at.x, at.y + row / 2};
    at.x += needed + 18;
    return middle;
  };
  for (const int classed : classes) {
    const Vec2 middle = place(b.words.format("plot.class", classed), 20);
    sample(b, {middle.x + 8, middle.y}, classed);
  }
  if (!data.contours.empty()) {
    const double level = data.contours.front().level;
    const Vec2 middle = place(
        level == 0 ? b.words["plot.equal"] : b.words.format("plot.level", shown_short(level)), 28);
    b.line(middle, {middle.x + 22, middle.y}, b.colors.ink, 2.2F);
  }
  return at.y + row + 2;
}

/// The stroke of each line: those that lead somewhere are counted, so that a landscape without
/// steps leaves the colours to the others as a plot of the same others has them.
std::vector<std::size_t> stroke_numbers(const PlotData& data) {
  std::vector<std::size_t> numbers;
  std::size_t next = 0;
  for (const PlotLine& line : data.lines)
    numbers.push_back(line.path.size() > 1 ? next++ : 0);
  return numbers;
}

float path_legend(Builder& b, const PlotData& data, Vec2 top_left, float width) {
  std::vector<LegendEntry> entries;
  const auto numbers = stroke_numbers(data);
  for (std::size_t i = 0; i < data.lines.size(); ++i) {
    if (data.lines[i].path.size() > 1) entries.push_back({data.lines[i].label, numbers[i], true});
  }
  return entries.empty() ? top_left.y : plot_legend(b, top_left, width, entries, true);
}

void read_outs(Builder& b, const PlotData& data, const PlotFrame& frame, const std::string& name) {
  constexpr int stride = 2;
  const PlotGrid& grid = data.grid;
  const float w = frame.area.w / static_cast<float>(grid.columns - 1);
  const float h = frame.area.h / static_cast<float>(grid.rows - 1);
  for (int row = 0; row < grid.rows; row += stride) {
    for (int column = 0; column < grid.columns; column += stride) {
      const float x = frame.area.x + w * (static_cast<float>(column) - 1);
      const float y = frame.area.bottom() - h * (static_cast<float>(row) + 1);
      const float left = std::max(frame.area.x, x);
      const float top = std::max(frame.area.y, y);
      const Rect place{left, top, std::min(frame.area.right(), x + w * stride) - left,
                       std::min(frame.area.bottom(), y + h * stride) - top};
      Widget& widget =
          b.region(name + ":" + std::to_string(row * grid.columns + column), place, std::nullopt);
      widget.focusable = false;
      const auto along = [](const Plot::Axis& axis, int at, int count) {
        return axis.low + (axis.high - axis.low) * at / (count - 1);
      };
      widget.tooltip = data.x.entity + " " + shown_short(along(data.x, column, grid.columns), 3) +
                       "  \u00B7  " + data.y.entity + " " +
                       shown_short(along(data.y, row, grid.rows), 3) + ":  " + data.expression +
                       " = " + shown_short(grid.at(row, column));
    }
  }
}

}  // namespace

float plot_heights(Builder& b, const PlotData& data, Vec2 top_left, float width,
                   const std::string& name, int updates) {
  const bool plane = data.kind == Plot::Kind::plane;
  const float top =
      plane ? class_legend(b, data, top_left, width) : path_legend(b, data, top_left, width);
  const float height = std::clamp(width * 0.72F, 220.0F, 340.0F);
  const PlotFrame frame =
      plot_axes(b, {top_left.x, top, width, height}, {data.x.low, data.x.high, false},
                {data.y.low, data.y.high, false},
                {.x_name = data.x.entity, .y_name = data.y.entity, .grid = false});
  cells(b, data, frame.area);
  contours(b, data, frame);
  b.add(draw::Rectangle{frame.area, 0, Color{0, 0, 0, 0}, b.colors.hairline, 1});
  const auto numbers = stroke_numbers(data);
  for (std::size_t i = 0; i < data.lines.size(); ++i) {
    if (!data.lines[i].path.empty())
      path(b, frame, made_by(data.lines[i].path, updates), numbers[i]);
  }
  for (const PlotSample& one : data.samples) {
    const Vec2 at = frame.at(one.x, one.y);
    if (frame.area.contains(at)) sample(b, at, one.classed);
  }
  read_outs(b, data, frame, name);
  return top + height + 4;
}

}  // namespace backprop::viz
