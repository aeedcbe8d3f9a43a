// Practice and the hunt with mouse and keys.
#include <doctest/doctest.h>

#include <algorithm>

#include "engine/number_text.h"
#include "tests/support/programs.h"
#include "tests/ui/by_hand.h"
#include "viz/scene/numbers.h"

namespace backprop::test {
namespace {

namespace practice = lessons::practice;
using practice::Ask;
using viz::Language;

TEST_CASE("a whole backward() by hand, with mouse and keys alone") {
  for (const Language language : {Language::english, Language::chinese}) {
    Desk desk(opened_program("neuron-mse", language));
    desk.click("start-practice");
    REQUIRE(desk.state().practice.has_value());
    CHECK(desk.shows(desk.words()["practice.title"]));
    int answers = 0;
    while (practice_of(desk).ask != Ask::finished) {
      if (practice_of(desk).ask == Ask::pick) {
        pick_ready(desk);
        continue;
      }
      REQUIRE(answers < 100);
      answer_right(desk);
      ++answers;
      REQUIRE(practice_of(desk).reply->verdict == practice::Verdict::right);
    }
    CHECK(practice::total(practice_of(desk)).at_once == answers);
    CHECK(answers > 8);
    desk.click("practice-leave");
    CHECK_FALSE(desk.state().practice.has_value());
    CHECK(desk.state().time.step == desk.state().trace->backward_runs[0].end_step);
  }
}

TEST_CASE("an answer that cannot be read is told in the window's language") {
  Desk desk(opened_program("neuron-mse"));
  desk.click("start-practice");
  pick_ready(desk);
  desk.frames(2);
  desk.type("J p e");
  desk.key(GLFW_KEY_ENTER);
  desk.frames(2);
  CHECK(desk.shows("unexpected 'p'"));
  desk.click("language-zh");
  desk.frames();
  CHECK(desk.shows("\u8FD9\u91CC\u4E0D\u5E94\u8BE5\u51FA\u73B0 'p'"));
}

TEST_CASE("a mistake is named, the typed text stays, hints open, keys are text") {
  Desk desk(opened_program("neuron-mse"));
  desk.click("start-practice");
  pick_ready(desk);
  desk.frames(2);
  desk.type("J p e");  // keys of commands elsewhere
  CHECK(desk.state().time.step == desk.state().trace->backward_runs[0].first_step);
  CHECK_FALSE(desk.workbench.editing());
  desk.key(GLFW_KEY_ENTER);
  desk.frames(2);
  CHECK(practice_of(desk).reply->verdict == practice::Verdict::unreadable);
  CHECK(desk.shows("J p e"));
  desk.key(GLFW_KEY_A, true);
  desk.type("J");
  desk.click("practice-answer");
  desk.frames(2);
  CHECK(practice_of(desk).reply->verdict == practice::Verdict::value_for_derivative);
  CHECK(desk.shows("the value itself"));
  for (int i = 0; i < 4; ++i)
    desk.click("practice-hint");
  desk.frames();
  CHECK(desk.shows("= 1"));
  CHECK_FALSE(desk.workbench.find_widget("practice-hint")->enabled);
  desk.key(GLFW_KEY_ESCAPE);  // leaves the entry if it is in it,
  desk.key(GLFW_KEY_ESCAPE);  // then the mode
  CHECK_FALSE(desk.state().practice.has_value());
  desk.key(GLFW_KEY_SPACE);
  CHECK(desk.state().time.step == desk.state().trace->backward_runs[0].first_step + 1);
}

TEST_CASE("while practising nothing moves through time, and what would says why") {
  for (const Language language : {Language::english, Language::chinese}) {
    Desk desk(opened_program("two-two-two", language));
    desk.app.dispatch(viz::command::AddBreakpoint{Breakpoint(breakpoint::Written{"W2"})});
    desk.frames();
    const std::vector<const char*> buttons = {"go-start",  "step-back", "step-forward", "go-end",
                                              "stop-back", "play",      "stop-forward"};
    desk.click("start-practice");
    const Time time = desk.state().time;
    for (const char* name : buttons) {
      CAPTURE(name);
      const viz::Widget* button = desk.workbench.find_widget(name);
      REQUIRE(button != nullptr);
      CHECK_FALSE(button->enabled);
      CHECK(button->tooltip == desk.words()["practice.no_time"]);
      CHECK_FALSE(desk.workbench.press(name));
    }
    CHECK(desk.workbench.find_widget("timeline")->tooltip == desk.words()["practice.no_time"]);
    for (const int code : {GLFW_KEY_END, GLFW_KEY_HOME})
      desk.key(code);
    CHECK(desk.state().time == time);
    CHECK_FALSE(desk.state().playing);
    desk.click("practice-leave");
    for (const char* name : buttons) {
      CAPTURE(name);
      CHECK(desk.workbench.find_widget(name)->enabled);
      CHECK(desk.workbench.find_widget(name)->tooltip != desk.words()["practice.no_time"]);
    }
    CHECK(desk.workbench.find_widget("timeline")->tooltip.empty());
  }
}

TEST_CASE("a kept run does not answer for the learner") {
  Desk desk(opened_program("two-two-two"));
  desk.key(GLFW_KEY_END);
  desk.app.dispatch(viz::command::KeepRun{});
  const ValueId b2 = find_value(*desk.state().trace, "b2");
  desk.app.dispatch(viz::command::EditNumber{viz::Entity::value(b2, 0), 0.6125});
  desk.app.dispatch(viz::command::RunDraft{});
  desk.app.work_to_end();
  desk.key(GLFW_KEY_END);
  CHECK(desk.shows("First differs at step"));
  desk.click("start-practice");
  CHECK(desk.shows(desk.words()["compare.practising"]));
  CHECK_FALSE(desk.shows("First differs at step"));
  pick_ready(desk);
  while (practice_of(desk).ask != Ask::finished && practice::total(practice_of(desk)).asked < 6) {
    if (practice_of(desk).ask == Ask::pick)
      pick_ready(desk);
    else
      answer_right(desk);
    // The label of its bar, and no second one before its numbers.
    const auto texts = texts_of(desk.workbench);
    CHECK(std::count(texts.begin(), texts.end(), desk.words()["compare.kept"]) == 1);
  }
  CHECK_FALSE(desk.workbench.find_widget("compare-swap")->enabled);
  CHECK_FALSE(desk.workbench.find_widget("compare-go")->enabled);
  const auto trace = desk.state().trace;
  desk.app.dispatch(viz::command::SwapKept{});
  CHECK(desk.state().trace == trace);
  desk.click("practice-leave");
  CHECK(desk.shows("First differs at step"));
  CHECK(desk.workbench.find_widget("compare-swap")->enabled);
}

TEST_CASE("an edge that comes too early is refused on screen") {
  Desk desk(opened_program("two-two-two"));
  desk.click("start-practice");
  const auto offered = practice::choices(*desk.state().trace, practice_of(desk));
  const auto early = std::find_if(offered.begin(), offered.end(),
                                  [](const practice::Choice& choice) { return !choice.ready; });
  REQUIRE(early != offered.end());
  desk.click("practice-pick:" + std::to_string(early->step));
  CHECK(desk.shows("Not yet:"));
  CHECK(practice_of(desk).ask == Ask::pick);
}

TEST_CASE("a fault is hunted and found on screen, and the own recording comes back") {
  for (const Language language : {Language::english, Language::chinese}) {
    Desk desk(opened_program("two-two-two", language));
    const auto healthy = desk.state().trace;
    desk.click("fold-lesson");
    desk.click("start-hunt");
    desk.frames(3);
    REQUIRE(desk.state().hunt.has_value());
    CHECK(desk.shows(desk.words()["hunt.title"]));
    CHECK(desk.workbench.find_widget("start-hunt") == nullptr);
    desk.click("hunt-check");
    CHECK(desk.shows("\u00D7 W1["));
    const auto& rows = desk.state().hunt->check->parameters;
    for (const CheckedParameter& row : rows) {
      CHECK(desk.shows(viz::shown_signed(row.exact)));
      CHECK(desk.shows(viz::shown_signed(row.numeric)));
    }
    desk.click("hunt-guess:redrawn-mask");
    CHECK_FALSE(desk.state().hunt->found);
    CHECK_FALSE(desk.workbench.find_widget("hunt-guess:redrawn-mask")->enabled);
    const Fault fault = desk.state().hunt->fault;
    CHECK_FALSE(desk.shows(desk.words()["hunt.about." + std::string(id_of(fault))]));
    desk.click("hunt-guess:" + std::string(id_of(fault)));
    CHECK(desk.shows(desk.words()["hunt.right"]));
    desk.click("hunt-first");
    CHECK(desk.state().time.step == *desk.state().hunt->first_step + 1);
    desk.click("hunt-again");
    desk.frames(3);
    CHECK_FALSE(desk.state().hunt->found);
    CHECK(desk.state().hunt->fault != fault);
    desk.key(GLFW_KEY_ESCAPE);
    CHECK_FALSE(desk.state().hunt.has_value());
    CHECK(desk.state().trace == healthy);
  }
}

TEST_CASE("the rows of the hunt's list stay where they are when a guess was wrong") {
  for (const Language language : {Language::english, Language::chinese}) {
    Desk desk(opened_program("two-two-two", language), 1100, 1000);  // all rows are in sight
    desk.click("fold-lesson");
    desk.click("start-hunt");
    desk.frames(3);
    const auto tops = [&] {
      std::vector<float> y;
      for (const FaultRow& row : faults())
        y.push_back(
            desk.workbench.find_widget("hunt-guess:" + std::string(id_of(row.fault)))->rect.y);
      return y;
    };
    const std::vector<float> before = tops();
    for (const FaultRow& row : faults()) {
      if (row.fault == desk.state().hunt->fault) continue;
      CAPTURE(std::string(id_of(row.fault)));
      desk.app.dispatch(viz::command::HuntGuess{row.fault});
      desk.frames(2);
      CHECK(tops() == before);
      const std::string guess = desk.words()["hunt.fault." + std::string(id_of(row.fault))];
      CHECK(desk.shows(desk.words().format("hunt.wrong", guess).substr(0, 12)));
    }
  }
}

TEST_CASE("a pane that shows something else begins at its top, and the lesson comes back") {
  Desk desk(opened());
  const viz::Rect lesson{0, 100, 300, 400};
  const std::string title = desk.words()["hunt.title"];
  const auto top_of = [&](const std::string& text) {
    for (const viz::Scene& scene : desk.workbench.scenes()) {
      for (const viz::Record& record : scene.records) {
        const auto* its = std::get_if<viz::draw::Text>(&record.shape);
        if (its != nullptr && its->text == text) return its->baseline.y;
      }
    }
    return -1000.0F;
  };
  desk.move(lesson.center().x, lesson.center().y);
  const std::string heading = "Predict before you look";
  const float before = top_of(heading);
  desk.scroll(-4);
  desk.frames();
  const float scrolled = top_of(heading);
  REQUIRE(scrolled < before);
  desk.click("start-hunt");
  desk.frames(3);
  CHECK(top_of(title) > 40);
  CHECK(top_of(title) < 120);
  desk.click("hunt-leave");
  desk.frames();
  CHECK(top_of(heading) == scrolled);
}

TEST_CASE("what cannot begin is greyed and says why") {
  Desk desk(opened());
  desk.workbench.press("edit");
  desk.frames(3);
  desk.key(GLFW_KEY_A, true);
  desk.type("x = param(2.0)\ny = x * 2");
  desk.key(GLFW_KEY_ENTER, true);
  desk.frames(3);
  const viz::Widget* practise = desk.workbench.find_widget("start-practice");
  REQUIRE(practise != nullptr);
  CHECK_FALSE(practise->enabled);
  CHECK(practise->tooltip.find("no backward()") != std::string::npos);
  CHECK_FALSE(desk.workbench.find_widget("start-hunt")->enabled);
}

TEST_CASE("a kept run beside an engine that does not clear its gradients") {
  Desk desk(opened_text(
      "w = param([1.5, -0.5])\nfor t in range(3):\n    zero_grad()\n    J = sum(w * w)\n"
      "    J.backward()\n    sgd(lr=0.1)\n"));
  desk.app.dispatch(viz::command::KeepRun{});
  desk.app.dispatch(viz::command::StartHunt{0, Fault::keeps_gradients});
  desk.frames(5);
  REQUIRE(desk.state().hunt);
  REQUIRE(desk.state().kept);
  REQUIRE(desk.state().kept->difference);
  CHECK(desk.state().kept->difference->what == TraceDifference::What::clearing);
  const std::string given_away =
      desk.words().format("compare.clearing", desk.state().kept->difference->step + 1);
  CHECK_FALSE(desk.shows(given_away));
  CHECK(desk.workbench.find_widget("compare-go") == nullptr);
  desk.app.dispatch(viz::command::HuntGuess{Fault::keeps_gradients});
  desk.frames(2);
  CHECK(desk.shows(given_away));
}

}  // namespace
}  // namespace backprop::test
