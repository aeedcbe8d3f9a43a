// "Why is it this number?" in the window: asked of any number, followed down and back.
#include "engine/trace/why.h"

#include <doctest/doctest.h>

#include <set>

#include "tests/ui/desk.h"
#include "viz/scene/numbers.h"

namespace backprop::test {
namespace {

using viz::Entity;

ValueId named(const Desk& desk, const char* name) {
  return find_value(*desk.state().trace, name);
}

TEST_CASE("a right click on a number in the network asks about that number") {
  Desk desk(opened_program("two-two-two"));
  desk.key(GLFW_KEY_END);
  const auto ask = [&](const std::string& widget) {
    desk.right_click(widget);
    REQUIRE_FALSE(desk.state().why.empty());
    const Quantity asked = desk.state().why.back();
    desk.key(GLFW_KEY_ESCAPE);
    return asked;
  };
  CHECK_FALSE(ask("loss").gradient);
  const ValueId o = named(desk, "o");
  const Quantity gradient = ask("gradient-of:" + std::to_string(o) + ":0");
  CHECK(gradient.value == o);
  CHECK(gradient.gradient);
  const ValueId w = named(desk, "W2");
  const viz::Widget* label = desk.workbench.find_widget("number-of:" + std::to_string(w) + ":0");
  REQUIRE(label != nullptr);
  CHECK_FALSE(label->tooltip.empty());
  CHECK_FALSE(ask(label->name).gradient);
  desk.click("number-of:" + std::to_string(w) + ":0");
  CHECK(desk.state().selection == Entity::value(w, 0));
}

TEST_CASE("a right click on a neuron asks why; a line of the answer is asked on, and back") {
  Desk desk(opened_program("two-two-two"));
  const Trace& trace = *desk.state().trace;
  for (int i = 0; i < 9; ++i)
    desk.key(GLFW_KEY_SPACE);
  const ValueId h = named(desk, "h");
  desk.right_click("value:" + std::to_string(h) + ":1");
  REQUIRE(desk.state().why.size() == 1);
  CHECK(desk.state().why[0] == Quantity{h, 1, false, 0});
  CHECK(desk.shows("Why h[1]?"));
  CHECK(desk.shows("= " + viz::shown(trace.value(h).data[1])));
  const std::vector<WhyLine> lines = why(trace, desk.state().why[0], 120);
  REQUIRE(lines.size() > 4);
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(desk.shows(viz::element_name(trace, lines[i].of.value, lines[i].of.element) + " = " +
                     viz::shown(lines[i].number)));
  }
  desk.click("why-line:2");
  REQUIRE(desk.state().why.size() == 2);
  CHECK(desk.state().why[1] == lines[2].of);
  desk.click("why-back");
  CHECK(desk.state().why.size() == 1);
  desk.key(GLFW_KEY_ESCAPE);
  CHECK(desk.state().why.empty());
  CHECK_FALSE(desk.shows("Why h[1]?"));
}

TEST_CASE("W asks of the gradient once gradients flow; the value is one click away") {
  Desk desk(opened_program("two-two-two"));
  desk.key(GLFW_KEY_END);
  const ValueId h = named(desk, "h");
  desk.app.dispatch(viz::command::Select{Entity::value(h, 0)});
  desk.key(GLFW_KEY_W);
  REQUIRE(desk.state().why.size() == 1);
  CHECK(desk.state().why[0].gradient);
  CHECK(desk.shows("Why \u2202J/\u2202h[0]?"));
  desk.click("why-other");
  CHECK(desk.state().why.back() == Quantity{h, 0, false, 0});
  desk.click("why-close");
  CHECK(desk.state().why.empty());
}

TEST_CASE("a link goes to the step that made a number, and back") {
  Desk desk(opened_program("two-two-two"));
  desk.key(GLFW_KEY_END);
  const Time before = desk.state().time;
  desk.app.dispatch(viz::command::Select{Entity::value(named(desk, "o"), 0)});
  desk.key(GLFW_KEY_W);
  const viz::Widget* link = nullptr;
  for (const viz::Widget& widget : desk.workbench.widgets()) {
    if (widget.name.starts_with("why-step:") && link == nullptr) link = &widget;
  }
  REQUIRE(link != nullptr);
  desk.click(std::string(link->name));
  CHECK(desk.state().time < before);
  REQUIRE(desk.state().trail.size() == 1);
  desk.click("follow-back");
  CHECK(desk.state().time == before);
  CHECK(desk.state().trail.empty());
  CHECK(desk.workbench.find_widget("follow-back") == nullptr);
}

TEST_CASE("why is asked of nothing where there is no number yet") {
  Desk desk(opened_program("two-two-two"));
  desk.app.dispatch(viz::command::Select{Entity::value(named(desk, "h"), 0)});
  desk.key(GLFW_KEY_W);
  CHECK(desk.state().why.empty());
  desk.app.dispatch(viz::command::AskWhy{{99'999, 0, false, 0}});
  desk.app.dispatch(viz::command::AskWhy{{0, 99, false, 0}});
  CHECK(desk.state().why.empty());
}

TEST_CASE("a cell of a matrix asks of its own number") {
  Desk desk(opened_program("two-two-two"), 1920, 1080);
  desk.key(GLFW_KEY_END);
  desk.key(GLFW_KEY_3);
  const ValueId w2 = named(desk, "W2");
  for (const bool gradient : {true, false}) {
    const std::string name = (gradient ? "gradient:" : "tensor:") + std::to_string(w2);
    const viz::Vec2 at = desk.workbench.find_widget(name)->grid->rect_of(3).center();
    desk.right_click_at(at.x, at.y);
    REQUIRE_FALSE(desk.state().why.empty());
    const Quantity asked = desk.state().why.back();
    CHECK(asked.gradient == gradient);
    CHECK(asked.element == 3);
    CHECK(first_version(*desk.state().trace, asked.value) == w2);
    CHECK(desk.shows("= " + viz::shown(number_at(*desk.state().trace, asked))));
  }
}

TEST_CASE("the lesson's symbols light up and select what they stand for") {
  Desk desk(opened());  // neuron-mse: x, w, b, z, a, y, J
  for (int i = 0; i < 20; ++i)
    desk.key(GLFW_KEY_SPACE);
  std::set<std::string> found;
  std::vector<std::string> symbols;
  const float pane = desk.workbench.find_widget("fold-lesson")->rect.x;
  for (const viz::Widget& widget : desk.workbench.widgets()) {
    if (widget.name.starts_with("symbol:") && widget.rect.x < pane) symbols.push_back(widget.name);
  }
  REQUIRE(symbols.size() > 8);
  for (const std::string& name : symbols) {
    const viz::Widget* widget = desk.workbench.find_widget(name);
    if (widget == nullptr) continue;
    const Entity entity = widget->entity;
    desk.move(widget->rect.center().x, widget->rect.center().y);
    desk.click(name);
    CHECK(desk.state().selection == entity);
    desk.app.dispatch(viz::command::Select{});
    desk.frames();
    found.insert(desk.state().trace->value(entity.id).name);
  }
  for (const char* name : {"x", "w", "z", "a", "y", "J"}) {
    CAPTURE(name);
    CHECK(found.contains(name));
  }
}

}  // namespace
}  // namespace backprop::test
