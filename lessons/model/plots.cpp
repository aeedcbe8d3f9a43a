#include "lessons/model/plots.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "engine/program/interpreter.h"
#include "lessons/model/claims.h"
#include "lessons/model/contours.h"
#include "lessons/model/sweep.h"

namespace backprop::lessons {
namespace {

constexpr int curve_points = 97;
constexpr int landscape_side = 37;
constexpr int plane_side = 49;
constexpr int landscape_levels = 10;
constexpr std::size_t most_path_runs = 80;  // of one curve: the later steps lie closer and closer
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

double between(const Plot::Axis& axis, int at, int count) {
  return axis.low + (axis.high - axis.low) * at / (count - 1);
}

bool inside(const Plot::Axis& axis, double number) {
  return number >= axis.low && number <= axis.high;
}

Error in_program(Error error, const std::string& program) {
  error.cause = fmt::format("{}.py: {}", program, error.cause);
  return error;
}

Result<std::shared_ptr<const Trace>> trace_named(const TraceOf& trace_of,
                                                 const std::string& program) {
  auto trace = trace_of(program);
  if (trace) return trace;
  return Error{{}, fmt::format("the program '{}' has not run", program), {}};
}

// Curves

/// The values at one number; nothing where the program fails for it.
std::vector<double> values_at(const Sweep& sweep, const std::vector<double>& numbers,
                              std::size_t count, std::optional<Error>& error) {
  auto values = sweep.at(numbers);
  if (values) return std::move(values).value();
  error = values.error();
  return std::vector<double>(count, nothing);
}

/// All lines of one program, of the same runs.
std::optional<Error> add_curves(const Plot& plot, const std::vector<std::size_t>& which,
                                const std::shared_ptr<const Trace>& trace, PlotData& data) {
  std::vector<std::string> expressions;
  for (const std::size_t line : which)
    expressions.push_back(plot.lines[line].expression);
  const auto sweep = Sweep::begin(trace, {plot.x.entity}, expressions);
  if (!sweep) return sweep.error();
  if (auto error = sweep.value().too_long(curve_points)) return error;
  std::optional<Error> error;
  int failed = 0;
  for (int i = 0; i < curve_points; ++i) {
    const double x = between(plot.x, i, curve_points);
    std::optional<Error> here;
    const auto values = values_at(sweep.value(), {x}, which.size(), here);
    if (here) {
      error = here;
      ++failed;
    }
    for (std::size_t k = 0; k < which.size(); ++k)
      data.lines[which[k]].points.push_back({x, values[k]});
  }
  if (failed == curve_points) return error;
  auto path = sweep.value().path();
  path.resize(std::min(path.size(), most_path_runs));
  for (const auto& place : path) {
    if (!inside(plot.x, place[0])) continue;
    std::optional<Error> here;
    const auto values = values_at(sweep.value(), place, which.size(), here);
    for (std::size_t k = 0; k < which.size(); ++k)
      data.lines[which[k]].path.push_back({place[0], values[k]});
  }
  return std::nullopt;
}

std::optional<Error> add_curves(const Plot& plot, const TraceOf& trace_of, PlotData& data) {
  std::map<std::string, std::vector<std::size_t>> by_program;
  for (std::size_t i = 0; i < plot.lines.size(); ++i)
    by_program[plot.lines[i].program].push_back(i);
  for (const auto& [program, which] : by_program) {
    const auto trace = trace_named(trace_of, program);
    if (!trace) return trace.error();
    if (auto error = add_curves(plot, which, trace.value(), data))
      return in_program(std::move(*error), program);
  }
  return std::nullopt;
}

// Rounds of training

std::optional<Error> add_series(const Plot& plot, const TraceOf& trace_of, PlotData& data) {
  std::size_t rounds = 0;
  for (std::size_t i = 0; i < plot.lines.size(); ++i) {
    const Plot::Line& line = plot.lines[i];
    const auto trace = trace_named(trace_of, line.program);
    if (!trace) return trace.error();
    const auto& runs = trace.value()->backward_runs;
    if (runs.empty()) {
      return in_program({{}, "it has no backward()", "a series shows the rounds of a training"},
                        line.program);
    }
    for (std::size_t round = 0; round < runs.size(); ++round) {
      const auto value = number_of(*trace.value(), runs[round].end_step, line.expression);
      if (!value) return in_program(value.error(), line.program);
      data.lines[i].points.push_back({static_cast<double>(round + 1), value.value()});
    }
    rounds = std::max(rounds, runs.size());
  }
  data.x.low = 1;  // rounds are counted from 1, as on the timeline
  data.x.high = static_cast<double>(std::max<std::size_t>(rounds, 2));
  return std::nullopt;
}

/// The range of the drawn numbers.
std::optional<Error> find_range(PlotData& data) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const PlotLine& line : data.lines) {
    for (const PlotPoint& point : line.points) {
      if (!std::isfinite(point.y) || (data.log_scale && point.y <= 0)) continue;
      low = std::min(low, point.y);
      high = std::max(high, point.y);
    }
  }
  if (low > high) return Error{{}, "none of the numbers can be drawn", {}};
  data.y.low = low;
  data.y.high = high;
  return std::nullopt;
}

