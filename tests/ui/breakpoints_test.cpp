// Breakpoints of every kind made by hand: each halts where the recording says, and only while it is
// on.
#include "engine/trace/breakpoints.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "engine/trace/time.h"
#include "tests/ui/records.h"

namespace backprop::test {
namespace {

/// A NaN by log(-1), an infinity before it, a relu that is off, gradients from tiny to huge: a stop
/// for each kind.
const char* const troubled =
    "x = tensor([0.5, 2.0])\n"
    "w = param([1.0, -3.0])\n"
    "r = relu(w * 0 - x)\n"
    "u = w * 1e-7\n"
    "v = w * 1e5\n"
    "J = sum(r + u + v)\n"
    "J.backward()\n"
    "bad = log(x - 1)\n";

bool has_bad_number(const Tensor& numbers) {
  return std::any_of(numbers.data.begin(), numbers.data.end(),
                     [](double number) { return !std::isfinite(number); });
}

/// Whether some element of the gradient that the step added to is so.
template <class Predicate>
bool any_of_gradient(const Trace& trace, Index at, const Predicate& holds) {
  const Step& step = trace.step(at);
  if (step.kind != StepKind::backward) return false;
  const Tensor now = gradient_at(trace, target(trace, step), at + 1);
  return std::any_of(now.data.begin(), now.data.end(), holds);
}

/// What each kind means, told anew without the engine's breakpoints.
bool halts(const Trace& trace, const std::string& kind, Index at) {
  const Step& step = trace.step(at);
  const bool forward = step.kind == StepKind::forward;
  const ValueId w = find_value(trace, "w");
  if (kind == "nan")
    return any_of_gradient(trace, at, [](double g) { return !std::isfinite(g); }) ||
           (forward && has_bad_number(trace.value(step.value).data));
  if (kind == "below")
    return any_of_gradient(trace, at, [](double g) { return std::abs(g) < 1e-4; });
  if (kind == "above")
    return any_of_gradient(trace, at, [](double g) { return std::abs(g) > 100; });
  if (kind == "relu") return forward && trace.value(step.value).name == "r";
  if (kind == "line") return step.line == trace.value(w).place.line;
  REQUIRE(kind == "written");
  return step.kind == StepKind::backward ? target(trace, step) == w : step.value == w;
}

std::vector<Index> steps_of(const Trace& trace, const std::string& kind) {
  std::vector<Index> steps;
  for (Index at = 0; at < trace.step_count(); ++at) {
    if (halts(trace, kind, at)) steps.push_back(at);
  }
  return steps;
}

/// Where B goes from the start, one after the other.
std::vector<Index> visited_forward(Desk& desk) {
  std::vector<Index> steps;
  desk.key(GLFW_KEY_HOME);
  for (Time last{}; steps.size() < 100; last = desk.state().time) {
    desk.key(GLFW_KEY_B);
    if (desk.state().time == last) break;
    steps.push_back(desk.state().time.step - 1);
  }
  return steps;
}

std::vector<Index> visited_backward(Desk& desk) {
  std::vector<Index> steps;
  desk.key(GLFW_KEY_END);
  const Time end = desk.state().time;
  for (Time last = end; steps.size() < 100; last = desk.state().time) {
    desk.key(GLFW_KEY_B, false, true);
    if (desk.state().time == last) break;
    steps.insert(steps.begin(), desk.state().time.step - 1);
  }
  return steps;
}

/// The red marks on the timeline's upper edge.
std::size_t marks(const Desk& desk) {
  const auto records = records_in(desk, pane::timeline);
  const float top = widget_of(desk, "timeline").rect.y;
  return static_cast<std::size_t>(
      std::count_if(records.begin(), records.end(), [&](const viz::Record& record) {
        const auto* triangle = std::get_if<viz::draw::Polygon>(&record.shape);
        return triangle != nullptr && triangle->fill == colors_of(desk).wrong &&
               triangle->points.front().y > top;
      }));
}

TEST_CASE("a breakpoint of each kind, made by hand, halts where it should, by B and in play") {
  Desk desk(opened_text(troubled), 1920, 1080);
  const Trace& trace = *desk.state().trace;
  desk.click("view-graph");
  desk.click("op:" + std::to_string(id_of(desk, "w")));
  for (const char* kind : {"nan", "below", "above", "relu", "written", "line"}) {
    CAPTURE(kind);
    desk.click("size-step");
    desk.key(GLFW_KEY_HOME);
    desk.key(GLFW_KEY_SPACE);
    desk.key(GLFW_KEY_SPACE);  // w's line, which is offered
    desk.click("breakpoints");
    desk.click(std::string("break-add:") + kind);
    REQUIRE(desk.state().breakpoints.size() == 1);
    desk.key(GLFW_KEY_ESCAPE);
    desk.frames();
    const std::vector<Index> expected = steps_of(trace, kind);
    REQUIRE_FALSE(expected.empty());
    REQUIRE(expected.size() < static_cast<std::size_t>(trace.step_count()));
    CHECK(visited_forward(desk) == expected);
    CHECK(marks(desk) == expected.size());
    std::vector<Index> back = expected;
    if (back.back() + 1 == trace.step_count()) back.pop_back();  // the end is that stop
    CHECK(visited_backward(desk) == back);

    desk.key(GLFW_KEY_HOME);
    desk.click("size-phase");
    desk.click("play");
    for (int frames = 0; frames < 400 && desk.state().playing; ++frames)
      desk.frames();
    CHECK_FALSE(desk.state().playing);
    CHECK(desk.state().time == Time{expected.front() + 1, 0});

    // Switched off in the list it halts nothing, and on again it does.
    desk.click("breakpoints");
    desk.click("break-switch:0");
    CHECK_FALSE(desk.state().breakpoints[0].enabled);
    desk.key(GLFW_KEY_ESCAPE);
    desk.frames();
    CHECK(marks(desk) == 0);
    CHECK(visited_forward(desk).empty());
    desk.click("breakpoints");
    desk.click("break-switch:0");
    desk.key(GLFW_KEY_ESCAPE);
    CHECK(visited_forward(desk) == expected);
    desk.click("breakpoints");
    desk.click("break-remove:0");
    desk.key(GLFW_KEY_ESCAPE);
    REQUIRE(desk.state().breakpoints.empty());
  }
}

TEST_CASE("of several breakpoints the nearest halts, and one that is off does not") {
  Desk desk(opened_text(troubled), 1920, 1080);
  const Trace& trace = *desk.state().trace;
  desk.click("breakpoints");
  desk.click("break-add:nan");
  desk.click("break-add:relu");
  desk.key(GLFW_KEY_ESCAPE);
  std::vector<Index> both = steps_of(trace, "relu");
  const std::vector<Index> bad = steps_of(trace, "nan");
  both.insert(both.end(), bad.begin(), bad.end());
  CHECK(std::is_sorted(both.begin(), both.end()));
  CHECK(visited_forward(desk) == both);
  desk.click("breakpoints");
  desk.click("break-switch:1");
  desk.key(GLFW_KEY_ESCAPE);
  CHECK(visited_forward(desk) == bad);
}

}  // namespace
}  // namespace backprop::test
