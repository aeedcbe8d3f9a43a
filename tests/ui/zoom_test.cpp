// Every view that zooms does so by keys, buttons and the wheel, is moved by dragging, and shown
// whole again; the list of paths scrolls.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/ui/records.h"

namespace backprop::test {
namespace {

using viz::Rect;
using viz::Vec2;
using viz::View;

struct Zoomed {
  View view;
  std::string prefix;  ///< of its widgets
  std::string widget;  ///< one in the middle
};

/// The view's pane, below its tabs.
Rect pane_of(const Desk& desk) {
  const auto& scenes = desk.workbench.scenes();
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    for (const viz::Widget& widget : scenes[i].widgets) {
      if (widget.name == pane::view) return desk.workbench.clips()[i];
    }
  }
  FAIL("no view");
  return {};
}

void check_keys_and_buttons(Desk& desk, const Zoomed& its) {
  const auto whole = places(desk, its.prefix);
  const Rect before = whole.at(its.widget);
  const auto now = [&] { return widget_of(desk, its.widget).rect; };
  CHECK_FALSE(widget_of(desk, "zoom-fit").enabled);
  desk.key(GLFW_KEY_EQUAL);
  const Rect by_key = now();
  CHECK(by_key.w == doctest::Approx(1.3F * before.w).epsilon(0.02));
  // What is left of the pane's middle goes left: it is that place that is looked at.
  const float middle = pane_of(desk).center().x;
  CHECK((by_key.center().x - middle) * (before.center().x - middle) >= 0);
  CHECK(std::abs(by_key.center().x - middle) >= std::abs(before.center().x - middle) - 0.5F);
  desk.key(GLFW_KEY_MINUS);
  CHECK(now().w == doctest::Approx(before.w).epsilon(0.001));
  CHECK(now().x == doctest::Approx(before.x).epsilon(0.002));
  CHECK(widget_of(desk, "zoom-fit").enabled);
  desk.click("zoom-in");
  CHECK(now().w == doctest::Approx(by_key.w).epsilon(0.001));
  desk.click("zoom-out");
  desk.click("zoom-out");
  CHECK(now().w < 0.9F * before.w);
  desk.click("zoom-fit");
  CHECK(places(desk, its.prefix) == whole);
  desk.key(GLFW_KEY_EQUAL, false, true);  // a plus where it is typed with Shift
  CHECK(now().w == doctest::Approx(by_key.w).epsilon(0.001));
  desk.key(GLFW_KEY_0);
  CHECK(places(desk, its.prefix) == whole);
}

void check_wheel_and_drag(Desk& desk, const Zoomed& its) {
  const auto whole = places(desk, its.prefix);
  const Rect before = whole.at(its.widget);
  const auto now = [&] { return widget_of(desk, its.widget).rect; };
  point_at(desk, its.widget);
  desk.scroll(2);
  CHECK(now().w > 1.2F * before.w);
  CHECK(now().center().x == doctest::Approx(before.center().x).epsilon(0.003));
  CHECK(now().center().y == doctest::Approx(before.center().y).epsilon(0.003));
  desk.scroll(-2);
  CHECK(now().w == doctest::Approx(before.w).epsilon(0.001));
  desk.key(GLFW_KEY_0);

  const Rect pane = pane_of(desk);
  const Vec2 paper{pane.x + 4, pane.y + 50};
  desk.drag(paper, {paper.x + 30, paper.y + 20});
  CHECK(now().x == doctest::Approx(before.x + 30));
  CHECK(now().y == doctest::Approx(before.y + 20));
  desk.drag({paper.x + 30, paper.y + 20}, paper);
  CHECK(now().x == doctest::Approx(before.x));
  desk.click("zoom-fit");
  CHECK(places(desk, its.prefix) == whole);
}

TEST_CASE("network, graph and tensors are zoomed and moved by keys, buttons, wheel and drag") {
  Desk desk(opened_program("two-two-two"), 1920, 1080);
  const std::string h = std::to_string(id_of(desk, "h"));
  const Zoomed views[] = {{View::network, "value:", "value:" + h + ":0"},
                          {View::graph, "op:", "op:" + h},
                          {View::tensors, "tensor:", "tensor:" + h}};
  for (const Zoomed& its : views) {
    CAPTURE(its.prefix);
    desk.key(GLFW_KEY_1 + static_cast<int>(its.view));
    check_keys_and_buttons(desk, its);
    check_wheel_and_drag(desk, its);
    CHECK(desk.state().time == Time{});
  }
}

TEST_CASE("each view keeps the part that it shows; the list of paths scrolls and has no zoom") {
  Desk desk(opened_program("four-hidden-layers"), 1440, 700);
  desk.key(GLFW_KEY_END);
  desk.key(GLFW_KEY_3);
  desk.key(GLFW_KEY_EQUAL);
  const auto tensors = places(desk, "tensor:");
  desk.key(GLFW_KEY_4);
  CHECK(desk.workbench.find_widget("zoom-in") == nullptr);
  const auto paths = places(desk, "path:");
  REQUIRE(paths.size() > 10);
  desk.key(GLFW_KEY_EQUAL);
  CHECK(places(desk, "path:") == paths);
  const Rect pane = pane_of(desk);
  desk.move(pane.center().x, pane.center().y);
  desk.scroll(-2);
  const auto scrolled = places(desk, "path:");
  CHECK(scrolled != paths);
  desk.drag({pane.x + 4, pane.center().y}, {pane.x + 4, pane.center().y + 2000});
  CHECK(places(desk, "path:") == paths);  // its top, and no further
  desk.key(GLFW_KEY_3);
  CHECK(places(desk, "tensor:") == tensors);
}

}  // namespace
}  // namespace backprop::test
