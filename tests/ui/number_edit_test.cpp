// Numbers are edited where they stand, with mouse, wheel and keys; what depends on them greys; runs
// are kept and compared.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/support/programs.h"
#include "tests/ui/desk.h"
#include "viz/scene/numbers.h"
#include "viz/scene/view.h"

namespace backprop::test {
namespace {

using namespace viz;

/// Selects an element of a value that the network draws.
Entity select(Desk& desk, const char* name, Index index) {
  const ValueId id = find_value(*desk.state().trace, name);
  REQUIRE(id != no_value);
  const Entity entity = Entity::value(id, index);
  desk.app.dispatch(command::Select{entity});
  desk.frames();
  return entity;
}

Desk at_end(const std::string& program, Language language = Language::english) {
  State state = opened_program(program, language);
  state.time = {state.trace->step_count(), 0};
  return Desk(std::move(state));
}

Rect rect_of(const Desk& desk, const std::string& name) {
  const Widget* widget = desk.workbench.find_widget(name);
  REQUIRE(widget != nullptr);
  return widget->rect;
}

double field_number(const Desk& desk, const std::string& name) {
  const Widget* widget = desk.workbench.find_widget(name);
  REQUIRE(widget != nullptr);
  REQUIRE(widget->edit.has_value());
  return number_of(*widget->edit);
}

bool draft_has(const Desk& desk, const std::string& text) {
  return desk.state().draft.find(text) != std::string::npos;
}

TEST_CASE("a number is typed into its field; Enter takes it, Esc leaves it") {
  Desk desk = at_end("two-two-two");
  select(desk, "W1@1", 1);
  CHECK(field_number(desk, "number") == 0.2);
  desk.click("number");
  desk.frames(2);
  desk.type("0.75");
  CHECK_FALSE(desk.state().edited());  // not before it is taken
  desk.key(GLFW_KEY_ENTER);
  CHECK(draft_has(desk, "[[0.15, 0.75], [0.25, 0.30]]"));
  CHECK(field_number(desk, "number") == 0.75);
  const Time time = desk.state().time;
  desk.click("number");
  desk.frames(2);
  desk.type("9");
  desk.key(GLFW_KEY_LEFT);
  desk.key(GLFW_KEY_HOME);
  desk.key(GLFW_KEY_ESCAPE);
  CHECK(field_number(desk, "number") == 0.75);
  CHECK(desk.state().time == time);  // the keys were the field's
  CHECK(desk.state().selection.kind == Entity::Kind::value);
  desk.key(GLFW_KEY_ENTER, true);
  desk.frames(3);
  CHECK_FALSE(desk.state().edited());
  CHECK(desk.state().trace->value(find_value(*desk.state().trace, "W1@1")).data[1] == 0.75);
}

TEST_CASE("what is typed may have spaces and a real minus sign; what is no number is told") {
  Desk desk = at_end("two-two-two");
  select(desk, "x", 0);
  const auto type = [&](const std::string& text) {
    desk.click("number");
    desk.frames(2);
    desk.type(text);
    desk.key(GLFW_KEY_ENTER);
    desk.frames();
  };
  type(" \u22121.5 ");
  CHECK(field_number(desk, "number") == -1.5);
  type("2e-3");
  CHECK(field_number(desk, "number") == 0.002);
  const std::string draft = desk.state().draft;
  for (const char* text : {"abc", "1.2.3", "1e999", "--", "0x", "nan"}) {
    CAPTURE(text);
    type(text);
    CHECK(desk.state().draft == draft);
    CHECK(desk.shows("is no number"));
    desk.key(GLFW_KEY_ESCAPE);
    CHECK_FALSE(desk.shows("is no number"));
    if (desk.state().selection.kind == Entity::Kind::none) select(desk, "x", 0);
  }
}

TEST_CASE("a click elsewhere takes what was typed") {
  Desk desk = at_end("two-two-two");
  select(desk, "x", 0);
  desk.click("number");
  desk.frames(2);
  desk.type("0.5");
  desk.click("size-layer");
  CHECK(draft_has(desk, "tensor([0.5, 0.10])"));
  CHECK(desk.state().step_size == StepSize::layer);
  desk.key(GLFW_KEY_SPACE);  // keys act on the recording again
  CHECK(draft_has(desk, "tensor([0.5, 0.10])"));
  CHECK(desk.state().time.step == desk.state().trace->step_count());
}

TEST_CASE("Ctrl+Enter in the field takes the number and runs") {
  Desk desk = at_end("two-two-two");
  select(desk, "x", 0);
  desk.click("number");
  desk.frames(2);
  desk.type("0.5");
  desk.key(GLFW_KEY_ENTER, true);
  desk.frames(3);
  CHECK_FALSE(desk.state().edited());
  CHECK(desk.state().trace->value(find_value(*desk.state().trace, "x")).data[0] == 0.5);
}

TEST_CASE("a drag changes the number in steps and is one step of undo; a click is no drag") {
  Desk desk = at_end("two-two-two");
  select(desk, "W1@1", 0);
  const Rect field = rect_of(desk, "number");
  const Vec2 from = field.center();
  desk.move(from.x, from.y);
  desk.platform.press_mouse();
  desk.frames();
  for (const float x : {1.0F, 10.0F, 20.0F, 31.0F})
    desk.move(from.x + x, from.y);
  CHECK(field_number(desk, "number") == 0.25);  // 31 pixels: ten steps of 0.01
  desk.move(from.x - 61, from.y + 200);         // beside the field it goes on
  CHECK(field_number(desk, "number") == -0.05);
  desk.platform.release_mouse();
  desk.frames(2);
  CHECK(draft_has(desk, "[[-0.05, 0.20]"));
  desk.move(from.x + 90, from.y);
  CHECK(field_number(desk, "number") == -0.05);
  desk.key(GLFW_KEY_Z, true);
  CHECK_FALSE(desk.state().edited());
}

TEST_CASE("Shift drags finer") {
  Desk desk = at_end("two-two-two");
  select(desk, "W1@1", 0);
  const Vec2 from = rect_of(desk, "number").center();
  desk.move(from.x, from.y);
  desk.platform.press_mouse();
  desk.frames();
  desk.platform.press_key(GLFW_KEY_LEFT_SHIFT, false, true);
  desk.move(from.x + 30, from.y);
  CHECK(field_number(desk, "number") == 0.16);
  desk.platform.release_mouse();
  desk.frames();
}

TEST_CASE("the wheel over a field turns its number; elsewhere it scrolls") {
  Desk desk = at_end("two-two-two");
  select(desk, "W1@1", 0);
  const Vec2 at = rect_of(desk, "number").center();
  desk.move(at.x, at.y);
  desk.scroll(1);
  desk.scroll(2);
  CHECK(field_number(desk, "number") == 0.18);
  desk.scroll(-1);
  CHECK(field_number(desk, "number") == 0.17);
  desk.move(60, 500);
  desk.scroll(1);
  CHECK(field_number(desk, "number") == 0.17);
  desk.key(GLFW_KEY_Z, true);
  CHECK_FALSE(desk.state().edited());
}

TEST_CASE("a turn of the wheel that began with scrolling edits no field that comes under it") {
  Desk desk = at_end("two-two-two");
  select(desk, "W1@1", 0);
  const Vec2 at = rect_of(desk, "number").center();
  const double before = field_number(desk, "number");
  desk.move(at.x, 500);  // the same place soon after: as if the pane had moved
  desk.scroll(-1);
  const Vec2 moved = rect_of(desk, "number").center();
  desk.move(moved.x, moved.y);
  desk.scroll(1);
  CHECK(field_number(desk, "number") == before + 0.01);  // the pointer moved: another turn
  const viz::Rect inspector = desk.workbench.clips()[4];
  REQUIRE(inspector.contains(at));
}

TEST_CASE("the buttons and the keys of a focused field change it") {
  Desk desk = at_end("two-two-two");
  select(desk, "W1@1", 0);
  desk.click("number-more");
  desk.click("number-more");
  CHECK(field_number(desk, "number") == 0.17);
  desk.click("number-less");
  CHECK(field_number(desk, "number") == 0.16);
  for (int i = 0; i < 200 && desk.workbench.focused() != "number"; ++i)
    desk.key(GLFW_KEY_TAB);
  REQUIRE(desk.workbench.focused() == "number");
  const StepSize size = desk.state().step_size;
  desk.key(GLFW_KEY_UP);
  CHECK(field_number(desk, "number") == 0.17);
  desk.key(GLFW_KEY_DOWN, false, true);
  CHECK(field_number(desk, "number") == 0.169);
  CHECK(desk.state().step_size == size);
  desk.key(GLFW_KEY_ENTER);
  desk.frames(2);
  desk.type("4");
  desk.key(GLFW_KEY_ENTER);
  CHECK(field_number(desk, "number") == 4);
}

TEST_CASE("the learning rate is edited at an update step") {
  Desk desk = at_end("two-two-two");
  CHECK(desk.workbench.find_widget("setting:lr") != nullptr);
  CHECK(field_number(desk, "setting:lr") == 0.5);
  desk.click("setting:lr-less");
  CHECK(draft_has(desk, "sgd(lr=0.49)"));
  desk.click("setting:lr");
  desk.frames(2);
  desk.type("-1");
  desk.key(GLFW_KEY_ENTER);
  desk.frames();
  CHECK(desk.shows("must not be negative"));
  CHECK(draft_has(desk, "sgd(lr=0.49)"));
  desk.click("run");
  desk.frames(3);
  CHECK(desk.state().trace->optimizer_runs.front().settings.real("lr") == 0.49);
  CHECK(field_number(desk, "setting:lr") == 0.49);
  desk.key(GLFW_KEY_HOME);
  CHECK(desk.workbench.find_widget("setting:lr") == nullptr);
}

TEST_CASE("what is computed has no field") {
  Desk desk = at_end("two-two-two");
  select(desk, "h", 0);
  CHECK(desk.workbench.find_widget("number") == nullptr);
}

TEST_CASE("what cannot be edited says why") {
  const auto text = "w = param(zeros((40, 26)))\nJ = sum(w)\nJ.backward()\n";
  Desk other(opened_text(text));
  other.app.dispatch(command::Select{Entity::value(0, 5)});
  other.frames();
  other.click("number-more");
  other.frames();
  CHECK(other.shows("1040 numbers"));
  CHECK_FALSE(other.state().edited());
}

TEST_CASE("a line that runs several times says that all change") {
  Desk desk(
      opened_text("for t in range(3):\n    w = param(1.0)\n    J = w * w\n    J.backward()\n"));
  desk.app.dispatch(command::Select{Entity::value(0, 0)});
  desk.frames();
  CHECK(desk.shows("makes 3 tensors"));
}

/// The colours of the numbers on neurons, weights and the loss, by what they are numbers of.
std::vector<std::pair<Entity, bool>> grey_numbers(const Desk& desk) {
  std::vector<std::pair<Entity, bool>> found;
  const Palette& colors = resources().palettes.at(desk.state().theme);
  for (const Scene& scene : desk.workbench.scenes()) {
    for (const Record& record : scene.records) {
      const auto* text = std::get_if<draw::Text>(&record.shape);
      if (text == nullptr || record.entity.kind != Entity::Kind::value) continue;
      if (text->text.find_first_of("0123456789") == std::string::npos) continue;
      if (text->style != TextStyle::small) continue;
      found.emplace_back(record.entity, text->color == colors.faint);
    }
  }
  return found;
}

TEST_CASE("what depends on an edited number greys until it is run, in both themes") {
  for (const Theme theme : {Theme::light, Theme::dark}) {
    Desk desk = at_end("two-two-two");
    desk.app.dispatch(command::SetTheme{theme});
    select(desk, "W2@1", 0);
    for (const auto& [entity, grey] : grey_numbers(desk))
      CHECK_FALSE(grey);
    desk.click("number-more");
    const Trace& trace = *desk.state().trace;
    int grey_ones = 0;
    int fresh_ones = 0;
    for (const auto& [entity, grey] : grey_numbers(desk)) {
      const std::string name = element_name(trace, entity.id, entity.index);
      CAPTURE(name);
      const bool upstream = name.starts_with("x") || name.starts_with("h") || name.starts_with("y");
      // Inputs, targets and hidden neurons keep their numbers; every gradient comes from the loss.
      if (!upstream) CHECK(grey);
      grey_ones += grey ? 1 : 0;
      fresh_ones += grey ? 0 : 1;
    }
    CHECK(grey_ones >= 6);
    CHECK(fresh_ones >= 4);
    CHECK(desk.shows(desk.words()["code.edited"]));
    desk.key(GLFW_KEY_ENTER, true);
    desk.frames(3);
    CHECK_FALSE(desk.state().edited());
    for (const auto& [entity, grey] : grey_numbers(desk))
      CHECK_FALSE(grey);
  }
}

/// The colours of the lesson's lines that contain the text.
std::vector<Color> colors_of(const Desk& desk, const std::string& text) {
  std::vector<Color> colors;
  for (const Scene& scene : desk.workbench.scenes()) {
    for (const Record& record : scene.records) {
      const auto* words = std::get_if<draw::Text>(&record.shape);
      if (words != nullptr && words->text.find(text) != std::string::npos)
        colors.push_back(words->color);
    }
  }
  return colors;
}

TEST_CASE("a lesson's claims grey with the numbers that they are about") {
  Desk desk(opened(), 1440, 6000);  // one neuron: dJ/da = 2(a - y), and so on
  const Palette& palette = resources().palettes.at(desk.state().theme);
  const std::string line = "\u22121.24492 = ";
  // A question stands before it.
  CHECK(desk.workbench.find_widget("claim:loss-by-prediction") == nullptr);
  desk.show_answers();
  CHECK(desk.workbench.find_widget("claim:loss-by-prediction") != nullptr);
  REQUIRE(colors_of(desk, line).size() == 1);
  CHECK(colors_of(desk, line).front() == palette.good);
  REQUIRE_FALSE(colors_of(desk, "[0.6, \u22121.2] = ").empty());
  CHECK(colors_of(desk, "[0.6, \u22121.2] = ").front() == palette.good);
  select(desk, "w", 0);
  desk.click("number-more");
  CHECK(colors_of(desk, line).front() == palette.faint);  // a depends on w
  desk.key(GLFW_KEY_Z, true);
  CHECK(colors_of(desk, line).front() == palette.good);
}

TEST_CASE("a run is kept, another made, and the first difference is shown and gone to") {
  for (const Language language : {Language::english, Language::chinese}) {
    Desk desk = at_end("two-two-two", language);
    CHECK(desk.workbench.find_widget("compare-swap") == nullptr);
    desk.click("keep");
    desk.frames();
    CHECK(desk.shows(desk.words()["compare.same"]));
    CHECK_FALSE(desk.workbench.find_widget("compare-go")->enabled);
    select(desk, "W2@1", 3);
    desk.click("number");
    desk.frames(2);
    desk.type("0.5");
    desk.key(GLFW_KEY_ENTER, true);
    desk.frames(3);
    REQUIRE(desk.state().kept->difference.has_value());
    const Index step = desk.state().kept->difference->step;
    CHECK(desk.shows(desk.words().format("compare.number", step + 1, "W2[1,1]", "0.5", "0.55")));
    desk.click("compare-go");
    CHECK(desk.state().time == Time{step + 1, 0});
    const auto texts = texts_of(desk.workbench);
    const auto label = std::find(texts.rbegin(), texts.rend(), desk.words()["compare.kept"]);
    REQUIRE(label != texts.rend());
    CHECK(*std::prev(label) == "0.55");  // of the selected weight, in the kept run
    desk.click("compare-swap");
    desk.frames();
    CHECK(desk.state().trace->program == shipped_program("two-two-two"));
    CHECK(desk.shows(desk.words().format("compare.number", step + 1, "W2[1,1]", "0.55", "0.5")));
    desk.click("compare-drop");
    desk.frames();
    CHECK(desk.workbench.find_widget("compare-swap") == nullptr);
    CHECK(desk.state().trace->program == shipped_program("two-two-two"));
  }
}

TEST_CASE("programs that part in structure are compared as far as they go") {
  Desk desk = at_end("neuron-mse");
  desk.click("keep");
  desk.app.dispatch(command::OpenProgram{"other", "x = tensor([0.6, -1.2])\ny = x * 2\n"});
  desk.frames(3);
  REQUIRE(desk.state().kept->difference.has_value());
  CHECK(desk.state().kept->difference->what == TraceDifference::What::structure);
  CHECK(desk.shows("They part at step 2"));
  desk.click("compare-go");
  CHECK(desk.state().time == Time{2, 0});
  desk.click("compare-swap");
  desk.frames();
  CHECK(desk.state().ran_name == "neuron-mse");
}

TEST_CASE("the comparison fits into small windows") {
  for (const auto& [width, height] : {std::pair{1440.0F, 900.0F}, std::pair{1100.0F, 700.0F}}) {
    Desk desk(opened_program("two-two-two"), width, height);
    desk.click("keep");
    desk.frames();
    for (const char* name : {"compare-go", "compare-swap", "compare-drop"}) {
      const Rect r = rect_of(desk, name);
      CHECK(r.x > 0);
      CHECK(r.right() < width);
      CHECK(r.bottom() < height - 100);
    }
  }
}

}  // namespace
}  // namespace backprop::test
