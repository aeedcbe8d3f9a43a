// The inspector: formulas whose symbols are entities, the check over h, the step copied in words.
#include <doctest/doctest.h>
#include <imgui.h>

#include <cmath>
#include <set>

#include "engine/trace/gradient_check.h"
#include "engine/trace/time.h"
#include "tests/ui/desk.h"
#include "viz/scene/check_curve.h"
#include "viz/scene/numbers.h"
#include "viz/scene/step_text.h"
#include "viz/scene/view.h"

namespace backprop::test {
namespace {

using viz::Entity;

/// Widgets of formulas right of the network.
std::vector<viz::Widget> symbols_of_inspector(const Desk& desk) {
  std::vector<viz::Widget> found;
  const float left = desk.workbench.find_widget("fold-inspector")->rect.x;
  for (const viz::Widget& widget : desk.workbench.widgets()) {
    if (widget.name.starts_with("symbol:") && widget.rect.x > left) found.push_back(widget);
  }
  return found;
}

TEST_CASE("the formula's symbols are what the step's terms read, at every step") {
  Desk desk(opened_program("two-two-two"), 1920, 1400);
  const Trace& trace = *desk.state().trace;
  Index compared = 0;
  for (Index at = 0; at < trace.step_count(); ++at) {
    desk.key(GLFW_KEY_SPACE);
    std::set<std::pair<Entity, bool>> read;
    for (const Term& term : explain(trace, at, viz::focus_element(desk.state(), at))) {
      for (const Operand* operand : {&term.a, &term.b}) {
        const OperandPlace place = operand_place(trace, at, *operand);
        if (place.value != no_value && trace.value(place.value).kind != ValueKind::constant)
          read.insert({Entity::value(place.value, place.element), place.gradient});
      }
    }
    std::set<std::pair<Entity, bool>> shown;
    for (const viz::Widget& widget : symbols_of_inspector(desk)) {
      if (widget.entity.index >= 0)  // the rule's letters stand for whole tensors
        shown.insert({widget.entity, widget.asks == viz::Asks::gradient});
    }
    CAPTURE(at);
    CHECK(shown == read);
    compared += static_cast<Index>(read.size());
  }
  CHECK(compared > 40);
}

TEST_CASE("hovering a symbol lights its neuron; a click selects it") {
  Desk desk(opened_program("two-two-two"));
  for (int i = 0; i < 9; ++i)
    desk.key(GLFW_KEY_SPACE);
  const auto symbols = symbols_of_inspector(desk);
  REQUIRE_FALSE(symbols.empty());
  const viz::Vec2 at = symbols.back().rect.center();
  desk.click_at(at.x, at.y);
  CHECK(desk.state().selection == symbols.back().entity);
}

TEST_CASE("the check follows h: the slider's ends are poor, its middle is good") {
  Desk desk(opened_program("two-two-two"), 1440, 1400);
  const Trace& trace = *desk.state().trace;
  const ValueId w = find_value(trace, "W1");
  desk.app.dispatch(viz::command::GoTo{{trace.backward_runs[0].end_step, 0}});
  desk.app.dispatch(viz::command::Select{Entity::value(w, 0)});
  desk.frames();
  const viz::Widget* slider = desk.workbench.find_widget("check-h");
  REQUIRE(slider != nullptr);
  const viz::Rect plot = slider->rect;
  const double exact = gradient_at(trace, w, desk.state().time.step)[0];
  const auto off_at = [&](float part) {
    desk.drag(plot.center(), {plot.x + plot.w * part, plot.center().y});
    const double h = desk.state().check_step;
    const double numeric = numeric_gradient(trace, trace.loss(), w, 0, h);
    CHECK(desk.after(desk.words()["inspector.numeric"]) == viz::shown_signed(numeric));
    return std::abs(numeric - exact) / std::abs(exact);
  };
  const double small = off_at(0.03F);
  const double middle = off_at(0.62F);
  const double large = off_at(1.0F);
  CHECK(middle < 1e-7);
  CHECK(small > 1e3 * middle);
  CHECK(large > 1e3 * middle);
  desk.key(GLFW_KEY_Z, true);
  CHECK(desk.state().check_step == 1e-5);  // one drag, one undo
}

TEST_CASE("the curve over h is what the engine computes, and is there only for a whole gradient") {
  const auto state = opened_program("two-two-two");
  const Trace& trace = *state.trace;
  const ValueId w = find_value(trace, "W2");
  const BackwardRun& run = trace.backward_runs[0];
  // It is there from the step that completes the gradient, and stays when the weight is updated.
  const Index last = contributions_to(trace, w).back();
  CHECK(last + 1 < run.end_step);
  CHECK_FALSE(viz::check_curve(trace, w, 1, last).known);
  CHECK(viz::check_curve(trace, w, 1, last + 1).known);
  const ValueId updated = version_of(trace, w, trace.step_count());
  REQUIRE(updated != w);
  const viz::CheckCurve after = viz::check_curve(trace, updated, 1, trace.step_count());
  REQUIRE(after.known);
  CHECK(after.points[20].numeric == numeric_gradient(trace, run.loss, w, 1, after.points[20].h));
  CHECK_FALSE(viz::check_curve(trace, w, 1, 0).known);
  const viz::CheckCurve curve = viz::check_curve(trace, w, 1, run.end_step);
  REQUIRE(curve.known);
  REQUIRE(curve.points.size() > 30);
  for (const viz::CheckPoint& point : curve.points)
    CHECK(point.numeric == numeric_gradient(trace, run.loss, w, 1, point.h));
  CHECK(curve.points.front().h == 1);
  CHECK(curve.points.back().h == doctest::Approx(1e-15));
}

TEST_CASE("the step is copied in the words that trace prints") {
  for (const viz::Language language : {viz::Language::english, viz::Language::chinese}) {
    Desk desk(opened_program("two-two-two", language));
    for (int i = 0; i < 23; ++i)
      desk.key(GLFW_KEY_SPACE);
    std::string expected;
    for (const std::string& line : viz::step_in_words(*desk.state().trace, 22, desk.words()))
      expected += line + "\n";
    desk.click("copy-step");
    CHECK(std::string(ImGui::GetClipboardText()) == expected);
    ImGui::SetClipboardText("");
    desk.key(GLFW_KEY_C, true);
    CHECK(std::string(ImGui::GetClipboardText()) == expected);
  }
}

}  // namespace
}  // namespace backprop::test