// Heights

void find_heights(PlotGrid& grid) {
  grid.low = std::numeric_limits<double>::infinity();
  grid.high = -grid.low;
  for (const double height : grid.heights) {
    if (!std::isfinite(height)) continue;
    grid.low = std::min(grid.low, height);
    grid.high = std::max(grid.high, height);
  }
}

std::optional<Error> add_landscape(const Plot& plot, const TraceOf& trace_of, PlotData& data) {
  const Plot::Line& first = plot.lines.front();
  data.expression = first.expression;
  for (std::size_t i = 0; i < plot.lines.size(); ++i) {
    const auto trace = trace_named(trace_of, plot.lines[i].program);
    if (!trace) return trace.error();
    const auto sweep =
        Sweep::begin(trace.value(), {plot.x.entity, plot.y.entity}, {plot.lines[i].expression});
    if (!sweep) return in_program(sweep.error(), plot.lines[i].program);
    for (const auto& place : sweep.value().path())
      data.lines[i].path.push_back({place[0], place[1]});
    if (i > 0) continue;
    if (auto too_long = sweep.value().too_long(landscape_side * landscape_side))
      return in_program(*std::move(too_long), first.program);
    PlotGrid& grid = data.grid;
    grid.columns = grid.rows = landscape_side;
    std::optional<Error> error;
    for (int row = 0; row < grid.rows; ++row) {
      for (int column = 0; column < grid.columns; ++column) {
        const std::vector<double> numbers{between(plot.x, column, grid.columns),
                                          between(plot.y, row, grid.rows)};
        grid.heights.push_back(values_at(sweep.value(), numbers, 1, error)[0]);
      }
      if (error && row == 0 && !std::isfinite(grid.heights[0]))
        return in_program(*error, first.program);
    }
  }
  find_heights(data.grid);
  if (data.grid.low > data.grid.high) return Error{{}, "none of the heights is a number", {}};
  data.contours = contours_of(data.grid, plot.x, plot.y,
                              levels_of(data.grid, plot.log_scale, landscape_levels));
  return std::nullopt;
}

// Planes

/// "X[1]": 1, of that data.
Result<Index> column_of(const Plot::Axis& axis, const std::string& points, Index columns) {
  const auto bracket = axis.entity.find('[');
  if (bracket != std::string::npos && axis.entity.substr(0, bracket) == points) {
    return parse_element(axis.entity.substr(bracket), {columns}, points);
  }
  return Error{{},
               fmt::format("'{}' is not a column of '{}'", axis.entity, points),
               fmt::format("write {}[0] or {}[1]", points, points)};
}

