// The paths: sorted by size, their bars add up to the gradient, and their colours are those of the
// contributions in the inspector.
#include "engine/trace/paths.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "engine/trace/queries.h"
#include "engine/trace/time.h"
#include "tests/ui/records.h"
#include "viz/scene/numbers.h"

namespace backprop::test {
namespace {

using viz::Entity;

/// A weight that reaches the loss along several ways of either sign, by several uses.
const char* const many_ways =
    "x = tensor([0.5, -1.0])\n"
    "w = param(0.8)\n"
    "a = tanh(w * x)\n"
    "b = w ** 2\n"
    "J = sum(a * x) - 3 * b + w\n"
    "J.backward()\n";

/// A bar of a path or a sum. It ends on the right where it goes up, on the left where it is hollow.
struct Bar {
  viz::Rect rect;
  bool hollow = false;
  viz::Color color;
  float begin() const { return hollow ? rect.right() : rect.x; }
  float end() const { return hollow ? rect.x : rect.right(); }
};

/// The bars from top to bottom: rectangles of their two heights with a border of their own colour.
std::vector<Bar> bars_of(const Desk& desk, float height) {
  std::vector<Bar> bars;
  for (const viz::Record& record : records_in(desk, pane::view)) {
    const auto* box = std::get_if<viz::draw::Rectangle>(&record.shape);
    if (box == nullptr || box->rect.h != height || box->border.a == 0 || box->radius != 2) continue;
    bars.push_back({box->rect, box->fill.a == 0, box->border});
  }
  std::sort(bars.begin(), bars.end(),
            [](const Bar& a, const Bar& b) { return a.rect.y < b.rect.y; });
  return bars;
}

constexpr float path_bar = 14;
constexpr float sum_bar = 12;

TEST_CASE(
    "paths are sorted by size; each bar begins where the one above ends, up to the gradient") {
  Desk desk(opened_text(many_ways), 1920, 1080);
  const Trace& trace = *desk.state().trace;
  desk.click("view-paths");
  CHECK(bars_of(desk, path_bar).empty());  // nothing is computed yet
  desk.key(GLFW_KEY_END);
  const ValueId w = id_of(desk, "w");
  const auto all = paths(trace, trace.loss(), w, 0, 60);
  const std::vector<Path>& top = all->top;
  REQUIRE(top.size() == 4);
  for (std::size_t i = 1; i < top.size(); ++i)
    CHECK(std::abs(top[i].product) <= std::abs(top[i - 1].product));
  const std::vector<Bar> bars = bars_of(desk, path_bar);
  REQUIRE(bars.size() == top.size());
  bool up = false;
  bool down = false;
  // Pixels per unit, from the longest; the others must agree.
  const double scale = bars[0].rect.w / std::abs(top[0].product);
  for (std::size_t i = 0; i < bars.size(); ++i) {
    CAPTURE(i);
    CHECK(bars[i].rect.w == doctest::Approx(scale * std::abs(top[i].product)).epsilon(0.01));
    CHECK(bars[i].hollow == (top[i].product < 0));
    CHECK(bars[i].color ==
          (top[i].product < 0 ? colors_of(desk).negative : colors_of(desk).positive));
    if (i > 0) CHECK(bars[i].begin() == doctest::Approx(bars[i - 1].end()).epsilon(0.001));
    (bars[i].hollow ? down : up) = true;
  }
  CHECK(up);
  CHECK(down);
  // Below them the sum of all products, and what backward() gave: the same length from zero.
  const std::vector<Bar> sums = bars_of(desk, sum_bar);
  REQUIRE(sums.size() == 2);
  const double gradient = gradient_element_at(trace, w, 0, trace.step_count());
  for (const Bar& sum : sums) {
    CHECK(sum.begin() == doctest::Approx(bars.front().begin()).epsilon(0.001));
    CHECK(sum.end() == doctest::Approx(bars.back().end()).epsilon(0.001));
    CHECK(sum.rect.w == doctest::Approx(scale * std::abs(gradient)).epsilon(0.01));
  }
  CHECK(desk.shows(desk.words()["paths.same"]));
}

TEST_CASE("a path has the colour of the contribution that it came with, as in the inspector") {
  Desk desk(opened_text(many_ways), 1920, 1400);
  const Trace& trace = *desk.state().trace;
  desk.key(GLFW_KEY_4);
  const ValueId w = id_of(desk, "w");
  const std::vector<Index> brought = gradient_writes(trace, w);
  REQUIRE(brought.size() == 3);  // by the product, by the square, by the sum
  desk.key(GLFW_KEY_END);
  while (desk.workbench.find_widget("route:2") == nullptr)
    desk.key(GLFW_KEY_BACKSPACE);
  const auto square_at = [&](const char* in, viz::Rect place) {
    std::optional<viz::Color> color;
    for (const viz::Record& record : records_in(desk, in)) {
      const auto* box = std::get_if<viz::draw::Rectangle>(&record.shape);
      if (box != nullptr && box->rect.w == 11 && box->rect.h == 11 &&
          place.contains(box->rect.center()))
        color = box->fill;
    }
    return color;
  };
  const auto all = paths(trace, trace.loss(), w, 0, 60);
  std::set<std::size_t> met;
  for (std::size_t i = 0; i < all->top.size(); ++i) {
    CAPTURE(i);
    // The value that this path goes through first is the one that brought its contribution.
    const ValueId through = all->top[i].elements[1].value;
    std::size_t n = 0;
    while (n < brought.size() && trace.step(brought[n]).value != through)
      ++n;
    REQUIRE(n < brought.size());
    const auto in_paths =
        square_at(pane::view, widget_of(desk, "arrival:" + std::to_string(i)).rect);
    const auto in_inspector =
        square_at(pane::inspector, widget_of(desk, "route:" + std::to_string(n)).rect);
    REQUIRE(in_paths.has_value());
    REQUIRE(in_inspector.has_value());
    CHECK(*in_paths == *in_inspector);
    CHECK(*in_paths == viz::path_color(colors_of(desk), n));
    met.insert(n);
  }
  CHECK(met.size() == 3);
  // Colour alone says nothing: the square tells the way in words, and leads to the step.
  const std::string first = "arrival:0";
  point_at(desk, first);
  CHECK(desk.workbench.tooltip().starts_with("through "));
  desk.click(first);
  CHECK(trace.step(desk.state().time.step - 1).value == all->top[0].elements[1].value);

  desk.click("fold-inspector");
  desk.app.dispatch(viz::command::OpenProgram{"one", "w = param(2.0)\nJ = w * 3\nJ.backward()\n"});
  desk.frames(4);
  desk.key(GLFW_KEY_END);
  CHECK(places(desk, "path:").size() > 1);
  CHECK(places(desk, "arrival:").empty());  // all came at once
}

TEST_CASE("no name of a path moves while time goes on") {
  Desk desk(opened_text(many_ways), 1920, 1080);
  desk.key(GLFW_KEY_4);
  using Place = std::tuple<ValueId, float, float>;
  const auto names = [&] {
    std::set<Place> found;
    for (const viz::Widget& widget : desk.workbench.widgets()) {
      if (widget.name.starts_with("path:"))
        found.insert({widget.entity.id, widget.rect.x, widget.rect.y});
    }
    return found;
  };
  const std::set<Place> before = names();
  CHECK(before.size() > 8);
  for (Index t = 0; t < desk.state().trace->step_count(); ++t) {
    desk.key(GLFW_KEY_SPACE);
    CHECK(names() == before);
  }
}

}  // namespace
}  // namespace backprop::test
