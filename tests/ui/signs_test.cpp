// Colour is never the only sign: where a number below zero is shown by a colour, a minus, a dash, a
// dashed line or a hollow bar says so, too.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "engine/trace/time.h"
#include "tests/ui/records.h"
#include "viz/scene/numbers.h"
#include "viz/scene/view.h"

namespace backprop::test {
namespace {

using viz::Entity;
using viz::Record;
using viz::Rect;

constexpr const char* minus = "\u2212";

/// A network whose weights, values and gradients have both signs.
const char* const both_signs =
    "x = tensor([0.5, -1.0])\n"
    "W = param([[0.3, -0.7], [-0.6, 0.2]])\n"
    "h = tanh(W @ x)\n"
    "J = sum(h * h * h) - 2 * h[0]\n"
    "J.backward()\n";

bool is_negative_ink(const Desk& desk, const viz::Color& color) {
  return color == colors_of(desk).negative;
}

TEST_CASE("in the network edges of negative weights are dashed, and their labels have a minus") {
  Desk desk(opened_text(both_signs));
  desk.key(GLFW_KEY_END);
  const ValueId w = id_of(desk, "W");
  const Tensor& weights = desk.state().trace->value(w).data;
  int negative = 0;
  for (Index e = 0; e < weights.size(); ++e) {
    CAPTURE(e);
    const auto records = records_in(desk, pane::view);
    const auto line = std::find_if(records.begin(), records.end(), [&](const Record& record) {
      return record.entity == Entity::value(w, e) &&
             std::holds_alternative<viz::draw::Line>(record.shape);
    });
    REQUIRE(line != records.end());
    CHECK(std::get<viz::draw::Line>(line->shape).dashed == (weights[e] < 0));
    negative += weights[e] < 0 ? 1 : 0;
  }
  CHECK(negative == 2);
  CHECK(desk.shows(desk.words()["network.legend.weight"]));  // which says what dashes mean
}

/// The short level lines inside a cell: its minus where there is no room for the number.
std::size_t dashes_in(const Desk& desk, const Rect& cell) {
  const auto records = records_in(desk, pane::view);
  return static_cast<std::size_t>(
      std::count_if(records.begin(), records.end(), [&](const Record& record) {
        const auto* line = std::get_if<viz::draw::Line>(&record.shape);
        return line != nullptr && line->from.y == line->to.y && cell.contains(line->from) &&
               cell.contains(line->to);
      }));
}

/// The texts whose beginnings lie in a cell.
std::vector<std::string> words_in(const Desk& desk, const Rect& cell) {
  std::vector<std::string> found;
  for (const Record& record : records_in(desk, pane::view)) {
    const auto* text = std::get_if<viz::draw::Text>(&record.shape);
    if (text != nullptr && cell.contains(text->baseline)) found.push_back(text->text);
  }
  return found;
}

/// The numbers that a widget's grid shows now.
Tensor shown_by(const Desk& desk, const viz::Widget& widget) {
  const ValueId id = viz::current_value(desk.state(), widget.grid->value);
  const Trace& trace = *desk.state().trace;
  return widget.asks == viz::Asks::gradient ? gradient_at(trace, id, desk.state().time.step)
                                            : trace.value(id).data;
}

struct Cells {
  int numbers = 0, dashes = 0;
};

/// Every cell of every matrix in sight that is large enough for a sign.
Cells check_cells(const Desk& desk) {
  constexpr float smallest = 9;  // pixels
  Cells cells;
  for (const viz::Widget& widget : desk.workbench.widgets()) {
    if (!widget.grid) continue;
    const Tensor numbers = shown_by(desk, widget);
    for (Index cell = 0; cell < widget.grid->count; ++cell) {
      const Rect rect = widget.grid->rect_of(cell);
      if (rect.w < smallest || rect.h < smallest) continue;
      const double number = numbers[widget.grid->first + cell * widget.grid->stride];
      CAPTURE(widget.name);
      CAPTURE(cell);
      const auto words = words_in(desk, rect);
      if (!words.empty()) {
        CHECK(words.front().starts_with(minus) == (number < 0));
        ++cells.numbers;
      } else {
        CHECK(dashes_in(desk, rect) == (number < 0 ? 1U : 0U));
        cells.dashes += number < 0 ? 1 : 0;
      }
    }
  }
  return cells;
}

TEST_CASE("cells of tensors have a minus in their number, or a dash where it has no room") {
  Desk desk(opened_text(both_signs));
  desk.key(GLFW_KEY_END);
  desk.key(GLFW_KEY_3);
  const Cells near = check_cells(desk);
  CHECK(near.numbers > 10);
  for (int i = 0; i < 6; ++i)
    desk.key(GLFW_KEY_MINUS);
  const Cells far = check_cells(desk);
  CHECK(far.numbers == 0);
  CHECK(far.dashes > 5);
}

/// Layers of many neurons, which the network shows as heat maps.
const char* const many_neurons =
    "x = uniform((1, 12), -1.0, 1.0, seed=3)\n"
    "W1 = param(uniform((12, 12), -1.0, 1.0, seed=1))\n"
    "W2 = param(uniform((12, 12), -1.0, 1.0, seed=2))\n"
    "h = tanh(linear(x, W1))\n"
    "z = linear(h, W2)\n"
    "J = cross_entropy(z, [1])\n"
    "J.backward()\n";

TEST_CASE("heat maps of layers and of the weights between them have dashes where they fit") {
  Desk desk(opened_text(many_neurons), 1920, 1080);
  desk.key(GLFW_KEY_END);
  const auto maps = places(desk, "dense:");
  const auto weights = places(desk, "dense-weights:");
  REQUIRE(maps.size() > 1);
  REQUIRE_FALSE(weights.empty());
  for (const auto& [name, rect] : weights)
    CHECK(rect.w / 12 > 9);  // large enough for signs
  CHECK(check_cells(desk).dashes > 100);
}

TEST_CASE("numbers in a sign's colour have a sign, and bars of what is negative are hollow") {
  Desk desk(opened_text(both_signs), 1920, 1080);
  desk.click("fold-lesson");
  int bars = 0;
  for (const viz::View view : viz::all_views) {
    desk.key(GLFW_KEY_1 + static_cast<int>(view));
    desk.key(GLFW_KEY_HOME);
    for (Index t = 0; t < desk.state().trace->step_count(); ++t) {
      desk.key(GLFW_KEY_SPACE);
      for (const viz::Scene& scene : desk.workbench.scenes()) {
        for (const Record& record : scene.records) {
          if (const auto* box = std::get_if<viz::draw::Rectangle>(&record.shape)) {
            if (!is_negative_ink(desk, box->border)) continue;
            CHECK(box->fill.a == 0);
            ++bars;
          } else if (const auto* text = std::get_if<viz::draw::Text>(&record.shape)) {
            const bool number = text->text.find_first_of("0123456789") != std::string::npos;
            if (number && is_negative_ink(desk, text->color))
              CHECK(text->text.find(minus) != std::string::npos);
          }
        }
      }
    }
  }
  CHECK(bars > 5);
}

}  // namespace
}  // namespace backprop::test
