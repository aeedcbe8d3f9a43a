// Plots as text: what is drawn, and a handful of its numbers.
#include <algorithm>
#include <cmath>

#include "engine/number_text.h"
#include "lessons/model/plots.h"
#include "lessons/model/text_context.h"
#include "lessons/model/text_lines.h"

namespace backprop::lessons {
namespace {

constexpr int samples = 5;  ///< of a line, and of each direction of a plane
constexpr int digits = 4;
const std::string indent = "    ";

std::string number_text(double number) {
  return with_minus_sign(short_text(number, digits));
}

std::string axis_text(const Plot::Axis& axis, const TextWords& words) {
  const auto end = [](double number) { return with_minus_sign(short_text(number)); };
  return say(words.axis, axis.entity, end(axis.low), end(axis.high));
}

/// The axes and data of a plot.
std::string ranges_text(const Plot& is, const TextWords& words) {
  std::string ranges;
  for (const Plot::Axis* axis : {&is.x, &is.y}) {
    if (axis->entity.empty()) continue;
    if (!ranges.empty()) ranges += words.comma;
    ranges += axis_text(*axis, words);
  }
  std::string text = ranges.empty() ? "" : say(words.axes, ranges);
  const auto add = [&](const std::string& part) {
    if (!text.empty()) text += words.semicolon;
    text += part;
  };
  if (!is.points.empty()) add(say(words.points, is.points, is.classes));
  if (is.log_scale) add(std::string(words.log_scale));
  return text;
}

std::string line_text(const Plot::Line& line, const Plot& is, const TextWords& words) {
  std::string text = line.label == line.expression ? line.expression
                                                   : say(words.line, line.label, line.expression);
  if (line.program != is.program)
    text += std::string(words.comma) + say(words.own_program, line.program);
  return text;
}

/// Up to so many places of `count`, evenly spread, the ends among them.
std::vector<std::size_t> spread(std::size_t count) {
  std::vector<std::size_t> places;
  const std::size_t shown = std::min<std::size_t>(count, samples);
  for (std::size_t i = 0; i < shown; ++i)
    places.push_back(shown == 1 ? 0 : i * (count - 1) / (shown - 1));
  return places;
}

/// The number of a line at some place; empty where it has none there.
std::string number_at(const PlotLine& line, double x) {
  const auto found = std::find_if(line.points.begin(), line.points.end(),
                                  [&](const PlotPoint& point) { return point.x == x; });
  return found == line.points.end() ? "" : number_text(found->y);
}

/// Places from low to high, each with the numbers of all lines.
std::string lines_text(const PlotData& data, const TextContext& context) {
  const auto longest = std::max_element(
      data.lines.begin(), data.lines.end(),
      [](const PlotLine& a, const PlotLine& b) { return a.points.size() < b.points.size(); });
  if (longest == data.lines.end() || longest->points.empty()) return {};
  Cells head{data.x.entity.empty() ? std::string(context.words.round) : data.x.entity};
  for (const PlotLine& line : data.lines)
    head.push_back(line.label);
  std::vector<Cells> rows;
  for (const std::size_t place : spread(longest->points.size())) {
    const double x = longest->points[place].x;
    Cells& row = rows.emplace_back(Cells{number_text(x)});
    for (const PlotLine& line : data.lines)
      row.push_back(number_at(line, x));
  }
  return table_text(head, rows, context);
}

double between(const Plot::Axis& axis, std::size_t place, int count) {
  return axis.low + (axis.high - axis.low) * static_cast<double>(place) / (count - 1);
}

/// Heights over the plane, seen from above: y grows upwards, x to the right.
std::string heights_text(const PlotData& data, const TextContext& context) {
  const PlotGrid& grid = data.grid;
  if (grid.columns < 2 || grid.rows < 2) return {};
  const auto columns = spread(static_cast<std::size_t>(grid.columns));
  auto rows = spread(static_cast<std::size_t>(grid.rows));
  std::reverse(rows.begin(), rows.end());
  Cells head{data.y.entity + " ↑ " + data.x.entity + " →"};
  for (const std::size_t column : columns)
    head.push_back(number_text(between(data.x, column, grid.columns)));
  std::vector<Cells> table;
  for (const std::size_t row : rows) {
    Cells& cells = table.emplace_back(Cells{number_text(between(data.y, row, grid.rows))});
    for (const std::size_t column : columns)
      cells.push_back(number_text(grid.at(static_cast<int>(row), static_cast<int>(column))));
  }
  return table_text(head, table, context);
}

/// Where training began and how far it got.
std::string paths_text(const PlotData& data, const TextContext& context) {
  std::string text;
  for (const PlotLine& line : data.lines) {
    if (line.path.size() < 2) continue;
    const auto place = [](const PlotPoint& point) {
      return fmt::format("({}, {})", number_text(point.x), number_text(point.y));
    };
    text += wrapped(say(context.words.path, line.label, place(line.path.front()),
                        place(line.path.back()), line.path.size() - 1),
                    indent + "- ", indent + "  ");
  }
  return text;
}

}  // namespace

std::string text_of(const Plot& is, TextContext& context) {
  const TextWords& words = context.words;
  std::string what(words_of(is.kind, context.language));
  const std::string ranges = ranges_text(is, words);
  if (!ranges.empty()) what += std::string(words.comma) + ranges;
  what += std::string(words.comma) + say(words.own_program, is.program);
  std::string text = wrapped(say(words.plot, what), indent, indent + "  ");
  text += wrapped(context.plain(is.caption), indent, indent);
  for (const Plot::Line& line : is.lines)
    text += wrapped(line_text(line, is, words), indent + "- ", indent + "  ");
  const auto data = plot_data(is, [&](const std::string& program) {
    const auto& run = context.runs.run(program);
    return run ? run.value() : std::shared_ptr<const Trace>();
  });
  if (!data) return text + error_note(data.error(), context, indent);
  const bool heights = is.kind == Plot::Kind::landscape || is.kind == Plot::Kind::plane;
  text += heights ? heights_text(data.value(), context) : lines_text(data.value(), context);
  return text + paths_text(data.value(), context);
}

}  // namespace backprop::lessons
