// Numbers are changed where they stand in a view, and single cells of matrices are reached by keys.
#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/programs.h"
#include "tests/ui/records.h"
#include "viz/scene/number_field.h"

namespace backprop::test {
namespace {

using namespace viz;

constexpr const char* field = "number-here";

Desk at_step(const std::string& program, Index step) {
  State state = opened_program(program);
  state.time = clamped(*state.trace, {step, 0});
  return Desk(std::move(state));
}

bool draft_has(const Desk& desk, const std::string& text) {
  return desk.state().draft.find(text) != std::string::npos;
}

void type_and_enter(Desk& desk, const std::string& text) {
  desk.frames(2);
  desk.type(text);
  desk.key(GLFW_KEY_ENTER);
  desk.frames(2);
}

/// Tab, until the widget is reached.
void tab_to(Desk& desk, const std::string& name) {
  CAPTURE(name);
  const std::size_t most = desk.workbench.widgets().size() + 2;
  for (std::size_t i = 0; i < most && desk.workbench.focused() != name; ++i)
    desk.key(GLFW_KEY_TAB);
  REQUIRE(desk.workbench.focused() == name);
}

TEST_CASE("a double click on an input or a weight of the network opens a field there") {
  Desk desk = at_step("two-two-two", 20);
  const Time time = desk.state().time;
  const std::string input = element_widget(desk, "x", 1);
  const Rect place = desk.workbench.find_widget(input)->rect;
  desk.click(input, 2);
  REQUIRE(desk.workbench.find_widget(field) != nullptr);
  const Rect opened = desk.workbench.find_widget(field)->rect;
  CHECK(opened.center().x == doctest::Approx(place.center().x));
  CHECK(opened.center().y == doctest::Approx(place.center().y));
  type_and_enter(desk, "0.25");
  CHECK(draft_has(desk, "x  = tensor([0.05, 0.25])"));
  CHECK(desk.workbench.find_widget(field) == nullptr);
  CHECK(desk.state().time == time);

  desk.frames(40);  // no third click of the same row
  desk.click(element_widget(desk, "W2", 3), 2);
  REQUIRE(desk.workbench.find_widget(field) != nullptr);
  CHECK(number_of(*desk.workbench.find_widget(field)->edit) == 0.55);
  type_and_enter(desk, "-1.5");
  CHECK(draft_has(desk, "W2 = param([[0.40, 0.45], [0.50, -1.5]])"));
  desk.key(GLFW_KEY_Z, true);
  CHECK_FALSE(draft_has(desk, "-1.5"));
}

TEST_CASE("targets at the loss and biases in their neurons are typed where they stand") {
  Desk desk = at_step("two-two-two", 20);
  const Time time = desk.state().time;
  const auto type_over = [&](const char* name, Index element, const std::string& text) {
    desk.frames(40);  // no third click
    const std::string number =
        "number-of:" + std::to_string(id_of(desk, name)) + ":" + std::to_string(element);
    const Rect place = widget_of(desk, number).rect;
    desk.click(number, 2);
    const Rect opened = widget_of(desk, field).rect;
    CHECK(std::abs(opened.center().x - place.center().x) < 2);
    CHECK(std::abs(opened.center().y - place.center().y) < 2);
    CHECK(desk.state().selection == Entity::value(id_of(desk, name), element));
    type_and_enter(desk, text);
  };
  type_over("y", 0, "0.25");
  CHECK(draft_has(desk, "y  = tensor([0.25, 0.99])"));
  type_over("b1", 1, "-0.5");
  CHECK(draft_has(desk, "b1 = tensor([0.35, -0.5])"));
  type_over("b2", 0, "0.125");
  CHECK(draft_has(desk, "b2 = tensor([0.125, 0.60])"));
  CHECK(desk.state().time == time);
  desk.key(GLFW_KEY_ENTER, true);
  desk.frames(3);
  CHECK_FALSE(desk.state().edited());
  CHECK(desk.state().trace->value(id_of(desk, "b2")).data[0] == 0.125);
}

TEST_CASE("Esc leaves the field, another view closes it; a neuron is run to as ever") {
  Desk desk = at_step("two-two-two", 34);
  const std::string draft = desk.state().draft;
  desk.click(element_widget(desk, "x", 0), 2);
  REQUIRE(desk.workbench.find_widget(field) != nullptr);
  desk.frames(2);
  desk.type("7");
  desk.key(GLFW_KEY_ESCAPE);
  CHECK(desk.workbench.find_widget(field) == nullptr);
  CHECK(desk.state().draft == draft);
  desk.frames(40);
  desk.click(element_widget(desk, "x", 0), 2);
  REQUIRE(desk.workbench.find_widget(field) != nullptr);
  desk.app.dispatch(command::SetView{View::paths});
  desk.frames(3);
  CHECK(desk.workbench.find_widget(field) == nullptr);
  CHECK(desk.state().draft == draft);
  desk.app.dispatch(command::SetView{View::network});
  desk.app.dispatch(command::GoTo{{0, 0}});
  desk.frames(40);
  desk.click(element_widget(desk, "h", 0), 2);
  CHECK(desk.workbench.find_widget(field) == nullptr);
  CHECK(desk.state().time.step > 0);
}

TEST_CASE("with keys alone: Tab to an input, Enter selects, Enter again edits") {
  Desk desk = at_step("two-two-two", 20);
  const std::string input = element_widget(desk, "x", 0);
  tab_to(desk, input);
  desk.key(GLFW_KEY_ENTER);
  CHECK(desk.state().selection == Entity::value(id_of(desk, "x"), 0));
  CHECK(desk.workbench.find_widget(field) == nullptr);
  desk.key(GLFW_KEY_ENTER);
  REQUIRE(desk.workbench.find_widget(field) != nullptr);
  type_and_enter(desk, "0.5");
  CHECK(draft_has(desk, "x  = tensor([0.5, 0.10])"));
  CHECK(desk.workbench.focused() == input);
}

TEST_CASE("the pointer on a number that can be edited says so") {
  Desk desk = at_step("two-two-two", 20);
  const auto tip_on = [&](const std::string& name) {
    const Vec2 at = desk.workbench.find_widget(name)->rect.center();
    desk.move(at.x, at.y);
    return desk.workbench.tooltip();
  };
  const std::string hint = desk.words()["edit.here"];
  CHECK(tip_on(element_widget(desk, "x", 0)).find(hint) != std::string::npos);
  CHECK(tip_on(element_widget(desk, "h", 0)).find(hint) == std::string::npos);
  desk.click("start-practice");
  CHECK(tip_on(element_widget(desk, "x", 0)).find(hint) == std::string::npos);
  desk.click(element_widget(desk, "x", 0), 2);
  CHECK(desk.workbench.find_widget(field) == nullptr);
}

TEST_CASE("arrows go from cell to cell of a matrix that Tab has reached") {
  Desk desk = at_step("two-two-two", 34);
  desk.key(GLFW_KEY_3);
  const ValueId w2 = id_of(desk, "W2");
  tab_to(desk, "tensor:" + std::to_string(w2));
  const Time time = desk.state().time;
  const auto selected = [&] { return desk.state().selection; };
  desk.key(GLFW_KEY_ENTER);
  CHECK(selected() == Entity::value(w2, 0));
  desk.key(GLFW_KEY_RIGHT);
  CHECK(selected() == Entity::value(w2, 1));
  desk.key(GLFW_KEY_RIGHT);  // at the edge
  CHECK(selected() == Entity::value(w2, 1));
  desk.key(GLFW_KEY_DOWN);
  CHECK(selected() == Entity::value(w2, 3));
  desk.key(GLFW_KEY_LEFT);
  CHECK(selected() == Entity::value(w2, 2));
  desk.key(GLFW_KEY_UP);
  CHECK(selected() == Entity::value(w2, 0));
  CHECK(desk.state().time == time);  // the arrows were the matrix's
  desk.key(GLFW_KEY_ENTER);
  REQUIRE(desk.workbench.find_widget(field) != nullptr);
  type_and_enter(desk, "0.875");
  CHECK(draft_has(desk, "W2 = param([[0.875, 0.45], [0.50, 0.55]])"));

  tab_to(desk, "gradient:" + std::to_string(w2));
  desk.key(GLFW_KEY_RIGHT);
  CHECK(selected() == Entity::value(w2, 1));
  desk.key(GLFW_KEY_ENTER);  // a gradient is no number of the program: it is run to
  CHECK(desk.workbench.find_widget(field) == nullptr);
  const Step& step = desk.state().trace->step(desk.state().time.step - 1);
  CHECK(first_version(*desk.state().trace, step.kind == StepKind::backward
                                               ? target(*desk.state().trace, step)
                                               : step.value) == w2);
  desk.key(GLFW_KEY_END);
  CHECK(selected() == Entity::value(w2, 1));
  desk.key(GLFW_KEY_W);
  REQUIRE(desk.state().why.size() == 1);
  CHECK(desk.state().why[0].gradient);
  CHECK(desk.state().why[0].element == 1);
  desk.key(GLFW_KEY_ESCAPE);  // lets go of the matrix,
  desk.key(GLFW_KEY_LEFT);    // and the arrows are time's again
  CHECK(desk.state().time.step == desk.state().trace->step_count() - 1);
}

TEST_CASE("the cells of a layer's heat map, too") {
  const std::string text =
      "x = uniform((1, 20), -1.0, 1.0, seed=3)\nW1 = param(xavier_uniform(16, 20, seed=1))\n"
      "W2 = param(xavier_uniform(3, 16, seed=2))\nh = tanh(linear(x, W1))\nz = linear(h, W2)\n"
      "J = cross_entropy(z, [1])\nJ.backward()\n";
  Desk desk(opened_text(text));
  desk.key(GLFW_KEY_END);
  const ValueId h = id_of(desk, "h");
  const std::string map = "dense:" + std::to_string(h);
  tab_to(desk, map);
  const ElementGrid grid = *desk.workbench.find_widget(map)->grid;
  desk.key(GLFW_KEY_DOWN);
  CHECK(desk.state().selection == Entity::value(h, 0));
  for (Index i = 0; i < grid.count; ++i)
    desk.key(GLFW_KEY_DOWN);
  CHECK(desk.state().selection.index >= grid.count - grid.columns);
  CHECK(desk.state().selection.index < grid.count);
}

}  // namespace
}  // namespace backprop::test
