// An optimizer's settings are fields: dragged, turned by the wheel, typed, each undone as one.
#include <doctest/doctest.h>

#include "tests/ui/records.h"
#include "viz/scene/number_field.h"

namespace backprop::test {
namespace {

using viz::Vec2;

constexpr const char* rate = "setting:lr";

double number_in(const Desk& desk, const std::string& field) {
  const viz::Widget& widget = widget_of(desk, field);
  REQUIRE(widget.edit.has_value());
  return viz::number_of(*widget.edit);
}

bool draft_has(const Desk& desk, const std::string& text) {
  return desk.state().draft.find(text) != std::string::npos;
}

TEST_CASE("a learning rate is dragged, with Shift finer, and one undo takes the drag back") {
  Desk desk(opened_program("two-two-two"));
  desk.key(GLFW_KEY_END);
  const Vec2 from = widget_of(desk, rate).rect.center();
  desk.move(from.x, from.y);
  desk.platform.press_mouse();
  desk.frames();
  for (const float by : {2.0F, 11.0F, 19.0F, 31.0F})
    desk.move(from.x + by, from.y);
  CHECK(number_in(desk, rate) == 0.6);  // 31 pixels: ten steps of 0.01
  desk.move(from.x - 61, from.y + 150);
  CHECK(number_in(desk, rate) == 0.3);
  desk.platform.release_mouse();
  desk.frames(2);
  CHECK(draft_has(desk, "sgd(lr=0.3)"));
  desk.move(from.x + 60, from.y);
  CHECK(number_in(desk, rate) == 0.3);
  desk.key(GLFW_KEY_Z, true);
  CHECK_FALSE(desk.state().edited());
  CHECK(number_in(desk, rate) == 0.5);

  desk.move(from.x, from.y);
  desk.platform.press_mouse();
  desk.frames();
  desk.platform.press_key(GLFW_KEY_LEFT_SHIFT, false, true);
  desk.move(from.x + 30, from.y);
  CHECK(number_in(desk, rate) == 0.51);
  desk.platform.release_mouse();
  desk.platform.release_key(GLFW_KEY_LEFT_SHIFT);
  desk.frames(2);
  CHECK(draft_has(desk, "sgd(lr=0.51)"));
}

TEST_CASE("the wheel over a learning rate turns it; what is run then is the turned one") {
  Desk desk(opened_program("two-two-two"));
  desk.key(GLFW_KEY_END);
  point_at(desk, rate);
  desk.scroll(2);
  desk.scroll(1);
  CHECK(number_in(desk, rate) == 0.53);
  desk.scroll(-3);
  CHECK(number_in(desk, rate) == 0.5);
  desk.scroll(-4);
  CHECK(draft_has(desk, "sgd(lr=0.46)"));
  desk.key(GLFW_KEY_ENTER, true);
  desk.frames(3);
  CHECK(desk.state().trace->optimizer_runs.front().settings.real("lr") == 0.46);
  // A rate below zero is refused, by the wheel as by typing.
  point_at(desk, rate);
  for (int i = 0; i < 60; ++i)
    desk.scroll(-1);
  CHECK(number_in(desk, rate) >= 0);
}

}  // namespace
}  // namespace backprop::test