void add_samples(const Trace& trace, const Plot& plot, const Tensor& points, Index x, Index y,
                 PlotData& data) {
  const ValueId classes = find_value(trace, plot.classes);
  for (Index row = 0; row < points.shape[0]; ++row) {
    PlotSample sample{points[row * 2 + x], points[row * 2 + y], 0};
    if (classes != no_value && trace.value(classes).data.size() == points.shape[0])
      sample.classed = static_cast<int>(std::lround(trace.value(classes).data[row]));
    data.samples.push_back(sample);
  }
}

/// The expression on the grid's points in the place of the data, with the parameters as the run
/// left them. Of two outputs, by how much the second is larger.
std::optional<Error> add_plane(const Plot& plot, const TraceOf& trace_of, PlotData& data) {
  const auto found = trace_named(trace_of, plot.lines.front().program);
  if (!found) return found.error();
  const Trace& trace = *found.value();
  data.expression = plot.lines.front().expression;
  const ValueId id = find_value(trace, plot.points);
  if (id == no_value || trace.value(id).data.shape.size() != 2 ||
      trace.value(id).data.shape[1] != 2) {
    return Error{{},
                 fmt::format("'{}' is not data of two columns", plot.points),
                 "a plane needs a tensor of shape [N, 2]"};
  }
  const Tensor& points = trace.value(id).data;
  const auto x = column_of(plot.x, plot.points, 2);
  if (!x) return x.error();
  const auto y = column_of(plot.y, plot.points, 2);
  if (!y) return y.error();
  PlotGrid& grid = data.grid;
  grid.columns = grid.rows = plane_side;
  const Index count = Index{plane_side} * plane_side;
  Tensor places({count, 2}, std::vector<double>(static_cast<std::size_t>(2 * count)));
  for (Index i = 0; i < count; ++i) {
    places[2 * i + x.value()] = between(plot.x, static_cast<int>(i % plane_side), plane_side);
    places[2 * i + y.value()] = between(plot.y, static_cast<int>(i / plane_side), plane_side);
  }
  const auto value = evaluate(trace, trace.step_count(), data.expression, {{plot.points, places}});
  if (!value) return in_program(value.error(), plot.lines.front().program);
  const Tensor& heights = value.value();
  const bool two = heights.size() == 2 * count;
  if (heights.size() != count && !two) {
    return Error{{},
                 fmt::format("'{}' does not follow the points: {} numbers for {} of them",
                             data.expression, heights.size(), count),
                 fmt::format("write it out from {} on, as in sigmoid({} @ w.T + b)", plot.points,
                             plot.points)};
  }
  for (Index i = 0; i < count; ++i)
    grid.heights.push_back(two ? heights[2 * i + 1] - heights[2 * i] : heights[i]);
  find_heights(grid);
  if (grid.low > grid.high) return Error{{}, "none of the outputs is a number", {}};
  data.contours = contours_of(grid, plot.x, plot.y, {two ? 0.0 : 0.5});
  add_samples(trace, plot, points, x.value(), y.value(), data);
  return std::nullopt;
}

}  // namespace

Result<PlotData> plot_data(const Plot& plot, const TraceOf& trace_of) {
  PlotData data;
  data.kind = plot.kind;
  data.x = plot.x;
  data.y = plot.y;
  data.log_scale = plot.log_scale;
  for (const Plot::Line& line : plot.lines)
    data.lines.push_back({line.label.empty() ? line.expression : line.label, {}, {}});
  std::optional<Error> error;
  switch (plot.kind) {
    case Plot::Kind::curve:
      error = add_curves(plot, trace_of, data);
      break;
    case Plot::Kind::landscape:
      error = add_landscape(plot, trace_of, data);
      break;
    case Plot::Kind::series:
      error = add_series(plot, trace_of, data);
      break;
    case Plot::Kind::plane:
      error = add_plane(plot, trace_of, data);
      break;
  }
  const bool over_numbers = plot.kind == Plot::Kind::curve || plot.kind == Plot::Kind::series;
  if (!error && over_numbers) error = find_range(data);
  if (error) return *error;
  return data;
}

}  // namespace backprop::lessons
