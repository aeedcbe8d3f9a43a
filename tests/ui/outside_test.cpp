// Clicks beside an open list close it and do nothing to what lies below; beside a dialog they do
// nothing at all.
#include <doctest/doctest.h>

#include "tests/support/folder.h"
#include "tests/ui/desk.h"
#include "tests/viz/app/state_text.h"

namespace backprop::test {
namespace {

struct List {
  const char* opener;
  const char* outside;
  const char* inside;  ///< a widget of the open list
};

TEST_CASE("a click beside an open list closes it, and nothing below is pressed") {
  Desk desk(opened_program("two-two-two"));
  const viz::Widget* below = desk.workbench.find_widget("step-forward");
  REQUIRE(below != nullptr);
  const viz::Vec2 beside = below->rect.center();
  const std::string before = text_of(desk.state());
  for (const List& list :
       {List{"programs", "menu-close", "file-open"}, List{"help", "help-close", "help-close"},
        List{"breakpoints", "breakpoints-close", "breakpoints-close"},
        List{"chapters", "chapters-close", "chapters-close"},
        List{"labs", "labs-close", "open-lab:activations"}}) {
    CAPTURE(list.outside);
    CHECK(desk.workbench.find_widget(list.outside) == nullptr);
    desk.click(list.opener);
    desk.frames();
    REQUIRE(desk.workbench.find_widget(list.outside) != nullptr);
    CHECK(desk.workbench.find_widget(list.inside) != nullptr);
    const viz::Widget outside = *desk.workbench.find_widget(list.outside);
    REQUIRE(outside.rect.contains(beside));
    desk.click_at(beside.x, beside.y);
    desk.frames();
    CHECK(desk.workbench.find_widget(list.outside) == nullptr);
    CHECK(desk.workbench.find_widget(list.inside) == nullptr);
    CHECK(text_of(desk.state()) == before);
    desk.click(list.opener);
    desk.frames();
    REQUIRE(desk.workbench.find_widget(list.outside) != nullptr);
    desk.key(GLFW_KEY_ESCAPE);
    desk.frames();
    CHECK(desk.workbench.find_widget(list.outside) == nullptr);
  }
  desk.click_at(beside.x, beside.y);
  CHECK(desk.state().time.step == 1);
}

TEST_CASE("a click beside the dialog for files leaves it and what lies below; its button accepts") {
  const Folder folder("accept");
  write_file(folder / "square.py", "w = param(3.0)\nJ = w * w\nJ.backward()\n");
  Desk desk(opened_program("two-two-two"));
  const viz::Vec2 beside = desk.workbench.find_widget("step-forward")->rect.center();
  const std::string before = text_of(desk.state());
  desk.key(GLFW_KEY_O, true);
  desk.frames(3);
  const viz::Widget* outside = desk.workbench.find_widget("path-outside");
  REQUIRE(outside != nullptr);
  REQUIRE(outside->rect.contains(beside));
  desk.click_at(beside.x, beside.y);
  desk.frames(2);
  CHECK(desk.workbench.find_widget("path-outside") != nullptr);
  CHECK(text_of(desk.state()) == before);
  desk.key(GLFW_KEY_A, true);
  desk.type((folder / "square.py").string());
  desk.frames(2);
  desk.click("path-accept");
  desk.frames(3);
  CHECK(desk.workbench.find_widget("path-outside") == nullptr);
  CHECK(desk.state().ran_name == "square");
}

TEST_CASE("the buttons beside a batch's sample go one on and one back, and stop at its ends") {
  Desk desk(opened_program("xor"));
  desk.key(GLFW_KEY_END);
  const auto enabled = [&](const char* name) { return desk.workbench.find_widget(name)->enabled; };
  const auto shown = [&](int sample) {
    return desk.shows(desk.words().format("network.sample", sample, 4));
  };
  CHECK(shown(1));
  CHECK_FALSE(enabled("sample-previous"));
  for (int sample = 2; sample <= 4; ++sample) {
    desk.click("sample-next");
    CHECK(shown(sample));
  }
  CHECK_FALSE(enabled("sample-next"));
  for (int sample = 3; sample >= 1; --sample) {
    desk.click("sample-previous");
    CHECK(desk.state().sample == sample - 1);
    CHECK(shown(sample));
  }
  CHECK_FALSE(enabled("sample-previous"));
  CHECK(enabled("sample-next"));
}

}  // namespace
}  // namespace backprop::test
