// The views of one trace: they agree with the recording and with each other, and stay still.
#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <set>

#include "engine/trace/paths.h"
#include "engine/trace/time.h"
#include "tests/support/programs.h"
#include "tests/support/snapshots.h"
#include "tests/ui/records.h"
#include "viz/scene/numbers.h"
#include "viz/scene/view.h"

namespace backprop::test {
namespace {

using viz::View;

bool is_shown(const std::string& text, double number) {
  for (const int digits : {6, 5, 4, 3, 2, 1}) {
    if (text == viz::shown_short(number, digits)) return true;
  }
  return false;
}

/// The texts whose baselines begin inside a rectangle.
std::vector<std::string> texts_in(const Desk& desk, viz::Rect place) {
  std::vector<std::string> found;
  for (const viz::Scene& scene : desk.workbench.scenes()) {
    for (const viz::Record& record : scene.records) {
      const auto* text = std::get_if<viz::draw::Text>(&record.shape);
      if (text != nullptr && place.contains(text->baseline)) found.push_back(text->text);
    }
  }
  return found;
}

/// Whether these pieces of text follow one another.
bool shows_in_a_row(const Desk& desk, const std::vector<std::string>& pieces) {
  const std::vector<std::string> all = texts_of(desk.workbench);
  return std::search(all.begin(), all.end(), pieces.begin(), pieces.end()) != all.end();
}

TEST_CASE("the network shows biases in their neurons and targets at the loss, each to be clicked") {
  Desk desk(opened_program("two-two-two"));
  const Trace& trace = *desk.state().trace;
  desk.app.dispatch(viz::command::GoTo{{trace.step_count(), 0}});
  desk.frames();
  for (const char* name : {"b1[0]", "b1[1]", "b2[1]", "y[0]", "y[1]"}) {
    CAPTURE(name);
    const Quantity q = parse_quantity(trace, name).value();
    const std::string widget =
        "number-of:" + std::to_string(q.value) + ":" + std::to_string(q.element);
    REQUIRE(desk.workbench.find_widget(widget) != nullptr);
    const std::string number = viz::shown_short(trace.value(q.value).data[q.element], 3);
    if (name[0] == 'b')
      CHECK(desk.shows("b " + number));
    else
      CHECK(shows_in_a_row(desk, {"y", std::to_string(q.element + 1), number}));
    desk.click(widget);
    CHECK(desk.state().selection == viz::Entity::value(q.value, q.element));
  }
}

TEST_CASE("the target is that of the sample that is shown") {
  Desk desk(opened_program("xor"));
  desk.key(GLFW_KEY_END);
  for (int sample = 0; sample < 4; ++sample) {
    const bool differs = sample == 1 || sample == 2;
    CHECK(shows_in_a_row(desk, {"y", differs ? "1" : "0"}));
    if (sample < 3) desk.click("sample-next");
  }
}

TEST_CASE("tabs and the keys 1 to 4 choose the view; undo goes back") {
  Desk desk(opened_program("two-two-two"));
  CHECK(desk.state().view == View::network);
  desk.click("view-tensors");
  CHECK(desk.state().view == View::tensors);
  desk.key(GLFW_KEY_4);
  CHECK(desk.state().view == View::paths);
  desk.key(GLFW_KEY_1);
  CHECK(desk.state().view == View::network);
  desk.click("undo");
  CHECK(desk.state().view == View::paths);
}

/// Every cell of every matrix beside what a plainly mutating interpreter holds at that time.
Index check_cells(const Desk& desk, const std::map<ValueId, Held>& held) {
  Index compared = 0;
  for (const viz::Widget& widget : desk.workbench.widgets()) {
    if (!widget.grid) continue;
    const bool gradient = widget.name.starts_with("gradient:");
    const ValueId id = viz::current_value(desk.state(), widget.grid->value);
    const auto now = held.find(id);
    const bool there = now != held.end() && (!gradient || viz::has_gradient(desk.state(), id));
    CAPTURE(widget.name);
    for (Index e = 0; e < widget.grid->count; ++e) {
      const auto texts = texts_in(desk, widget.grid->rect_of(e));
      if (!there) {
        CHECK(texts.empty());
        continue;
      }
      REQUIRE(texts.size() == 1);
      const auto element = static_cast<std::size_t>(e);
      CHECK(is_shown(texts[0],
                     gradient ? now->second.gradient[element] : now->second.value[element]));
      ++compared;
    }
  }
  return compared;
}

TEST_CASE("the tensors view shows every number of the recording at every time") {
  for (const char* program : {"two-two-two", "neuron-cross-entropy"}) {
    CAPTURE(program);
    Desk desk(opened_program(program), 1920, 1080);
    const Snapshots snapshots = snapshots_of(*desk.state().trace);
    desk.key(GLFW_KEY_3);
    Index compared = 0;
    const Index end = desk.state().trace->step_count();
    for (Index t = 0; t <= end; ++t) {
      CAPTURE(t);
      compared += check_cells(desk, snapshots[static_cast<std::size_t>(t)]);
      desk.key(GLFW_KEY_SPACE);
    }
    CHECK(compared > 10 * end);
  }
}

TEST_CASE("nothing moves while time goes on, in any view") {
  for (const char* program : {"two-two-two", "xor"}) {
    for (const auto& [view, prefix] :
         {std::pair{View::network, "value:"}, {View::graph, "op:"}, {View::tensors, "tensor:"}}) {
      Desk desk(opened_program(program));
      desk.app.dispatch(viz::command::SetView{view});
      desk.frames();
      const auto before = places(desk, prefix);
      CHECK(before.size() > 5);
      desk.click("zoom-in");
      const auto larger = places(desk, prefix);
      CHECK(larger != before);
      const Index steps = desk.state().trace->backward_runs[0].end_step;
      for (Index t = 0; t < steps; ++t)
        desk.key(GLFW_KEY_SPACE);
      CHECK(places(desk, prefix) == larger);
      desk.key(GLFW_KEY_0);
      CHECK(places(desk, prefix) == before);
    }
  }
}

TEST_CASE("a cell is hovered, selected and run to like a neuron") {
  Desk desk(opened_program("two-two-two"), 1920, 1080);
  desk.key(GLFW_KEY_3);
  desk.key(GLFW_KEY_END);
  const ValueId weights = find_value(*desk.state().trace, "W2");
  const viz::Widget* matrix = desk.workbench.find_widget("gradient:" + std::to_string(weights));
  REQUIRE(matrix != nullptr);
  const viz::Vec2 cell = matrix->grid->rect_of(2).center();
  desk.click_at(cell.x, cell.y);
  CHECK(desk.state().selection == viz::Entity::value(weights, 2));
  CHECK(desk.shows("W2[1,0]"));
  desk.click_at(cell.x, cell.y);  // the second click of a double click
  const Step& step = desk.state().trace->step(desk.state().time.step - 1);
  const ValueId written =
      step.kind == StepKind::backward ? target(*desk.state().trace, step) : step.value;
  CHECK(first_version(*desk.state().trace, written) == weights);
}

TEST_CASE("the wheel zooms around the pointer, dragging moves, a plain click lets go") {
  Desk desk(opened_program("two-two-two"));
  desk.key(GLFW_KEY_3);
  const auto before = places(desk, "tensor:");
  const ValueId h = find_value(*desk.state().trace, "h");
  const std::string name = "tensor:" + std::to_string(h);
  const viz::Vec2 at = before.at(name).center();
  desk.move(at.x, at.y);
  desk.scroll(3);
  const viz::Rect larger = desk.workbench.find_widget(name)->rect;
  CHECK(larger.w > 1.3F * before.at(name).w);
  CHECK(larger.center().x == doctest::Approx(at.x).epsilon(0.002));
  CHECK(larger.center().y == doctest::Approx(at.y).epsilon(0.002));
  desk.scroll(-3);
  CHECK(desk.workbench.find_widget(name)->rect.w == doctest::Approx(before.at(name).w));
  desk.key(GLFW_KEY_0);

  const viz::Rect pane = desk.workbench.find_widget("view-paths")->rect;
  const viz::Vec2 paper{pane.x, pane.bottom() + 8};
  desk.app.dispatch(viz::command::Select{viz::Entity::value(h, 0)});
  desk.drag(paper, {paper.x + 40, paper.y + 25});
  CHECK(desk.workbench.find_widget(name)->rect.x == doctest::Approx(before.at(name).x + 40));
  CHECK(desk.workbench.find_widget(name)->rect.y == doctest::Approx(before.at(name).y + 25));
  CHECK(desk.state().selection == viz::Entity::value(h, 0));  // moving is not letting go
  desk.key(GLFW_KEY_LEFT, false, true);
  CHECK(desk.workbench.find_widget(name)->rect.x > before.at(name).x + 60);
  desk.click("zoom-fit");
  CHECK(places(desk, "tensor:") == before);
  desk.click_at(paper.x, paper.y);
  CHECK(desk.state().selection == viz::Entity{});
}

TEST_CASE("another program is seen whole; an edited one stays as it was zoomed") {
  Desk desk(opened_program("two-two-two"));
  const auto is_fitted = [&] { return !desk.workbench.find_widget("zoom-fit")->enabled; };
  CHECK(is_fitted());
  desk.click("zoom-in");
  CHECK_FALSE(is_fitted());
  desk.app.dispatch(viz::command::EditDraft{desk.state().draft + "# the same\n"});
  desk.key(GLFW_KEY_ENTER, true);
  desk.frames(3);
  CHECK_FALSE(desk.state().edited());
  CHECK_FALSE(is_fitted());
  desk.click("programs");
  desk.click("open:neuron-mse");
  desk.frames(3);
  CHECK(is_fitted());
}

/// The signed numbers in the column of products.
std::vector<double> products_on_screen(const Desk& desk) {
  std::vector<double> numbers;
  for (const std::string& text : texts_of(desk.workbench)) {
    if (text.starts_with("+") || text.starts_with("\u2212")) {
      std::string plain = text.starts_with("+") ? text.substr(1) : "-" + text.substr(3);
      if (plain.find_first_not_of("-0123456789.e") == std::string::npos)
        numbers.push_back(std::stod(plain));
    }
  }
  return numbers;
}

TEST_CASE("the paths view lists every route; the products add up to the gradient") {
  Desk desk(opened_program("two-two-two"));
  desk.click("fold-inspector");  // whose numbers would be read as well
  desk.click("fold-lesson");
  desk.key(GLFW_KEY_4);
  CHECK(desk.shows(desk.words()["paths.not_yet"]));
  CHECK(products_on_screen(desk).empty());
  desk.key(GLFW_KEY_END);
  const Trace& trace = *desk.state().trace;
  Index numbers = 0;
  for (const Parameter& parameter : trace.parameters) {
    const ValueId id = parameter.versions.front();
    for (Index e = 0; e < trace.value(id).data.size(); ++e) {
      CAPTURE(viz::element_name(trace, id, e));
      CHECK(desk.shows(viz::gradient_name(trace, id, e)));
      const auto all = paths(trace, trace.loss(), id, e, 60);
      const auto shown = products_on_screen(desk);
      const std::size_t count = all->top.size();
      REQUIRE(shown.size() == count + 2);  // the sum, and what backward() gave
      double sum = 0;
      for (std::size_t i = 0; i < count; ++i) {
        CHECK(shown[i] == doctest::Approx(all->top[i].product).epsilon(1e-5));
        if (i > 0) CHECK(std::abs(shown[i]) <= std::abs(shown[i - 1]));
        sum += shown[i];
      }
      const double gradient = gradient_at(trace, id, trace.backward_runs[0].end_step)[e];
      CHECK(sum == doctest::Approx(gradient).epsilon(1e-4));
      CHECK(shown[count + 1] == doctest::Approx(gradient).epsilon(1e-5));
      CHECK(desk.shows(desk.words()["paths.same"]));
      ++numbers;
      if (desk.workbench.find_widget("next")->enabled) desk.click("next");
    }
  }
  CHECK(numbers == 8);
  CHECK_FALSE(desk.workbench.find_widget("next")->enabled);
}

TEST_CASE("numbers that an edit makes out of date grey in the tensors and in the paths") {
  Desk desk(opened_program("two-two-two"), 1920, 1080);
  const Trace& trace = *desk.state().trace;
  desk.key(GLFW_KEY_END);
  const auto grey_numbers = [&] {
    const viz::Color faint = resources().palettes.at(desk.state().theme).faint;
    std::set<std::string> grey;
    const viz::Rect pane = desk.workbench.find_widget("view-network")->rect;
    for (const viz::Scene& scene : desk.workbench.scenes()) {
      for (const viz::Record& record : scene.records) {
        const auto* text = std::get_if<viz::draw::Text>(&record.shape);
        const bool number = text != nullptr && text->color == faint && text->baseline.x > pane.x &&
                            text->text.find_first_of("0123456789") != std::string::npos;
        if (number && text->baseline.y > pane.bottom()) grey.insert(text->text);
      }
    }
    return grey;
  };
  desk.key(GLFW_KEY_3);
  desk.app.dispatch(viz::command::EditNumber{viz::Entity::value(find_value(trace, "W2"), 0), 0.7});
  desk.frames();
  const auto grey = grey_numbers();
  const auto is_grey = [&](const char* name, Index element) {
    const double number = trace.value(find_value(trace, name)).data[element];
    return std::any_of(grey.begin(), grey.end(),
                       [&](const std::string& text) { return is_shown(text, number); });
  };
  CHECK(is_grey("o", 0));
  CHECK(is_grey("J", 0));
  CHECK_FALSE(is_grey("h", 0));
  desk.key(GLFW_KEY_4);
  const auto products = paths(trace, trace.loss(), find_value(trace, "W1"), 0, 10);
  CHECK(grey_numbers().contains(viz::shown_signed(products->top[0].product)));
  desk.app.dispatch(viz::command::RunDraft{});
  desk.frames(2);
  CHECK_FALSE(grey_numbers().contains(viz::shown_signed(products->top[0].product)));
}

TEST_CASE("a layer of many neurons is a heat map that opens into neurons, and closes") {
  const std::string text =
      "x = uniform((1, 20), -1.0, 1.0, seed=3)\nW1 = param(xavier_uniform(16, 20, seed=1))\n"
      "W2 = param(xavier_uniform(3, 16, seed=2))\nh = tanh(linear(x, W1))\nz = linear(h, W2)\n"
      "J = cross_entropy(z, [1])\nJ.backward()\n";
  Desk desk(opened_text(text));
  const Trace& trace = *desk.state().trace;
  const ValueId h = find_value(trace, "h");
  const std::string map = "dense:" + std::to_string(h);
  REQUIRE(desk.workbench.find_widget(map) != nullptr);
  CHECK(desk.workbench.find_widget("value:" + std::to_string(h) + ":0") == nullptr);
  CHECK(desk.workbench.find_widget("dense-gradient:" + std::to_string(h)) == nullptr);
  desk.key(GLFW_KEY_END);
  CHECK(desk.workbench.find_widget("dense-gradient:" + std::to_string(h)) != nullptr);

  const viz::ElementGrid grid = *desk.workbench.find_widget(map)->grid;
  REQUIRE(grid.count == 16);
  for (const Index neuron : {0, 7, 15}) {
    const viz::Vec2 at = grid.rect_of(neuron).center();
    desk.click_at(at.x, at.y);
    CHECK(desk.state().selection == viz::Entity::value(h, neuron));
    desk.key(GLFW_KEY_ESCAPE);
    desk.frames(30);  // not a double click
  }
  // The colours are those of the numbers.
  const viz::Palette& colors = resources().palettes.at(viz::Theme::light);
  bool found = false;
  for (const viz::Scene& scene : desk.workbench.scenes()) {
    for (const viz::Record& record : scene.records) {
      const auto* cells = std::get_if<viz::draw::Cells>(&record.shape);
      if (cells == nullptr || !(cells->rect == grid.rect)) continue;
      found = true;
      const Tensor& numbers = trace.value(h).data;
      for (Index i = 0; i < 16; ++i) {
        CHECK((*cells->colors)[static_cast<std::size_t>(i)] ==
              viz::heat(colors, numbers[i],
                        viz::value_strength(numbers[i], viz::largest_size(numbers))));
      }
    }
  }
  CHECK(found);
  // The weights between are a matrix whose cells are weights.
  const ValueId w2 = find_value(trace, "W2");
  const viz::Widget* weights = desk.workbench.find_widget("dense-weights:" + std::to_string(w2));
  REQUIRE(weights != nullptr);
  CHECK(weights->grid->count == 48);

  desk.click("layer:h");
  CHECK(desk.workbench.find_widget(map) == nullptr);
  CHECK(desk.workbench.find_widget("value:" + std::to_string(h) + ":15") != nullptr);
  CHECK(desk.shows("+7"));  // of 16, nine are drawn
  desk.click("layer:h");
  CHECK(desk.workbench.find_widget(map) != nullptr);
  desk.key(GLFW_KEY_Z, true);
  CHECK(desk.workbench.find_widget(map) == nullptr);
}

TEST_CASE("a layer that was opened is open in every iteration, under the same name") {
  Desk desk(
      opened_text("x = tensor([0.5, -1.0])\nW = param(uniform((16, 2), -1, 1, seed=1))\n"
                  "for t in range(3):\n    zero_grad()\n    h = tanh(W @ x)\n"
                  "    J = sum(h * h)\n    J.backward()\n    sgd(lr=0.1)\n"));
  desk.key(GLFW_KEY_1);
  CHECK(desk.shows("h \u00B7 tanh"));
  desk.click("layer:h");
  CHECK(desk.shows("+7"));  // of 16, nine are drawn
  desk.key(GLFW_KEY_END);
  desk.frames();
  CHECK(desk.shows("h \u00B7 tanh"));
  CHECK(desk.shows("+7"));
  desk.click("layer:h");
  CHECK_FALSE(desk.shows("+7"));
}

TEST_CASE("a factor leads to the step that multiplied by it") {
  Desk desk(opened_program("two-two-two"));
  desk.key(GLFW_KEY_4);
  desk.key(GLFW_KEY_END);
  std::set<Index> visited;
  for (const auto& [name, rect] : places(desk, "factor:")) {
    desk.click_at(rect.center().x, rect.center().y);
    const Step& step = desk.state().trace->step(desk.state().time.step - 1);
    CHECK(step.kind == StepKind::backward);
    visited.insert(desk.state().time.step);
  }
  CHECK(visited.size() > 5);
}

TEST_CASE("a factor says why it is that number: which op, at which value, the rule") {
  for (const viz::Language language : {viz::Language::english, viz::Language::chinese}) {
    Desk desk(opened_program("two-two-two", language));
    desk.key(GLFW_KEY_4);
    desk.key(GLFW_KEY_END);
    const Trace& trace = *desk.state().trace;
    std::set<Quantity> asked;
    for (const auto& [name, rect] : places(desk, "factor:")) {
      CAPTURE(name);
      const std::string tip = widget_of(desk, name).tooltip;
      desk.right_click_at(rect.center().x, rect.center().y);
      desk.frames();
      REQUIRE(desk.state().why.size() == 1);
      const Quantity q = desk.state().why.back();
      REQUIRE(is_local(q));
      asked.insert(q);
      // The number is the one that is listed, and its name that of the tip.
      CHECK(tip.ends_with(" = " + viz::shown_exactly(number_at(trace, q))));
      const std::string title = desk.words().format("why.title", viz::quantity_name(trace, q));
      CHECK(desk.shows(title.substr(0, 12)));
      CHECK(desk.shows("= " + viz::shown(number_at(trace, q))));
      const Quantity at{q.value, q.element};
      const std::string sentence =
          desk.words().format("why.local", trace.value(trace.step(q.through).value).op->name,
                              viz::quantity_name(trace, at), viz::shown(number_at(trace, at)));
      CHECK(desk.shows(sentence.substr(0, 12)));
      desk.key(GLFW_KEY_ESCAPE);
      CHECK(desk.state().why.empty());
    }
    CHECK(asked.size() > 5);
  }
}

TEST_CASE("paths of programs without a backward(), of a number with no path, of very many paths") {
  const auto open = [](const std::string& text) {
    viz::State state = opened_text(text);
    state.view = View::paths;
    return state;
  };
  {
    Desk none(open("x = tensor(2.0)\ny = x * x\n"));
    CHECK(none.shows("This program calls no backward()"));
  }
  {
    Desk cut(open("w = param(2.0)\nv = param(3.0)\nJ = w * w + v * 0.0\nJ.backward()\n"));
    cut.key(GLFW_KEY_END);
    cut.click("next");
    CHECK(cut.shows("One path leads from v to J"));
  }
  std::string doubling = "w = param(1.5)\nx = w\nfor t in range(40):\n    x = x * 0.5 + x * 0.5\n";
  Desk many(open(doubling + "x.backward()\n"), 1440, 900);
  many.key(GLFW_KEY_END);
  CHECK(many.shows(viz::shown_short(std::pow(2.0, 40)) + " paths lead from w to x."));
  CHECK(many.shows("the other"));
  CHECK(many.shows(many.words()["paths.same"]));
  const auto before = places(many, "path:");
  many.move(many.workbench.find_widget("view-paths")->rect.x, 400);
  many.scroll(-5);
  CHECK(places(many, "path:") != before);
}

}  // namespace
}  // namespace backprop::test
