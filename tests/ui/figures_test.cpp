// Figures and plots of a chapter in the window.
#include <doctest/doctest.h>

#include "tests/ui/desk.h"

namespace backprop::test {
namespace {

using namespace viz;

TEST_CASE("a click on a figure shows its moment in its view") {
  Desk desk(opened("4.2"), 1440, 3000);
  CHECK(desk.workbench.find_widget("figure:at-the-prediction") == nullptr);  // a question waits
  desk.show_answers();
  const Time before = desk.state().time;
  desk.click("figure:at-the-prediction");
  desk.frames(3);
  CHECK(desk.state().view == View::network);
  CHECK(desk.state().time != before);
}

TEST_CASE("a plot tells its numbers where the pointer is") {
  Desk desk(opened("4.2"), 1440, 3000);
  desk.show_answers();
  const Widget* place = desk.workbench.find_widget("plot:slope-curve:20");
  REQUIRE(place != nullptr);
  const std::string tip = place->tooltip;
  desk.move(place->rect.center().x, place->rect.center().y);
  for (int i = 0; i < 80 && !desk.shows(tip); ++i)
    desk.frames();
  CHECK(tip.find("slope of a") != std::string::npos);
}

}  // namespace
}  // namespace backprop::test
