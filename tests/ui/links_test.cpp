// The inspector's links: to what made a number, to a line, to why, along routes, and back. And what
// it shows beside them: the line as PyTorch has it, the tangent of an activation.
#include <doctest/doctest.h>

#include <cmath>

#include "engine/io/pytorch.h"
#include "engine/trace/queries.h"
#include "engine/trace/time.h"
#include "tests/ui/records.h"
#include "viz/scene/curve.h"
#include "viz/scene/numbers.h"
#include "viz/scene/step_text.h"

namespace backprop::test {
namespace {

using viz::Entity;

TEST_CASE("made-by, next write, why and back: every link of a selected number leads there") {
  Desk desk(opened_program("two-two-two"));
  const Trace& trace = *desk.state().trace;
  desk.key(GLFW_KEY_END);
  const Time end = desk.state().time;
  const ValueId h = id_of(desk, "h");
  desk.click(element_widget(desk, "h", 1));
  REQUIRE(desk.state().selection == Entity::value(h, 1));
  const Index made = trace.value(h).made_by;
  CHECK(desk.shows(desk.words().format("inspector.link", made + 1, trace.step(made).line)));
  desk.click("made-by");
  CHECK(desk.state().time == Time{made + 1, 0});
  CHECK(desk.state().trail == std::vector<Time>{end});
  desk.click("run-to");  // a run, not a link: nothing to go back to
  const Index graded = gradient_writes(trace, h).front() + 1;
  CHECK(desk.state().time == Time{graded, 0});
  CHECK(desk.state().trail == std::vector<Time>{end});
  desk.click("follow-back");
  CHECK(desk.state().time == end);
  CHECK(desk.workbench.find_widget("follow-back") == nullptr);

  desk.click("ask-why");
  REQUIRE(desk.state().why.size() == 1);
  CHECK(desk.state().why[0] == Quantity{h, 1, true, end.step});
  CHECK(desk.shows("Why " + viz::gradient_name(trace, h, 1)));
  desk.click("why-close");
  CHECK(desk.state().why.empty());
  CHECK(desk.state().selection == Entity::value(h, 1));
  desk.click("made-by");
  desk.click("ask-why");  // of the value, where there is no gradient yet
  CHECK(desk.state().why.back() == Quantity{h, 1, false, 0});
  desk.click("why-close");
  desk.click("deselect");
  CHECK(desk.state().selection == Entity{});
  CHECK(desk.workbench.find_widget("made-by") == nullptr);
}

/// Whether it is the text, or an ellipsis ends it where there is no more room.
bool is_beginning(const std::string& shown, const std::string& text) {
  const std::string dots = "\u2026";
  if (!shown.ends_with(dots)) return shown == text;
  const std::string part = shown.substr(0, shown.size() - dots.size());
  return part.size() > 20 && text.starts_with(part);
}

TEST_CASE("the inspector's line stands as in PyTorch, lights its line and runs to it") {
  Desk desk(opened_program("two-two-two"), 1920, 1080);
  const Trace& trace = *desk.state().trace;
  desk.click("fold-lesson");  // which quotes the program
  std::size_t respelt = 0;
  for (Index at = 0; at < trace.step_count(); ++at) {
    desk.key(GLFW_KEY_SPACE);
    const int number = trace.step(at).line;
    const std::string line = viz::program_line(trace, number);
    const std::string spelt = pytorch_line(line);
    CAPTURE(line);
    CHECK(desk.shows(desk.words().format("inspector.line", number)));
    CHECK(desk.after(desk.words().format("inspector.line", number)) == line);
    if (spelt != line) CHECK(is_beginning(desk.after(line), spelt));
    respelt += spelt != line ? 1 : 0;
  }
  CHECK(respelt > 10);
  // At the last sigmoid's step.
  const ValueId o = id_of(desk, "o");
  desk.key(GLFW_KEY_HOME);
  point_at(desk, element_widget(desk, "o", 0));
  desk.key(GLFW_KEY_R);
  const Index made = trace.value(o).made_by;
  REQUIRE(desk.state().time == Time{made + 1, 0});
  CHECK(desk.shows("o  = torch.sigmoid(W2 @ h + b2)"));
  point_at(desk, "inspector-line");
  const int line = trace.step(made).line;
  CHECK(is_outlined(desk, pane::code, Entity::line(line)));
  // It runs to the line's next step: backward() through it.
  desk.click("inspector-line");
  CHECK(desk.state().time > Time{made + 1, 0});
  CHECK(trace.step(desk.state().time.step - 1).line == line);
  CHECK(trace.step(desk.state().time.step - 1).kind == StepKind::backward);
}

TEST_CASE("routes of an accumulated gradient lead to the steps that brought them, and back") {
  Desk desk(opened_program("two-paths"));
  const Trace& trace = *desk.state().trace;
  desk.key(GLFW_KEY_END);
  const ValueId x = id_of(desk, "x");
  const std::vector<Index> brought = gradient_writes(trace, x);
  REQUIRE(brought.size() == 2);
  for (std::size_t i = 0; i < brought.size(); ++i) {
    desk.key(GLFW_KEY_END);
    while (desk.workbench.find_widget("route:" + std::to_string(i)) == nullptr)
      desk.key(GLFW_KEY_BACKSPACE);
    const Time from = desk.state().time;
    desk.click("route:" + std::to_string(i));
    CHECK(desk.state().time == Time{brought[i] + 1, 0});
    desk.click("follow-back");
    CHECK(desk.state().time == from);
  }
}

/// The straight line in ink in the inspector: the tangent.
std::optional<viz::draw::Line> tangent_of(const Desk& desk) {
  std::optional<viz::draw::Line> found;
  for (const viz::Record& record : records_in(desk, pane::inspector)) {
    const auto* line = std::get_if<viz::draw::Line>(&record.shape);
    if (line != nullptr && line->color == colors_of(desk).ink) found = *line;
  }
  return found;
}

/// The function as drawn: the line of many points in the colour of values.
std::optional<viz::draw::Polyline> curve_of(const Desk& desk) {
  for (const viz::Record& record : records_in(desk, pane::inspector)) {
    const auto* curve = std::get_if<viz::draw::Polyline>(&record.shape);
    if (curve != nullptr && curve->color == colors_of(desk).forward && curve->points.size() > 50)
      return *curve;
  }
  return std::nullopt;
}

TEST_CASE("at an activation its curve is drawn, with the tangent where the neuron stands") {
  Desk desk(opened_program("two-two-two"), 1440, 1400);
  const Trace& trace = *desk.state().trace;
  const ValueId h = id_of(desk, "h");
  desk.key(GLFW_KEY_SPACE);
  point_at(desk, element_widget(desk, "h", 0));
  CHECK_FALSE(tangent_of(desk).has_value());
  desk.key(GLFW_KEY_R);
  const auto tangent = tangent_of(desk);
  const auto curve = curve_of(desk);
  REQUIRE(tangent.has_value());
  REQUIRE(curve.has_value());
  // Its slope is the curve's own where they touch: pixels of the picture.
  const viz::Vec2 touch{(tangent->from.x + tangent->to.x) / 2,
                        (tangent->from.y + tangent->to.y) / 2};
  const double slope = (tangent->to.y - tangent->from.y) / (tangent->to.x - tangent->from.x);
  std::size_t nearest = 1;
  for (std::size_t i = 1; i + 1 < curve->points.size(); ++i) {
    if (std::abs(curve->points[i].x - touch.x) < std::abs(curve->points[nearest].x - touch.x))
      nearest = i;
  }
  const viz::Vec2 before = curve->points[nearest - 1];
  const viz::Vec2 after = curve->points[nearest + 1];
  CHECK(std::abs(curve->points[nearest].y - touch.y) < 1.5F);
  CHECK((after.y - before.y) / (after.x - before.x) == doctest::Approx(slope).epsilon(0.02));
  // And so is the number beside it.
  const double z = trace.value(trace.value(h).arguments[0]).data[0];
  const double sigmoid = 1 / (1 + std::exp(-z));
  CHECK(desk.after("z") == viz::shown(z));
  CHECK(desk.after("sigmoid\u2032(z)") != "");
  CHECK(desk.shows(viz::shown(sigmoid * (1 - sigmoid))));
}

}  // namespace
}  // namespace backprop::test
