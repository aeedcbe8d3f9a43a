#include "viz/scene/plot_scene.h"

#include <algorithm>
#include <cmath>

#include "viz/scene/numbers.h"
#include "viz/scene/plot_heights.h"
#include "viz/scene/plot_marks.h"
#include "viz/scene/plot_player.h"

namespace backprop::viz {
namespace {

using lessons::Plot;
using lessons::PlotData;
using lessons::PlotLine;
using lessons::PlotPoint;

std::vector<Vec2> on_screen(const PlotFrame& frame, std::span<const PlotPoint> points) {
  std::vector<Vec2> places;
  for (const PlotPoint& point : points) {
    const bool drawn = std::isfinite(point.y) && (!frame.y.logarithmic || point.y > 0);
    places.push_back(drawn ? frame.at(point.x, point.y) : Vec2{NAN, NAN});
  }
  return places;
}

/// Marks along a line, some pixels apart, not all lines at the same places.
void marks_along(Builder& b, const std::vector<Vec2>& places, std::size_t n, std::size_t count) {
  constexpr float apart = 62;
  if (places.size() < 2) return;
  const float width = places.back().x - places.front().x;
  const float offset = apart * (static_cast<float>(n) + 0.5F) / static_cast<float>(count);
  float next = places.front().x + offset;
  for (const Vec2& place : places) {
    if (!std::isfinite(place.x) || !(width > 0)) continue;
    if (place.x < next) continue;
    plot_mark(b, place, n, stroke_of(b.colors, n).color, 3.5F);
    next += apart;
  }
}

/// Where the program stands, and where its updates lead: the start is a ring, the steps discs.
void path_on_curve(Builder& b, const PlotFrame& frame, std::span<const PlotPoint> path,
                   std::size_t n) {
  const Color color = stroke_of(b.colors, n).color;
  const auto places = on_screen(frame, path);
  const Rect around = inset(frame.area, -1, -1);
  for (std::size_t i = places.size(); i-- > 0;) {
    if (!std::isfinite(places[i].y) || !around.contains(places[i])) continue;
    if (i == 0) {
      b.add(draw::Circle{places[i], 5.5F, b.colors.card, color, 2.5F});
    } else {
      b.add(draw::Circle{places[i], 4, mix(color, b.colors.ink, 0.55F), b.colors.card, 1.2F});
    }
  }
}

/// "w[0] = 1.5:  J 0.25  ·  slope −2".
std::string read_out(const PlotData& data, const std::string& x_name, std::size_t at) {
  std::string text;
  double x = 0;
  for (const PlotLine& line : data.lines) {
    if (at >= line.points.size()) continue;
    x = line.points[at].x;
    text += text.empty() ? "" : "  \u00B7  ";
    text += line.label + "  " + shown_short(line.points[at].y);
  }
  return x_name + " " + shown_short(x) + ":  " + text;
}

/// A place to hover for each number along x.
void read_outs(Builder& b, const PlotData& data, const PlotFrame& frame, const std::string& x_name,
               const std::string& name) {
  constexpr float least_width = 4;
  std::size_t count = 0;
  for (const PlotLine& line : data.lines)
    count = std::max(count, line.points.size());
  if (count < 2) return;
  const float step = frame.area.w / static_cast<float>(count - 1);
  const auto stride = static_cast<std::size_t>(std::ceil(least_width / step));
  for (std::size_t i = 0; i < count; i += stride) {
    const float width = step * static_cast<float>(stride);
    const float middle = frame.area.x + step * static_cast<float>(i);
    const float left = std::max(frame.area.x, middle - width / 2);
    const float right = std::min(frame.area.right(), middle + width / 2);
    Widget& widget = b.region(name + ":" + std::to_string(i),
                              {left, frame.area.y, right - left, frame.area.h}, std::nullopt);
    widget.focusable = false;
    widget.tooltip = read_out(data, x_name, i);
  }
}

std::string x_name_of(const Builder& b, const PlotData& data) {
  return data.kind == Plot::Kind::series ? b.words["plot.round"] : data.x.entity;
}

/// The range of y: what is all but 0 or 1 at its ends is given room; zero stands out.
PlotScale y_scale(const PlotData& data) {
  return roomy_scale(data.y.low, data.y.high, data.log_scale);
}

/// Where a line that is still being made has come to.
void head(Builder& b, const std::vector<Vec2>& places, std::size_t n) {
  if (!places.empty() && std::isfinite(places.back().y))
    plot_mark(b, places.back(), n, stroke_of(b.colors, n).color, 5);
}

float plot_lines(Builder& b, const PlotData& data, Vec2 top_left, float width,
                 const std::string& name, int updates) {
  const bool marked = data.lines.size() > 2;
  std::vector<LegendEntry> entries;
  for (std::size_t i = 0; i < data.lines.size(); ++i)
    entries.push_back({data.lines[i].label, i});
  const float top = plot_legend(b, top_left, width, entries, marked);
  const float height = std::clamp(width * 0.58F, 180.0F, 300.0F);
  const std::string x_name = x_name_of(b, data);
  const PlotFrame frame =
      plot_axes(b, {top_left.x, top, width, height}, {data.x.low, data.x.high, false},
                y_scale(data), {.x_name = x_name, .y_name = ""});
  if (!data.log_scale && frame.y.low < 0 && frame.y.high > 0) {
    const float zero = frame.at(0, 0).y;
    b.line({frame.area.x, zero}, {frame.area.right(), zero}, b.colors.faint, 1.5F);
  }
  for (std::size_t i = 0; i < data.lines.size(); ++i) {
    const auto& points = data.lines[i].points;
    const bool series = data.kind == Plot::Kind::series;
    const auto places = on_screen(frame, series ? made_by(points, updates) : std::span(points));
    plot_line(b, places, frame.area, stroke_of(b.colors, i));
    if (places.size() < points.size()) head(b, places, i);
    if (marked) marks_along(b, places, i, data.lines.size());
  }
  for (std::size_t i = 0; i < data.lines.size(); ++i)
    path_on_curve(b, frame, made_by(data.lines[i].path, updates), i);
  read_outs(b, data, frame, x_name, name);
  return top + height + 4;
}

}  // namespace

float plot_scene(Builder& b, const PlotData& data, Vec2 top_left, float width,
                 const std::string& name, int updates) {
  const bool lines = data.kind == Plot::Kind::curve || data.kind == Plot::Kind::series;
  return lines ? plot_lines(b, data, top_left, width, name, updates)
               : plot_heights(b, data, top_left, width, name, updates);
}

}  // namespace backprop::viz
