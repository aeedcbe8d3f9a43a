// One thing is lit in all panes at once: what is selected, and what the pointer is on in any of
// them.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "engine/trace/queries.h"
#include "tests/ui/records.h"
#include "viz/scene/step_text.h"

namespace backprop::test {
namespace {

using viz::Entity;
using viz::View;

/// Where nothing is.
constexpr viz::Vec2 off_panes{2, 1078};

/// Makes room for every line of the program by dragging the timeline's upper edge.
void show_program(Desk& desk) {
  const auto& program = desk.state().trace->program;
  const std::string last =
      "line:" + std::to_string(std::count(program.begin(), program.end(), '\n'));
  const auto is_whole = [&] {
    return desk.workbench.find_widget("line:1") != nullptr &&
           desk.workbench.find_widget(last) != nullptr;
  };
  const float play = widget_of(desk, "play").rect.y;
  for (float y = play; y > play - 30 && !is_whole(); y -= 2)
    desk.drag({700, y}, {700, y - 220});
  REQUIRE(is_whole());
}

void show(Desk& desk, View view) {
  desk.key(GLFW_KEY_1 + static_cast<int>(view));
  REQUIRE(desk.state().view == view);
}

/// Whether a name on a path is in the colour of what is lit.
bool is_lit_in_paths(const Desk& desk, const Entity& entity) {
  const auto records = records_in(desk, pane::view);
  return std::any_of(records.begin(), records.end(), [&](const viz::Record& record) {
    const auto* text = std::get_if<viz::draw::Text>(&record.shape);
    return text != nullptr && record.entity == entity && text->color == colors_of(desk).forward;
  });
}

/// Whether the view that is open marks an element of a value; the graph has boxes of whole values.
bool is_lit_in_view(const Desk& desk, const Entity& entity) {
  switch (desk.state().view) {
    case View::network:
    case View::tensors:
      return is_outlined(desk, pane::view, entity);
    case View::graph:
      return is_outlined(desk, pane::view, Entity::value(entity.id));
    case View::paths:
      return is_lit_in_paths(desk, entity);
  }
  return false;
}

/// The lines of the program that are outlined.
std::set<int> lit_lines(const Desk& desk) {
  std::set<int> lines;
  for (int line = 1; line < 20; ++line) {
    if (is_outlined(desk, pane::code, Entity::line(line))) lines.insert(line);
  }
  return lines;
}

std::set<Index> ticks(const Desk& desk) {
  std::set<Index> steps;
  for (const auto& [name, rect] : places(desk, "tick:"))
    steps.insert(std::stol(name.substr(5)));
  return steps;
}

/// A symbol of a formula in the inspector that stands for the element; empty where there is none.
std::string symbol_of(const Desk& desk, const Entity& entity, viz::Asks asks) {
  const float left = widget_of(desk, "fold-inspector").rect.x;
  for (const viz::Widget& widget : desk.workbench.widgets()) {
    if (widget.name.starts_with("symbol:") && widget.rect.x > left && widget.entity == entity &&
        widget.asks == asks)
      return widget.name;
  }
  return "";
}

TEST_CASE("what is selected is marked in every view, on the timeline and in the program") {
  Desk desk(opened_program("two-two-two"), 1920, 1080);
  show_program(desk);
  const Trace& trace = *desk.state().trace;
  desk.key(GLFW_KEY_END);
  for (const auto& [name, element] : {std::pair{"W2", 0}, {"h", 1}}) {
    CAPTURE(name);
    const Entity entity = Entity::value(id_of(desk, name), element);
    show(desk, View::network);
    desk.move(off_panes.x, off_panes.y);
    for (const View view : viz::all_views) {
      show(desk, view);
      CHECK_FALSE(is_lit_in_view(desk, entity));
    }
    CHECK(lit_lines(desk).empty());
    CHECK(ticks(desk).empty());
    show(desk, View::network);
    desk.click(element_widget(desk, name, element));
    REQUIRE(desk.state().selection == entity);
    desk.move(off_panes.x, off_panes.y);
    for (const View view : viz::all_views) {
      show(desk, view);
      CAPTURE(viz::name_of(view));
      CHECK(is_lit_in_view(desk, entity));
    }
    CHECK(lit_lines(desk) == std::set<int>{trace.value(entity.id).place.line});
    const Accesses all = accesses(trace, entity.id);
    CHECK(ticks(desk).size() >= all.writes.size() + all.gradient_writes.size());
    for (const Index step : all.writes)
      CHECK(ticks(desk).contains(step));
    CHECK(desk.shows(viz::element_name(trace, entity.id, element)));
    desk.key(GLFW_KEY_ESCAPE);
    REQUIRE(desk.state().selection == Entity{});
  }
}

TEST_CASE("a symbol of a formula lights the same number in every pane; a click selects it") {
  Desk desk(opened_program("two-two-two"), 1920, 1080);
  show_program(desk);
  const Trace& trace = *desk.state().trace;
  // Where backward() goes through W2 @ h, to h: its formula reads W2 and the gradient of the sum.
  const ValueId h = id_of(desk, "h");
  desk.key(GLFW_KEY_HOME);
  point_at(desk, element_widget(desk, "h", 0));
  desk.key(GLFW_KEY_R);
  desk.key(GLFW_KEY_R);
  REQUIRE(desk.state().time.step == gradient_writes(trace, h).front() + 1);
  const Entity weight = Entity::value(id_of(desk, "W2"), 2);
  for (const View view : viz::all_views) {
    show(desk, view);
    CAPTURE(viz::name_of(view));
    // Paths are those of a parameter's number: of this weight, once it has been selected.
    if (view == View::paths) continue;
    desk.move(off_panes.x, off_panes.y);
    CHECK_FALSE(is_lit_in_view(desk, weight));
    const std::string symbol = symbol_of(desk, weight, viz::Asks::value);
    point_at(desk, symbol);
    CHECK(is_lit_in_view(desk, weight));
    CHECK(lit_lines(desk) == std::set<int>{trace.value(weight.id).place.line});
    CHECK(is_outlined(desk, pane::timeline, weight));
  }
  desk.click(symbol_of(desk, weight, viz::Asks::value));
  CHECK(desk.state().selection == weight);
  show(desk, View::paths);
  CHECK(is_lit_in_view(desk, weight));
}

const char* const two_rounds =
    "x = tensor([0.5, -1.0])\nW = param([[0.3, -0.2], [0.8, 0.4]])\nfor t in range(2):\n"
    "    zero_grad()\n    h = tanh(W @ x)\n    J = sum(h * h)\n    J.backward()\n    sgd(lr=0.1)\n";

/// Whether the view marks an element of a parameter, in whichever version it shows it.
bool is_any_lit(const Desk& desk, const Entity& first) {
  const auto& versions = versioned(*desk.state().trace, first.id)->versions;
  return std::any_of(versions.begin(), versions.end(), [&](ValueId version) {
    return is_lit_in_view(desk, Entity::value(version, first.index));
  });
}

TEST_CASE("a weight is the same in all iterations: what marks one version marks the others") {
  Desk desk(opened_text(two_rounds), 1920, 1080);
  show_program(desk);
  const Trace& trace = *desk.state().trace;
  const Entity weight = Entity::value(id_of(desk, "W"), 1);
  const ValueId second = versioned(trace, weight.id)->versions.at(1);
  const int line = trace.value(weight.id).place.line;
  // The second round's W @ x.
  point_at(desk, element_widget(desk, "W", 0));
  while (desk.state().time.step <= trace.value(second).made_by)
    desk.key(GLFW_KEY_R);
  while (trace.step(desk.state().time.step - 1).kind != StepKind::forward)
    desk.key(GLFW_KEY_SPACE);
  const auto symbol = [&] { return symbol_of(desk, Entity::value(second, 1), viz::Asks::value); };
  REQUIRE_FALSE(symbol().empty());
  for (const View view : {View::network, View::graph, View::tensors}) {
    show(desk, view);
    CAPTURE(viz::name_of(view));
    desk.move(off_panes.x, off_panes.y);
    CHECK_FALSE(is_any_lit(desk, weight));
    point_at(desk, symbol());
    CHECK(is_any_lit(desk, weight));
    CHECK(lit_lines(desk) == std::set<int>{line});
  }
  // A cell of the tensors stands for all versions: it lights the symbol of this one.
  const viz::Vec2 cell =
      widget_of(desk, "tensor:" + std::to_string(weight.id)).grid->rect_of(1).center();
  desk.move(cell.x, cell.y);
  CHECK(is_outlined(desk, pane::inspector, Entity::value(second, 1)));
  // Selected in the second round it is marked in the first.
  desk.click(symbol());
  desk.move(off_panes.x, off_panes.y);
  REQUIRE(desk.state().selection == Entity::value(second, 1));
  for (const bool at_start : {false, true}) {
    if (at_start) {
      desk.key(GLFW_KEY_HOME);
      desk.key(GLFW_KEY_SPACE);
      desk.key(GLFW_KEY_SPACE);  // the weight is there
    }
    for (const View view : {View::network, View::graph, View::tensors, View::paths}) {
      show(desk, view);
      CAPTURE(viz::name_of(view));
      CHECK(is_any_lit(desk, weight));
    }
    CHECK(lit_lines(desk) == std::set<int>{line});
  }
  // And let go of there.
  show(desk, View::network);
  desk.click(element_widget(desk, "W", 1));
  CHECK(desk.state().selection == Entity{});
}

}  // namespace
}  // namespace backprop::test
