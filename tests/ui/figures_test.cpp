// Figures and plots of a chapter in the window.
#include <doctest/doctest.h>

#include <algorithm>

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

/// Strokes of crosses: the only lines of that colour and width.
int strokes_of_crosses(const Desk& desk) {
  const Color wrong = resources().palettes.at(desk.state().theme).wrong;
  int count = 0;
  for (const Scene& scene : desk.workbench.scenes()) {
    for (const Record& record : scene.records) {
      const auto* line = std::get_if<draw::Line>(&record.shape);
      if (line != nullptr && line->color == wrong && line->width == 2.5F) ++count;
    }
  }
  return count;
}

TEST_CASE("a map tells its arrows in words, crosses out those that mislead, and shows progress") {
  for (const Language language : {Language::english, Language::chinese}) {
    Desk desk(opened("1.1", language), 1440, 7000);
    const auto tip = [&](const char* card) {
      const Widget* widget = desk.workbench.find_widget(card);
      REQUIRE(widget != nullptr);
      return widget->tooltip;
    };
    CHECK(tip("node:concepts:ml").find("0/4") != std::string::npos);
    CHECK(strokes_of_crosses(desk) == 2 * 2 * 3);  // on three arrows and in their lines below
    CHECK(desk.shows(desk.words().format(
        "map.says",
        language == Language::english ? "Loss \u2192 Backpropagation" : "损失 \u2192 反向传播",
        language == Language::english ? "is differentiated by" : "的导数来自")));
    desk.show_answers();
    CHECK(tip("node:concepts:ml").find("4/4 \u2713") != std::string::npos);
    CHECK(tip("node:concepts:loss").find("0/") != std::string::npos);
    desk.click("node:concepts:loss");
    desk.frames(4);
    CHECK(desk.state().lesson == "3.1");
  }
}

// The race of the optimizers: places on the valley, and their losses.

constexpr const char* valley = "play-plot:race-valley";
constexpr int all_updates = 31;

std::string counted(const Desk& desk, int updates) {
  return desk.words().format("plot.updates", updates, all_updates);
}

int times_shown(const Desk& desk, const std::string& text) {
  const auto all = texts_of(desk.workbench);
  return static_cast<int>(std::count(all.begin(), all.end(), text));
}

TEST_CASE("a race is watched update by update, in both of its diagrams") {
  Desk desk(opened("optimizer-races"), 1440, 14000);
  desk.show_answers();
  REQUIRE(desk.workbench.find_widget(valley) != nullptr);
  const int at_rest = times_shown(desk, counted(desk, all_updates));
  CHECK(at_rest >= 2);
  desk.click(valley);
  const int moving = times_shown(desk, counted(desk, 0));
  CHECK(moving >= 2);
  CHECK(times_shown(desk, counted(desk, all_updates)) == at_rest - moving);
  int before = 0;
  for (int i = 0; i < 2000 && before < all_updates; ++i) {
    const double due = desk.frames().next_frame_in;
    int now = before;
    while (now < all_updates && times_shown(desk, counted(desk, now)) < moving)
      ++now;
    CHECK(now <= before + 1);  // none is passed over
    CHECK((due < 0.5) == (now < all_updates));
    before = now;
  }
  CHECK(before == all_updates);
  CHECK(desk.state().time == Time{});  // the recording in the other panes stays where it is
  desk.click(valley);                  // from the start again
  CHECK(times_shown(desk, counted(desk, 0)) == moving);
  desk.key(GLFW_KEY_ESCAPE);
  desk.frames(200);
  CHECK(times_shown(desk, counted(desk, 0)) + times_shown(desk, counted(desk, 1)) == moving);
}

TEST_CASE("a race is dragged to an update, and moved by keys") {
  Desk desk(opened("optimizer-races", viz::Language::chinese), 1440, 14000);
  desk.show_answers();
  const Widget* slider = desk.workbench.find_widget("plot-at:race-valley-loss");
  REQUIRE(slider != nullptr);
  const Rect rect = slider->rect;
  desk.drag({rect.right() - 1, rect.center().y},
            {rect.x + rect.w * 16 / all_updates, rect.center().y});
  CHECK(times_shown(desk, counted(desk, 16)) >= 2);
  desk.drag(rect.center(), {rect.x - 50, rect.center().y});
  CHECK(times_shown(desk, counted(desk, 0)) >= 2);
  while (desk.workbench.focused() != "plot-at:race-valley-loss")
    desk.key(GLFW_KEY_TAB);
  desk.key(GLFW_KEY_RIGHT);
  desk.key(GLFW_KEY_RIGHT);
  desk.key(GLFW_KEY_LEFT);
  CHECK(times_shown(desk, counted(desk, 1)) >= 2);
  CHECK(desk.state().time == Time{});
  desk.app.dispatch(command::OpenLesson{"4.2", View::network});
  desk.frames(3);
  desk.app.dispatch(command::OpenLesson{"optimizer-races", View::network});
  desk.frames(3);
  CHECK(times_shown(desk, counted(desk, all_updates)) >= 2);  // each visit begins with all of it
}

}  // namespace
}  // namespace backprop::test
