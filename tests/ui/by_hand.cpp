#include "tests/ui/by_hand.h"

#include <doctest/doctest.h>

#include "engine/number_text.h"

namespace backprop::test {

namespace practice = lessons::practice;

void type_program(Desk& desk, const std::string& text) {
  desk.frames(3);
  REQUIRE(desk.workbench.editing());
  desk.key(GLFW_KEY_A, true);
  desk.type(text);
}

void replace_program(Desk& desk, const std::string& text) {
  desk.key(GLFW_KEY_E);
  type_program(desk, text);
}

void type_and_run(Desk& desk, const std::string& text) {
  replace_program(desk, text);
  desk.key(GLFW_KEY_ENTER, true);
  desk.frames(3);
}

const practice::Practice& practice_of(const Desk& desk) {
  REQUIRE(desk.state().practice.has_value());
  return *desk.state().practice;
}

void pick_ready(Desk& desk) {
  for (const practice::Choice& choice : practice::choices(*desk.state().trace, practice_of(desk))) {
    if (!choice.ready) continue;
    desk.click("practice-pick:" + std::to_string(choice.step));
    return;
  }
  FAIL("no edge can be taken");
}

void answer(Desk& desk, const std::string& text) {
  desk.frames(2);
  desk.type(text);
  desk.key(GLFW_KEY_ENTER);
  desk.frames(2);
}

void answer_right(Desk& desk) {
  answer(desk, exact_text(practice::expected(*desk.state().trace, practice_of(desk))));
}

}  // namespace backprop::test
