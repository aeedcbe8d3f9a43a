// The timeline: breakpoints, marks of what is selected, iterations that fold.
#include <doctest/doctest.h>

#include <cmath>
#include <set>

#include "engine/trace/queries.h"
#include "tests/support/programs.h"
#include "tests/ui/desk.h"
#include "viz/scene/step_text.h"
#include "viz/scene/timeline_model.h"

namespace backprop::test {
namespace {

const char* const three_rounds =
    "w = param([1.5, -0.5])\nfor t in range(3):\n    J = sum(w * w)\n    J.backward()\n"
    "    sgd(lr=0.1)\n    zero_grad()\n";

/// Rounds of one multiplication each, so that the steps are many.
std::string many_rounds(int count) {
  return "w = param(1.5)\nfor t in range(" + std::to_string(count) +
         "):\n    J = w * w\n    J.backward()\n    sgd(lr=0.001)\n    zero_grad()\n";
}

TEST_CASE("breakpoints are added, switched, changed and taken away by clicks") {
  Desk desk(opened_program("two-two-two"));
  CHECK(desk.workbench.find_widget("stop-forward") == nullptr);
  desk.click("breakpoints");
  desk.click("break-add:nan");
  desk.click("break-add:below");
  CHECK(desk.workbench.find_widget("break-add:below") == nullptr);  // there already
  REQUIRE(desk.state().breakpoints.size() == 2);
  desk.click("break-higher:1");
  desk.click("break-higher:1");
  CHECK(std::get<breakpoint::GradientBelow>(desk.state().breakpoints[1].what).bound ==
        doctest::Approx(1e-2));
  desk.click("break-lower:1");
  CHECK(desk.shows("|gradient| below 0.001"));
  desk.click("break-switch:0");
  CHECK_FALSE(desk.state().breakpoints[0].enabled);
  desk.click("break-remove:0");
  REQUIRE(desk.state().breakpoints.size() == 1);
  desk.key(GLFW_KEY_ESCAPE);
  CHECK(desk.workbench.find_widget("break-remove:0") == nullptr);
  desk.key(GLFW_KEY_Z, true);
  CHECK(desk.state().breakpoints.size() == 2);
}

TEST_CASE("playing halts at a stop; B and its buttons go from stop to stop, both ways") {
  Desk desk(opened_program("two-two-two"));
  const Trace& trace = *desk.state().trace;
  desk.key(GLFW_KEY_END);      // the last lines are in sight there
  desk.click("break-line:9");  // o = sigmoid(W2 @ h + b2)
  REQUIRE(desk.state().breakpoints.size() == 1);
  std::vector<Index> expected;
  for (Index s = 0; s < trace.step_count(); ++s) {
    if (trace.step(s).line == 9) expected.push_back(s + 1);
  }
  REQUIRE(expected.size() > 5);
  desk.key(GLFW_KEY_HOME);
  for (const Index time : expected) {
    desk.key(GLFW_KEY_B);
    CHECK(desk.state().time == Time{time, 0});
  }
  desk.key(GLFW_KEY_B);  // no further one
  CHECK(desk.state().time == Time{expected.back(), 0});
  for (std::size_t i = expected.size() - 1; i-- > 0;) {
    desk.click("stop-back");
    CHECK(desk.state().time == Time{expected[i], 0});
  }
  desk.key(GLFW_KEY_HOME);
  desk.key(GLFW_KEY_UP);
  desk.key(GLFW_KEY_UP);  // whole phases
  desk.click("play");
  desk.frames(100);
  CHECK_FALSE(desk.state().playing);
  CHECK(desk.state().time == Time{expected[0], 0});
  desk.click("break-line:9");
  CHECK(desk.state().breakpoints.empty());
  CHECK(desk.workbench.find_widget("stop-forward") == nullptr);
}

TEST_CASE("the speed of playing changes how many steps a while has") {
  Desk desk(opened_program("two-two-two"));
  const auto steps_in_two_seconds = [&] {
    desk.key(GLFW_KEY_HOME);
    desk.key(GLFW_KEY_P);
    desk.frames(120);
    desk.key(GLFW_KEY_P);
    return desk.state().time.step;
  };
  const Index usual = steps_in_two_seconds();
  CHECK(usual >= 2);
  desk.click("speed");
  CHECK(desk.workbench.settings().preferences.play_speed == 2);
  desk.click("speed");
  const Index fast = steps_in_two_seconds();
  CHECK(fast >= 3 * usual);
  CHECK(fast <= 6 * usual);
}

/// The steps that a scene marks below the bar, for large windows: each mark can be clicked.
std::set<Index> ticks(const Desk& desk) {
  std::set<Index> steps;
  for (const viz::Widget& widget : desk.workbench.widgets()) {
    if (widget.name.starts_with("tick:")) steps.insert(std::stol(widget.name.substr(5)));
  }
  return steps;
}

TEST_CASE("the reads and writes of what is selected are marked along the timeline") {
  Desk desk(opened_program("two-two-two"), 1920, 1080);
  const Trace& trace = *desk.state().trace;
  for (const char* name : {"W2", "h", "x", "J"}) {
    CAPTURE(name);
    const ValueId id = find_value(trace, name);
    desk.app.dispatch(viz::command::Select{viz::Entity::value(id, 0)});
    desk.frames();
    const Accesses all = accesses(trace, id);
    std::set<Index> expected(all.reads.begin(), all.reads.end());
    expected.insert(all.writes.begin(), all.writes.end());
    expected.insert(all.gradient_reads.begin(), all.gradient_reads.end());
    expected.insert(all.gradient_writes.begin(), all.gradient_writes.end());
    CHECK(ticks(desk) == expected);
    for (const Index step : expected) {
      desk.click("tick:" + std::to_string(step));
      CHECK(desk.state().time == Time{step + 1, 0});
    }
  }
  desk.app.dispatch(viz::command::Select{});
  desk.frames();
  CHECK(ticks(desk).empty());
}

TEST_CASE("the bar says which step is under the pointer") {
  Desk desk(opened_program("two-two-two"));
  const viz::Rect bar = desk.workbench.find_widget("timeline")->rect;
  const Trace& trace = *desk.state().trace;
  for (const float part : {0.2F, 0.6F, 0.95F}) {
    desk.move(bar.x + bar.w * part, bar.center().y);
    desk.frames(2);
    const std::string tip = desk.workbench.tooltip();
    int found = 0;
    for (Index at = 0; at < trace.step_count(); ++at) {
      if (tip !=
          desk.words().format("timeline.step", at + 1) + viz::step_summary(trace, at, desk.words()))
        continue;
      ++found;
      CHECK(std::abs(static_cast<float>(at + 1) / static_cast<float>(trace.step_count()) - part) <
            0.1F);
    }
    CHECK(found == 1);
  }
}

TEST_CASE("R runs to where what is pointed at, reached or selected is written next") {
  Desk desk(opened_program("two-two-two"));
  const Trace& trace = *desk.state().trace;
  const ValueId h = find_value(trace, "h");
  const std::string neuron = "value:" + std::to_string(h) + ":0";
  REQUIRE(desk.workbench.find_widget(neuron) != nullptr);
  const viz::Vec2 at = desk.workbench.find_widget(neuron)->rect.center();
  desk.move(at.x, at.y);
  desk.frames(2);
  CHECK(desk.workbench.tooltip().find(desk.words()["run_to.here"]) != std::string::npos);
  desk.key(GLFW_KEY_R);
  CHECK(desk.state().time == Time{trace.value(h).made_by + 1, 0});
  desk.key(GLFW_KEY_R);  // then to its gradient
  CHECK(desk.state().time == Time{gradient_writes(trace, h).front() + 1, 0});
  // Of an edge, whose double click opens the field for its number; and of what is selected.
  desk.move(700, 880);
  const ValueId w = find_value(trace, "W2");
  desk.app.dispatch(viz::command::Select{viz::Entity::value(w, 1)});
  desk.app.dispatch(viz::command::GoTo{{}});
  desk.frames();
  desk.key(GLFW_KEY_R);
  CHECK(desk.state().time == Time{trace.value(w).made_by + 1, 0});
  desk.click("run-to");
  CHECK(desk.state().time == Time{gradient_writes(trace, w).front() + 1, 0});
}

TEST_CASE("nothing of a longer recording is marked on a shorter one that takes its place") {
  Desk desk(opened_text(many_rounds(30)));
  desk.app.dispatch(viz::command::Select{viz::Entity::value(0, 0)});
  desk.frames(2);
  CHECK_FALSE(ticks(desk).empty());
  desk.app.dispatch(viz::command::OpenProgram{"short", "a = tensor(2.0)\n"});
  desk.frames(4);
  REQUIRE(desk.state().trace->step_count() == 1);
  CHECK(ticks(desk).empty());
}

TEST_CASE("few iterations stand side by side and fold by a click; many fold by themselves") {
  Desk few(opened_text(three_rounds));
  CHECK(few.shows("iteration 1"));
  CHECK(few.shows("iteration 3"));
  const float before = few.workbench.find_widget("iteration:2")->rect.x;
  few.click("iteration:1");
  CHECK(few.workbench.find_widget("iteration:2")->rect.x < before);
  few.click("iteration:1");
  CHECK(few.workbench.find_widget("iteration:2")->rect.x == before);
}

TEST_CASE("an iteration that a click has opened stays open when it is gone to") {
  Desk desk(opened_text(many_rounds(32)));
  const auto is_folded = [&](int iteration) {
    const auto* label = desk.workbench.find_widget("iteration:" + std::to_string(iteration));
    REQUIRE(label != nullptr);
    return label->tooltip == desk.words()["timeline.unfold"];
  };
  const viz::TimelineModel model = viz::timeline_of(*desk.state().trace);
  CHECK_FALSE(is_folded(1));  // the current one
  CHECK(is_folded(2));
  desk.click("iteration:2");
  CHECK_FALSE(is_folded(2));
  desk.app.dispatch(viz::command::GoTo{{model.iterations[1].first + 2, 0}});
  desk.frames();
  CHECK_FALSE(is_folded(2));
  CHECK(is_folded(1));  // it folds by itself
  desk.click("iteration:1");
  CHECK_FALSE(is_folded(1));
  desk.click("iteration:1");
  CHECK(is_folded(1));
  desk.key(GLFW_KEY_HOME);  // who goes to an iteration wants to see it
  CHECK_FALSE(is_folded(1));
}

TEST_CASE("a folded timeline finds every step of the open iteration") {
  Desk desk(opened_text(many_rounds(200)));
  const Index steps = desk.state().trace->step_count();
  const viz::Rect bar = desk.workbench.find_widget("timeline")->rect;
  std::set<int> seen;
  for (int i = 0; i <= 20; ++i) {
    desk.click_at(bar.x + bar.w * static_cast<float>(i) / 20, bar.center().y);
    const Index step = std::max<Index>(0, desk.state().time.step - 1);
    seen.insert(desk.state().trace->step(step).iteration);
  }
  CHECK(seen.size() > 5);
  desk.app.dispatch(viz::command::GoTo{{steps / 2, 0}});
  desk.frames();
  // The open iteration is wide enough to hit each of its steps.
  const viz::TimelineModel model = viz::timeline_of(*desk.state().trace);
  const int current = desk.state().trace->step(steps / 2 - 1).iteration;
  const viz::TimelineScale scale(model, {0, 0, 900, 28}, current, {});
  const auto [first, end] = model.iterations[static_cast<std::size_t>(current)];
  for (Index s = first; s <= end; ++s) {
    CHECK(scale.step_at(scale.x_of(s) + 0.01F) == s);
    if (s > first) CHECK(scale.x_of(s) - scale.x_of(s - 1) > 20);
  }
  CHECK(scale.x_of(0) == 0);
  CHECK(scale.x_of(steps) == doctest::Approx(900));
  for (Index s = 1; s <= steps; ++s)
    CHECK(scale.x_of(s) >= scale.x_of(s - 1));
}

TEST_CASE("stops of a long recording are found over several frames, all of them") {
  viz::State state = opened_text(many_rounds(3000));
  state.breakpoints.push_back({breakpoint::Line{3}, true});
  viz::StopFinder finder;
  int slices = 0;
  do {
    finder.advance(state);
    ++slices;
    REQUIRE(slices < 1000);
  } while (!finder.done());
  CHECK(slices > 2);
  std::vector<Index> expected;
  for (Index s = 0; s < state.trace->step_count(); ++s) {
    if (state.trace->step(s).line == 3) expected.push_back(s);
  }
  CHECK(finder.stops() == expected);
  state.breakpoints[0].enabled = false;
  finder.advance(state);
  CHECK(finder.done());
  CHECK(finder.stops().empty());
}

}  // namespace
}  // namespace backprop::test
