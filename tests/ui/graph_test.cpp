// The op graph by hand: opened, its boxes and edges selected, asked and run to.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/ui/records.h"

namespace backprop::test {
namespace {

using viz::Entity;

std::string box_of(ValueId id) {
  return "op:" + std::to_string(id);
}

/// Where a value is read: the op and the place of the argument.
struct Reading {
  ValueId reader = no_value;
  std::size_t argument = 0;
  std::string widget() const {
    return "edge:" + std::to_string(reader) + ":" + std::to_string(argument);
  }
};

Reading first_reading(const Trace& trace, ValueId id) {
  for (ValueId reader = 0; reader < static_cast<ValueId>(trace.values.size()); ++reader) {
    const auto& arguments = trace.value(reader).arguments;
    const auto found = std::find(arguments.begin(), arguments.end(), id);
    if (found != arguments.end())
      return {reader, static_cast<std::size_t>(found - arguments.begin())};
  }
  FAIL("nothing reads it");
  return {};
}

/// How many lines of an entity are drawn in ink.
std::size_t inked_lines(const Desk& desk, const Entity& entity) {
  const auto records = records_in(desk, pane::view);
  return static_cast<std::size_t>(
      std::count_if(records.begin(), records.end(), [&](const viz::Record& record) {
        const auto* curve = std::get_if<viz::draw::Polyline>(&record.shape);
        const auto* line = std::get_if<viz::draw::Line>(&record.shape);
        const viz::Color ink = colors_of(desk).ink;
        return record.entity == entity && ((curve != nullptr && curve->color == ink) ||
                                           (line != nullptr && line->color == ink));
      }));
}

TEST_CASE("the op graph by hand: its tab and 2 open it; boxes and edges are selected and let go") {
  Desk desk(opened_program("two-two-two"), 1920, 1080);
  const Trace& trace = *desk.state().trace;
  desk.click("view-graph");
  CHECK(desk.state().view == viz::View::graph);
  // A box for every value: of one iteration that is all of them.
  CHECK(places(desk, "op:").size() == trace.values.size());
  desk.key(GLFW_KEY_1);
  CHECK(places(desk, "op:").empty());
  desk.key(GLFW_KEY_2);
  CHECK(desk.state().view == viz::View::graph);
  desk.key(GLFW_KEY_END);

  const ValueId h = id_of(desk, "h");
  CHECK_FALSE(is_outlined(desk, pane::view, Entity::value(h)));
  point_at(desk, box_of(h));
  CHECK(desk.workbench.tooltip().starts_with("h = sigmoid("));
  CHECK(is_outlined(desk, pane::view, Entity::value(h)));  // hovered
  desk.click(box_of(h));
  CHECK(desk.state().selection == Entity::value(h));
  desk.move(960, 1070);
  CHECK(is_outlined(desk, pane::view, Entity::value(h)));  // selected
  CHECK(inked_lines(desk, Entity::value(h)) > 0);
  desk.frames(40);  // no double click
  desk.click(box_of(h));
  CHECK(desk.state().selection == Entity{});

  const ValueId w2 = id_of(desk, "W2");
  desk.click(first_reading(trace, w2).widget());
  CHECK(desk.state().selection == Entity::value(w2));
  CHECK_FALSE(places(desk, "tick:").empty());
  desk.key(GLFW_KEY_ESCAPE);
  CHECK(desk.state().selection == Entity{});
}

TEST_CASE("numbers of the op graph are asked why, and run to by R and by a double click") {
  Desk desk(opened_program("two-two-two"), 1920, 1080);
  const Trace& trace = *desk.state().trace;
  desk.key(GLFW_KEY_2);
  const ValueId h = id_of(desk, "h");
  desk.right_click(box_of(h));
  CHECK(desk.state().why.empty());  // it is not there yet
  point_at(desk, box_of(h));
  desk.key(GLFW_KEY_R);
  CHECK(desk.state().time == Time{trace.value(h).made_by + 1, 0});
  desk.right_click(box_of(h));
  REQUIRE(desk.state().why.size() == 1);
  CHECK(desk.state().why[0] == Quantity{h, 0, false, 0});
  desk.key(GLFW_KEY_ESCAPE);
  desk.key(GLFW_KEY_R);
  const Time graded{gradient_writes(trace, h).front() + 1, 0};
  CHECK(desk.state().time == graded);
  desk.right_click(box_of(h));
  REQUIRE(desk.state().why.size() == 1);
  CHECK(desk.state().why[0] == Quantity{h, 0, true, graded.step});
  desk.key(GLFW_KEY_ESCAPE);

  // Of an edge: what it carries.
  desk.key(GLFW_KEY_HOME);
  const std::string edge = first_reading(trace, h).widget();
  point_at(desk, edge);
  CHECK(desk.workbench.tooltip().starts_with("h"));
  desk.key(GLFW_KEY_R);
  CHECK(desk.state().time == Time{trace.value(h).made_by + 1, 0});
  desk.key(GLFW_KEY_HOME);
  desk.click(edge, 2);
  CHECK(desk.state().time == Time{trace.value(h).made_by + 1, 0});
  desk.frames(40);
  const ValueId o = id_of(desk, "o");
  desk.click(box_of(o), 2);
  CHECK(desk.state().time == Time{trace.value(o).made_by + 1, 0});
}

}  // namespace
}  // namespace backprop::test
