// The numbers of diagrams against direct runs, and what is said where there are none.
#include "lessons/model/plots.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>
#include <map>

#include "engine/program/interpreter.h"
#include "lessons/model/catalogue.h"
#include "lessons/model/claims.h"
#include "lessons/model/contours.h"

namespace backprop::lessons {
namespace {

std::shared_ptr<const Trace> run(const std::string& text) {
  const auto trace = run_program(text);
  REQUIRE_MESSAGE(trace.ok(), (trace ? "" : trace.error().cause));
  return trace.value();
}

TraceOf only(const std::string& text) {
  return [trace = run(text)](const std::string& name) { return name == "p" ? trace : nullptr; };
}

double last_of(const std::string& text, const std::string& expression) {
  const auto trace = run(text);
  const auto value = evaluate(*trace, moment_of_claims(*trace), expression);
  REQUIRE(value.ok());
  return value.value()[0];
}

Plot curve(const std::string& entity, double low, double high,
           const std::vector<std::string>& expressions) {
  Plot plot;
  plot.kind = Plot::Kind::curve;
  plot.x = {entity, low, high};
  for (const std::string& expression : expressions)
    plot.lines.push_back({expression, "", "p"});
  return plot;
}

std::string cause_of(const Plot& plot, const std::string& text) {
  const auto data = plot_data(plot, only(text));
  REQUIRE_FALSE(data.ok());
  return data.error().cause;
}

const std::string square = "w = param([1.0, 2.0])\nJ = sum(w * w * w)\nJ.backward()\n";

std::string bowl(const std::string& start) {
  return "w = param(" + start +
         ")\n"
         "start = (w - 3) ** 2\n"
         "for step in range(5):\n"
         "    zero_grad()\n"
         "    J = (w - 3) ** 2\n"
         "    J.backward()\n"
         "    sgd(lr=0.1)\n";
}

TEST_CASE("plots: a curve is what the program computes with other numbers") {
  const auto data = plot_data(curve("w[1]", -1, 3, {"J", "grad(w)[1]"}), only(square));
  REQUIRE(data.ok());
  REQUIRE(data.value().lines.size() == 2);
  const auto& points = data.value().lines[0].points;
  REQUIRE(points.size() >= 60);
  CHECK(points.front().x == -1);
  CHECK(points.back().x == 3);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double x = points[i].x;
    const std::string text =
        fmt::format("w = param([1.0, {}])\nJ = sum(w * w * w)\nJ.backward()\n", x);
    CHECK(points[i].y == last_of(text, "J"));
    CHECK(data.value().lines[1].points[i].y == last_of(text, "grad(w)[1]"));
  }
  // It stands where the program does.
  REQUIRE(data.value().lines[0].path.size() == 1);
  CHECK(data.value().lines[0].path[0].x == 2);
  CHECK(data.value().lines[0].path[0].y == 9);
}

TEST_CASE("plots: of a training, a curve has a path through every version of the parameter") {
  const auto data = plot_data(curve("w", -1, 7, {"start"}), only(bowl("0.0")));
  REQUIRE(data.ok());
  const auto trace = run(bowl("0.0"));
  const auto& versions = trace->parameters[0].versions;
  const auto& path = data.value().lines[0].path;
  REQUIRE(path.size() == versions.size());
  for (std::size_t i = 0; i < path.size(); ++i) {
    const double w = trace->value(versions[i]).data[0];
    CHECK(path[i].x == w);
    CHECK(path[i].y == last_of(bowl(fmt::format("{}", w)), "start"));
  }
}

TEST_CASE("plots: what a training ends with is swept over its starts") {
  const auto data = plot_data(curve("w", -1, 7, {"J"}), only(bowl("0.0")));
  REQUIRE(data.ok());
  const auto& points = data.value().lines[0].points;
  for (std::size_t i = 0; i < points.size(); i += 16)
    CHECK(points[i].y == last_of(bowl(fmt::format("{}", points[i].x)), "J"));
}

TEST_CASE("plots: where a curve has no number it is broken") {
  const std::string text = "w = param(1.0)\nJ = log(w)\nJ.backward()\n";
  const auto data = plot_data(curve("w", -1, 1, {"J"}), only(text));
  REQUIRE(data.ok());
  const auto& points = data.value().lines[0].points;
  CHECK_FALSE(std::isfinite(points.front().y));
  CHECK(points.back().y == 0);
  CHECK(std::isfinite(data.value().y.low));
}

TEST_CASE("plots: a series has the numbers of each round") {
  Plot plot;
  plot.kind = Plot::Kind::series;
  plot.lines = {{"J", "loss", "p"}, {"w", "", "p"}};
  const auto data = plot_data(plot, only(bowl("0.0")));
  REQUIRE(data.ok());
  const auto& lines = data.value().lines;
  CHECK(lines[0].label == "loss");
  CHECK(lines[1].label == "w");
  REQUIRE(lines[0].points.size() == 5);
  double w = 0;
  for (std::size_t round = 0; round < 5; ++round) {
    CHECK(lines[0].points[round].x == static_cast<double>(round + 1));
    CHECK(lines[0].points[round].y == doctest::Approx((w - 3) * (w - 3)).epsilon(1e-12));
    CHECK(lines[1].points[round].y == doctest::Approx(w).epsilon(1e-12));
    w -= 0.1 * 2 * (w - 3);
  }
  CHECK(data.value().x.high == 5);
}

TEST_CASE("plots: a landscape's heights are the program's, its path the parameter's versions") {
  const std::string text =
      "w = param([4.0, 1.0])\n"
      "for t in range(3):\n"
      "    zero_grad()\n"
      "    J = sum(w ** 2)\n"
      "    J.backward()\n"
      "    sgd(lr=0.1)\n";
  const std::string heights = "w = param([4.0, 1.0])\nJ = sum(w ** 2)\nJ.backward()\n";
  const TraceOf both = [a = run(heights), b = run(text)](const std::string& name) {
    return name == "p" ? a : b;
  };
  Plot plot;
  plot.kind = Plot::Kind::landscape;
  plot.x = {"w[0]", -1, 5};
  plot.y = {"w[1]", -2, 2};
  plot.lines = {{"J", "heights", "p"}, {"J", "sgd", "q"}};
  const auto data = plot_data(plot, both);
  REQUIRE(data.ok());
  const PlotGrid& grid = data.value().grid;
  for (int row = 0; row < grid.rows; ++row) {
    for (int column = 0; column < grid.columns; ++column) {
      const double x = -1 + 6.0 * column / (grid.columns - 1);
      const double y = -2 + 4.0 * row / (grid.rows - 1);
      CHECK(grid.at(row, column) == doctest::Approx(x * x + y * y).epsilon(1e-12));
    }
  }
  CHECK(data.value().lines[0].path.size() == 1);
  const auto& path = data.value().lines[1].path;
  REQUIRE(path.size() == 4);
  for (std::size_t i = 0; i < path.size(); ++i) {
    CHECK(path[i].x == doctest::Approx(4 * std::pow(0.8, i)).epsilon(1e-12));
    CHECK(path[i].y == doctest::Approx(std::pow(0.8, i)).epsilon(1e-12));
  }
  REQUIRE(data.value().contours.size() > 5);
  for (const Contour& contour : data.value().contours) {  // circles
    for (const auto& line : contour.lines) {
      for (const PlotPoint& p : line)
        CHECK(p.x * p.x + p.y * p.y == doctest::Approx(contour.level).epsilon(0.05));
    }
  }
}

TEST_CASE("plots: a plane uses the parameters that training left, and the grid as data") {
  const std::string text =
      "X = tensor([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])\n"
      "y = tensor([[0], [1], [1]])\n"
      "w = param([[0.5, -0.5]])\n"
      "for t in range(4):\n"
      "    zero_grad()\n"
      "    J = mean((sigmoid(X @ w.T) - y) ** 2)\n"
      "    J.backward()\n"
      "    sgd(lr=1.0)\n";
  Plot plot;
  plot.kind = Plot::Kind::plane;
  plot.x = {"X[0]", -1, 1};
  plot.y = {"X[1]", 0, 2};
  plot.points = "X";
  plot.classes = "y";
  plot.lines = {{"sigmoid(X @ w.T)", "", "p"}};
  const auto data = plot_data(plot, only(text));
  REQUIRE(data.ok());
  const auto trace = run(text);
  const Tensor& w = trace->value(trace->parameters[0].versions.back()).data;
  const PlotGrid& grid = data.value().grid;
  const auto height = [&](double x, double y) {
    return 1 / (1 + std::exp(-(w[0] * x + w[1] * y)));
  };
  CHECK(grid.at(0, 0) == doctest::Approx(height(-1, 0)).epsilon(1e-12));
  CHECK(grid.at(0, grid.columns - 1) == doctest::Approx(height(1, 0)).epsilon(1e-12));
  CHECK(grid.at(grid.rows - 1, 0) == doctest::Approx(height(-1, 2)).epsilon(1e-12));
  REQUIRE(data.value().samples.size() == 3);
  CHECK(data.value().samples[2].y == 1);
  CHECK(data.value().samples[2].classed == 1);
  REQUIRE(data.value().contours.size() == 1);
  CHECK(data.value().contours[0].level == 0.5);
  for (const PlotPoint& p : data.value().contours[0].lines.at(0))
    CHECK(w[0] * p.x + w[1] * p.y == doctest::Approx(0).epsilon(1e-2));
  // An output that does not follow the points is said to be one.
  plot.lines[0].expression = "J";
  CHECK(cause_of(plot, text).find("does not follow the points") != std::string::npos);
  plot.points = "w";
  CHECK(cause_of(plot, text).find("not a column") != std::string::npos);
  plot.points = "y";
  CHECK(cause_of(plot, text).find("two columns") != std::string::npos);
}

TEST_CASE("plots: what cannot be drawn is said") {
  CHECK(cause_of(curve("v", 0, 1, {"J"}), square).find("'v'") != std::string::npos);
  CHECK(cause_of(curve("J", 0, 1, {"J"}), square).find("computed") != std::string::npos);
  CHECK(cause_of(curve("w[0]", 0, 1, {"w"}), square).find("2 elements") != std::string::npos);
  CHECK(cause_of(curve("w[0]", 0, 1, {"nothing"}), square).find("nothing") != std::string::npos);
  Plot other = curve("w[0]", 0, 1, {"J"});
  other.lines[0].program = "q";
  CHECK(cause_of(other, square).find("'q'") != std::string::npos);
  Plot series = curve("", 0, 1, {"J"});
  series.kind = Plot::Kind::series;
  CHECK(cause_of(series, "J = tensor(1.0)\n").find("backward") != std::string::npos);
  CHECK(cause_of(curve("w[0]", -2, -1, {"log(w[0])"}), square).find("none") != std::string::npos);
}

TEST_CASE("plots: every plot of every chapter has its numbers, the same each time") {
  const auto ids = list_lessons();
  REQUIRE(ids.ok());
  int plots = 0;
  for (const std::string& id : ids.value()) {
    const auto lesson = load_lesson(id, Language::english);
    REQUIRE(lesson.ok());
    const auto traces = run_programs(lesson.value());
    REQUIRE(traces.ok());
    const TraceOf trace_of = [&](const std::string& name) { return traces.value().at(name); };
    for (const Block& block : lesson.value().blocks) {
      const auto* plot = std::get_if<Plot>(&block.is);
      if (plot == nullptr) continue;
      CAPTURE(id);
      CAPTURE(block.id);
      const auto once = plot_data(*plot, trace_of);
      REQUIRE_MESSAGE(once.ok(), (once ? "" : once.error().cause));
      const auto twice = plot_data(*plot, trace_of);
      REQUIRE(once.value().lines.size() == plot->lines.size());
      for (std::size_t i = 0; i < once.value().lines.size(); ++i) {
        const auto& a = once.value().lines[i];
        const auto& b = twice.value().lines[i];
        REQUIRE(a.points.size() == b.points.size());
        for (std::size_t k = 0; k < a.points.size(); ++k)
          CHECK((a.points[k].y == b.points[k].y || std::isnan(a.points[k].y)));
      }
      CHECK(once.value().grid.heights == twice.value().grid.heights);
      ++plots;
    }
  }
  CHECK(plots > 10);
}

}  // namespace
}  // namespace backprop::lessons
