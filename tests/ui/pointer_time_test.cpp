// Time by the pointer: the timeline is scrubbed, and edges, neurons, lines and marks are run to.
// And by every key that moves it.
#include <doctest/doctest.h>

#include <cmath>

#include "engine/trace/queries.h"
#include "tests/ui/records.h"
#include "viz/scene/view.h"

namespace backprop::test {
namespace {

using viz::Entity;

/// Where the timeline's cursor stands: the last box in ink on it.
float cursor_of(const Desk& desk) {
  float x = -1;
  for (const viz::Record& record : records_in(desk, pane::timeline)) {
    const auto* box = std::get_if<viz::draw::Rectangle>(&record.shape);
    if (box != nullptr && box->fill == colors_of(desk).ink && box->rect.w == 4)
      x = box->rect.center().x;
  }
  REQUIRE(x >= 0);
  return x;
}

TEST_CASE("the timeline is scrubbed by dragging, beyond its ends and off it, as one undo") {
  Desk desk(opened_program("two-two-two"));
  const Index end = desk.state().trace->step_count();
  const viz::Rect bar = widget_of(desk, "timeline").rect;
  const float y = bar.center().y;
  const float pitch = bar.w / static_cast<float>(end);
  desk.move(bar.x + 1, y);
  desk.platform.press_mouse();
  desk.frames();
  Index before = desk.state().time.step;
  Index visited = 0;
  for (int part = 1; part <= 20; ++part) {
    const float x = bar.x + bar.w * static_cast<float>(part) / 21;
    desk.move(x, y - 3.0F * static_cast<float>(part));  // it leaves the bar upwards
    const Time now = desk.state().time;
    CHECK(now.term == 0);
    CHECK(now.step >= before);
    const double share = static_cast<double>(now.step) / static_cast<double>(end);
    CHECK(share == doctest::Approx(part / 21.0).epsilon(0.06));
    CHECK(std::abs(cursor_of(desk) - x) <= pitch / 2 + 1);
    visited += now.step > before ? 1 : 0;
    before = now.step;
  }
  CHECK(visited > 15);
  desk.move(bar.right() + 90, y);
  CHECK(desk.state().time == Time{end, 0});
  desk.move(bar.x - 90, y);
  CHECK(desk.state().time == Time{});
  desk.move(bar.center().x, y);
  const Time left = desk.state().time;
  CHECK(left.step > 0);
  desk.platform.release_mouse();
  desk.frames();
  desk.move(bar.x + 5, y);  // no button is down
  CHECK(desk.state().time == left);
  desk.key(GLFW_KEY_Z, true);
  CHECK(desk.state().time == Time{});
}

TEST_CASE("the pointer runs to an edge, a neuron, a line and a mark of the timeline") {
  Desk desk(opened_program("two-two-two"), 1920, 1080);
  const Trace& trace = *desk.state().trace;
  const auto run_to = [&](const std::string& widget) {
    point_at(desk, widget);
    desk.key(GLFW_KEY_R);
    return desk.state().time;
  };
  // An edge: it is a weight, written by its param(), by backward() and by the optimizer.
  const ValueId w2 = id_of(desk, "W2");
  const std::string edge = element_widget(desk, "W2", 1);
  REQUIRE(widget_of(desk, edge).along.has_value());
  const Accesses of_weight = accesses(trace, w2);
  REQUIRE(of_weight.writes.size() == 2);
  CHECK(run_to(edge) == Time{of_weight.writes[0] + 1, 0});
  CHECK(run_to(edge) == Time{of_weight.gradient_writes[0] + 1, 0});
  CHECK(run_to(edge) == Time{of_weight.writes[1] + 1, 0});
  CHECK(run_to(edge) == Time{of_weight.writes[0] + 1, 0});  // from the start again

  const ValueId o = id_of(desk, "o");
  const std::string neuron = element_widget(desk, "o", 0);
  CHECK(run_to(neuron) == Time{trace.value(o).made_by + 1, 0});
  desk.click(neuron, 2);
  CHECK(desk.state().time == Time{gradient_writes(trace, o).front() + 1, 0});

  desk.key(GLFW_KEY_HOME);
  const int line = trace.value(id_of(desk, "W1")).place.line;
  const std::string row = "line:" + std::to_string(line);
  CHECK(run_to(row) == Time{trace.value(id_of(desk, "W1")).made_by + 1, 0});
  desk.key(GLFW_KEY_HOME);
  desk.click(row);
  CHECK(desk.state().time == Time{trace.value(id_of(desk, "W1")).made_by + 1, 0});

  desk.frames(40);  // no double click
  desk.click(edge);
  REQUIRE(desk.state().selection == Entity::value(w2, 1));
  const Index update = of_weight.writes[1];
  const std::string tick = "tick:" + std::to_string(update);
  CHECK(run_to(tick) == Time{update + 1, 0});
  CHECK(is_outlined(desk, pane::timeline, Entity::step(update)));  // pointed at
  desk.click("tick:" + std::to_string(of_weight.gradient_writes[0]));
  CHECK(desk.state().time == Time{of_weight.gradient_writes[0] + 1, 0});
}

TEST_CASE("keys of time: each moves it as the list of keys says; with Shift arrows move the view") {
  Desk desk(opened_program("two-two-two"));
  const Trace& trace = *desk.state().trace;
  const Index end = trace.step_count();
  for (const int code : {GLFW_KEY_SPACE, GLFW_KEY_RIGHT, GLFW_KEY_SPACE})
    desk.key(code);
  CHECK(desk.state().time == Time{3, 0});
  desk.key(GLFW_KEY_BACKSPACE);
  desk.key(GLFW_KEY_LEFT);
  CHECK(desk.state().time == Time{1, 0});
  desk.key(GLFW_KEY_DOWN);
  REQUIRE(desk.state().step_size == StepSize::term);
  desk.key(GLFW_KEY_RIGHT);
  CHECK(desk.state().time > Time{1, 0});
  CHECK(desk.state().time <= Time{2, 0});
  for (int i = 0; i < 4; ++i)
    desk.key(GLFW_KEY_UP);
  REQUIRE(desk.state().step_size == StepSize::phase);
  desk.key(GLFW_KEY_RIGHT);
  CHECK(trace.step(desk.state().time.step).kind == StepKind::backward);
  desk.key(GLFW_KEY_RIGHT);
  CHECK(trace.step(desk.state().time.step).kind == StepKind::update);
  desk.key(GLFW_KEY_END);
  CHECK(desk.state().time == Time{end, 0});
  desk.key(GLFW_KEY_HOME);
  CHECK(desk.state().time == Time{});
  desk.key(GLFW_KEY_P);
  CHECK(desk.state().playing);
  desk.key(GLFW_KEY_P);
  CHECK_FALSE(desk.state().playing);

  const Time time = desk.state().time;
  const StepSize size = desk.state().step_size;
  const std::string neuron = element_widget(desk, "h", 0);
  const auto moved = [&](int code) {
    const viz::Rect before = widget_of(desk, neuron).rect;
    desk.key(code, false, true);
    const viz::Rect after = widget_of(desk, neuron).rect;
    return std::pair{after.x - before.x, after.y - before.y};
  };
  CHECK(moved(GLFW_KEY_LEFT).first > 50);
  CHECK(moved(GLFW_KEY_RIGHT).first < -50);
  CHECK(moved(GLFW_KEY_UP).second > 50);
  CHECK(moved(GLFW_KEY_DOWN).second < -50);
  CHECK(desk.state().time == time);
  CHECK(desk.state().step_size == size);
}

}  // namespace
}  // namespace backprop::test
