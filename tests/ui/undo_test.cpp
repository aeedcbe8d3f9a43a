// Undo and redo by their keys and buttons, over commands of many kinds.
#include <doctest/doctest.h>

#include "tests/ui/records.h"

namespace backprop::test {
namespace {

using viz::Entity;
using viz::View;

void undo(Desk& desk) {
  desk.key(GLFW_KEY_Z, true);
}

TEST_CASE("Ctrl+Z undoes, Ctrl+Y and Ctrl+Shift+Z do again, step by step, to either end") {
  Desk desk(opened_program("two-two-two"));
  const Entity h = Entity::value(id_of(desk, "h"), 0);
  desk.key(GLFW_KEY_3);
  desk.key(GLFW_KEY_1);
  desk.click(element_widget(desk, "h", 0));
  desk.click("size-layer");
  desk.key(GLFW_KEY_SPACE);
  desk.key(GLFW_KEY_SPACE);
  const Time later = desk.state().time;
  desk.click("theme");

  undo(desk);
  CHECK(desk.state().theme == viz::Theme::light);
  CHECK(desk.state().time == later);
  undo(desk);  // a row of steps is one
  CHECK(desk.state().time == Time{});
  undo(desk);
  CHECK(desk.state().step_size == StepSize::step);
  CHECK(desk.state().selection == h);
  undo(desk);
  CHECK(desk.state().selection == Entity{});
  undo(desk);
  CHECK(desk.state().view == View::tensors);
  undo(desk);
  CHECK(desk.state().view == View::network);
  undo(desk);  // there is nothing more
  CHECK(desk.state().view == View::network);
  CHECK_FALSE(widget_of(desk, "undo").enabled);

  desk.key(GLFW_KEY_Y, true);
  CHECK(desk.state().view == View::tensors);
  desk.key(GLFW_KEY_Z, true, true);
  CHECK(desk.state().view == View::network);
  CHECK(desk.state().selection == Entity{});
  desk.key(GLFW_KEY_Z, true, true);
  CHECK(desk.state().selection == h);
  desk.click("redo");
  CHECK(desk.state().step_size == StepSize::layer);
  desk.key(GLFW_KEY_Y, true);
  CHECK(desk.state().time == later);
  desk.key(GLFW_KEY_Z, true, true);
  CHECK(desk.state().theme == viz::Theme::dark);
  CHECK_FALSE(widget_of(desk, "redo").enabled);
  // What is done anew after an undo ends what could be done again.
  undo(desk);
  desk.key(GLFW_KEY_2);
  CHECK_FALSE(widget_of(desk, "redo").enabled);
  desk.key(GLFW_KEY_Y, true);
  CHECK(desk.state().view == View::graph);
}

}  // namespace
}  // namespace backprop::test
