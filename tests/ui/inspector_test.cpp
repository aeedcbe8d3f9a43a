// The inspector: formulas whose symbols are entities, the check over h, the step copied in words.
#include <doctest/doctest.h>
#include <imgui.h>

#include <cmath>
#include <set>

#include "engine/trace/explain.h"
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

/// What the formulas of the inspector name.
std::set<std::pair<Entity, bool>> named_in_inspector(const Desk& desk) {
  std::set<std::pair<Entity, bool>> named;
  for (const viz::Widget& widget : symbols_of_inspector(desk))
    named.insert({widget.entity, widget.asks == viz::Asks::gradient});
  return named;
}

TEST_CASE("a selected neuron is explained whatever step is looked at: formula, slope, gradient") {
  Desk desk(opened_program("two-two-two"), 1440, 2400);
  const Trace& trace = *desk.state().trace;
  const ValueId h = find_value(trace, "h");
  const Time time{trace.backward_runs[0].end_step, 0};
  desk.app.dispatch(viz::command::GoTo{time});
  desk.app.dispatch(viz::command::Select{Entity::value(h, 1)});
  desk.frames();
  CHECK(desk.state().time == time);
  CHECK(desk.state().inspected == viz::Inspected::selection);
  const auto named = named_in_inspector(desk);
  for (const char* read : {"W1[1,0]", "W1[1,1]", "x[0]", "x[1]", "b1[1]", "W2[0,1]", "W2[1,1]"}) {
    CAPTURE(read);
    const Quantity q = parse_quantity(trace, read).value();
    CHECK(named.contains({viz::entity_of(trace, q), false}));
  }
  // Arriving gradient x slope = delta, as the engine had them.
  const ValueId z = trace.value(h).arguments[0];
  const double arrives = gradient_at(trace, h, time.step)[1];
  const double delta = gradient_at(trace, z, time.step)[1];
  CHECK(desk.after("z") == viz::shown(trace.value(z).data[1]));
  CHECK(desk.after(desk.words()["inspector.arrives"]) == viz::shown_signed(arrives));
  CHECK(desk.after("= \u03B4") == viz::shown_signed(delta));
  CHECK(desk.after(desk.words()["inspector.after"]) == viz::shown_signed(arrives));
  // Before it is made there is its formula, and no number that is still to come.
  desk.app.dispatch(viz::command::GoTo{{2, 0}});
  desk.frames();
  desk.click("inspect-selection");
  CHECK(desk.shows(desk.words()["inspector.not_yet"]));
  CHECK(desk.after("=") != viz::shown(trace.value(h).data[1]));
  CHECK_FALSE(desk.shows(viz::shown(trace.value(h).data[1])));
  CHECK_FALSE(named_in_inspector(desk).empty());
}

TEST_CASE("the inspector turns to what was turned to last, and can be turned by hand") {
  Desk desk(opened_program("two-two-two"));
  const Trace& trace = *desk.state().trace;
  const auto select = [&](const char* name) {
    desk.app.dispatch(viz::command::Select{Entity::value(find_value(trace, name), 0)});
    desk.frames();
  };
  for (int i = 0; i < 9; ++i)
    desk.key(GLFW_KEY_SPACE);
  select("W1");
  CHECK(desk.state().inspected == viz::Inspected::selection);
  desk.key(GLFW_KEY_SPACE);
  CHECK(desk.state().inspected == viz::Inspected::step);
  desk.click("inspect-selection");
  CHECK(desk.state().inspected == viz::Inspected::selection);
  desk.click("inspect-step");
  CHECK(desk.state().inspected == viz::Inspected::step);
  desk.key(GLFW_KEY_Z, true);  // one turn, one undo
  CHECK(desk.state().inspected == viz::Inspected::selection);
  desk.key(GLFW_KEY_ESCAPE);
  CHECK(desk.state().inspected == viz::Inspected::step);
  desk.key(GLFW_KEY_BACKSPACE);
  select("h");  // which the step makes: it goes on being the step that is explained
  CHECK(desk.state().inspected == viz::Inspected::step);
}

TEST_CASE("while terms are stepped through no number is shown that a later term makes") {
  Desk desk(opened_program("two-two-two"), 1440, 1600);
  const Trace& trace = *desk.state().trace;
  desk.app.dispatch(viz::command::SetStepSize{StepSize::term});
  int hidden = 0;
  for (Index at = 0; at < trace.backward_runs[0].end_step; ++at) {
    const Index elements = element_count_of(trace, at);
    for (Index term = 1; term < term_count(trace, at); ++term) {
      desk.app.dispatch(viz::command::GoTo{{at, term}});
      desk.frames();
      CAPTURE(at);
      CAPTURE(term);
      for (Index e = 0; e < elements; ++e) {
        const viz::Widget* row = desk.workbench.find_widget("element:" + std::to_string(e));
        if (row == nullptr) continue;
        const double number =
            trace.step(at).kind == StepKind::backward
                ? trace.contributions[static_cast<std::size_t>(trace.step(at).contribution)][e]
                : trace.value(trace.step(at).value).data[e];
        const std::string name = index_text(
            e, trace
                   .value(trace.step(at).kind == StepKind::backward ? target(trace, trace.step(at))
                                                                    : trace.step(at).value)
                   .data.shape);
        const bool made = viz::is_made(desk.state(), at, e);
        CHECK((desk.after(name) == viz::shown_signed(number)) == made);
        hidden += made ? 0 : 1;
      }
    }
  }
  CHECK(hidden > 40);
}

TEST_CASE("Adam's update: what it keeps, corrected, and the next weight") {
  Desk desk(opened_program("valley-adam"), 1440, 2000);
  const Trace& trace = *desk.state().trace;
  Index at = trace.optimizer_runs[1].first_step;
  desk.app.dispatch(viz::command::GoTo{{at + 1, 0}});
  desk.frames();
  const UpdateParts parts = explain_update_parts(trace, at, 0);
  for (const UpdateParts::Kept& kept : parts.state) {
    CHECK(desk.shows(viz::shown(kept.after)));
    CHECK(desk.shows(viz::shown(kept.after / kept.correction)));
    CHECK(desk.shows(std::string(kept.what.name)));
  }
  CHECK(desk.shows(desk.words().format("inspector.corrected", 2)));
  CHECK(desk.after(desk.words()["inspector.after"]) ==
        viz::shown(trace.value(trace.step(at).value).data[0]));
}

TEST_CASE("numbers of the inspector are asked why where they stand") {
  Desk desk(opened_program("two-two-two"), 1440, 1600);
  const Trace& trace = *desk.state().trace;
  const Index last = trace.optimizer_runs[0].first_step;
  desk.app.dispatch(viz::command::GoTo{{last + 1, 0}});
  desk.frames();
  const ValueId next = trace.step(last).value;
  const ValueId old = trace.value(next).arguments[0];
  desk.right_click("row:" + desk.words()["inspector.before"]);
  REQUIRE_FALSE(desk.state().why.empty());
  CHECK(desk.state().why.back() == Quantity{old, 0, false, 0});
  desk.key(GLFW_KEY_ESCAPE);
  desk.click("row:" + desk.words()["inspector.after"]);
  REQUIRE_FALSE(desk.state().why.empty());
  CHECK(desk.state().why.back() == Quantity{next, 0, false, 0});
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
