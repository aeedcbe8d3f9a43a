// The activation lab driven by hand: opened and left, functions chosen and typed, the point
// dragged, numbers edited, programs opened.
#include <doctest/doctest.h>

#include <cmath>

#include "tests/ui/desk.h"
#include "tests/ui/records.h"
#include "viz/app/lab_functions.h"
#include "viz/scene/number_field.h"

namespace backprop::test {
namespace {

using namespace viz;

Desk desk_in_lab(Language language = Language::english) {
  State state = opened_program("two-two-two", language);
  state.lab = Lab::activations;
  return Desk(std::move(state));
}

/// Frames until the stacks of layers are worked out; how many.
int settle(Desk& desk) {
  int frames = 1;
  while (desk.frames().next_frame_in == 0)
    REQUIRE(++frames < 500);
  return frames;
}

const ActivationLab& lab_of(const Desk& desk) {
  return desk.state().activations;
}

/// Whether a line of any scene goes through the place.
bool line_meets(const Desk& desk, Vec2 place, Color color) {
  for (const Scene& scene : desk.workbench.scenes()) {
    for (const Record& record : scene.records) {
      const auto* line = std::get_if<draw::Polyline>(&record.shape);
      if (line == nullptr || !(line->color == color)) continue;
      for (const Vec2& point : line->points) {
        if (std::hypot(point.x - place.x, point.y - place.y) < 3) return true;
      }
    }
  }
  return false;
}

/// The point that is dragged: the only circle of its size in the plot.
Vec2 point_in_plot(const Desk& desk) {
  const Rect plot = widget_of(desk, lab_plot_widget).rect;
  for (const Scene& scene : desk.workbench.scenes()) {
    for (const Record& record : scene.records) {
      const auto* circle = std::get_if<draw::Circle>(&record.shape);
      if (circle != nullptr && circle->radius == 6 && plot.contains(circle->center))
        return circle->center;
    }
  }
  FAIL("there is no point");
  return {};
}

TEST_CASE("the lab opens from the header and by key, and Esc leads back to where one was") {
  Desk desk(opened_program("two-two-two"));
  desk.app.dispatch(command::GoTo{{5, 0}});
  desk.key(GLFW_KEY_A);
  desk.click("open-lab:activations");
  CHECK(desk.state().lab == Lab::activations);
  CHECK(desk.shows(desk.words()["lab.gradient"]));
  CHECK(desk.workbench.find_widget("view-network") == nullptr);
  desk.key(GLFW_KEY_SPACE);  // keys of the recording do nothing here
  CHECK(desk.state().time.step == 5);
  desk.key(GLFW_KEY_ESCAPE);
  CHECK(desk.state().lab == Lab::none);
  CHECK(desk.workbench.find_widget("view-network") != nullptr);
  desk.key(GLFW_KEY_Z, true);
  CHECK(desk.state().lab == Lab::activations);
  desk.click("lab-leave");
  CHECK(desk.state().lab == Lab::none);
  CHECK(desk.state().time.step == 5);
}

TEST_CASE("chips choose functions; curves of all that are shown are drawn and read") {
  Desk desk = desk_in_lab();
  desk.click("lab-pick:relu");
  CHECK(lab_of(desk).chosen == "relu");
  CHECK(lab_of(desk).shown.size() == 2);
  const Rect plot = widget_of(desk, lab_plot_widget).rect;
  desk.move(plot.x + plot.w * 0.75F, plot.center().y);  // x = 3
  CHECK(desk.shows("0.952"));                           // sigmoid(3)
  CHECK(desk.shows("Kinks"));
  desk.click("lab-alone");
  CHECK(lab_of(desk).shown == std::vector<std::string>{"relu"});
  desk.app.dispatch(command::EditLabNumber{{LabNumber::Kind::x}, 3});
  desk.frames();
  CHECK(line_meets(desk, point_in_plot(desk), colors_of(desk).forward));
  CHECK_FALSE(line_meets(desk, point_in_plot(desk), colors_of(desk).backward));
  desk.click("lab-second");
  CHECK(lab_of(desk).second);
}

TEST_CASE("the point is dragged along the curve, and one undo takes the drag back") {
  Desk desk = desk_in_lab();
  const Rect plot = widget_of(desk, lab_plot_widget).rect;
  const Vec2 from = point_in_plot(desk);
  desk.drag(from, {plot.x + plot.w * 0.25F, from.y});
  CHECK(lab_of(desk).x == doctest::Approx(-3).epsilon(0.02));
  CHECK(point_in_plot(desk).x == doctest::Approx(plot.x + plot.w * 0.25F).epsilon(0.005));
  const double dragged = lab_of(desk).x;
  desk.key(GLFW_KEY_RIGHT);
  CHECK(lab_of(desk).x > dragged);
  desk.key(GLFW_KEY_Z, true);
  CHECK(lab_of(desk).x == dragged);
  desk.key(GLFW_KEY_Z, true);
  CHECK(lab_of(desk).x == ActivationLab{}.x);
}

TEST_CASE("wheel, keys and buttons change the range; the place under the pointer stays") {
  Desk desk = desk_in_lab();
  const Rect plot = widget_of(desk, lab_plot_widget).rect;
  const Vec2 at{plot.x + plot.w * 0.75F, plot.center().y};
  desk.move(at.x, at.y);
  desk.scroll(2);
  const double width = lab_of(desk).high - lab_of(desk).low;
  CHECK(width == doctest::Approx(12 / 1.25 / 1.25));
  CHECK(lab_of(desk).low + 0.75 * width == doctest::Approx(3).epsilon(1e-3));
  desk.key(GLFW_KEY_MINUS);
  CHECK(lab_of(desk).high - lab_of(desk).low == doctest::Approx(width * 1.25));
  desk.key(GLFW_KEY_RIGHT, false, true);
  CHECK(lab_of(desk).low > -3);
  desk.click("lab-left");
  desk.click("lab-fit");
  CHECK(lab_of(desk).low == -6);
  CHECK(lab_of(desk).high == 6);
}

TEST_CASE("a function is typed: an error stands below, the last good one stays, then it is shown") {
  Desk desk = desk_in_lab();
  desk.click(lab_text_widget);
  desk.frames(3);
  CHECK(lab_of(desk).chosen == mine);
  desk.key(GLFW_KEY_A, true);  // all of it
  desk.type("def f(x): return x * x * ");
  CHECK(lab_of(desk).typed == "def f(x): return x * x * ");
  CHECK(lab_of(desk).good == ActivationLab{}.good);
  CHECK(desk.shows("Line 1"));
  desk.type("x");
  CHECK(lab_of(desk).good == "def f(x): return x * x * x");
  CHECK_FALSE(desk.shows("Line 1"));
  CHECK(desk.shows("f\u2032 checked at 1001 points"));
  desk.key(GLFW_KEY_ESCAPE);
  CHECK(desk.state().lab == Lab::activations);  // only the field is left
  desk.key(GLFW_KEY_ESCAPE);
  CHECK(desk.state().lab == Lab::none);
}

TEST_CASE("parameters and the neuron's numbers are edited; what follows is computed anew") {
  Desk desk = desk_in_lab();
  desk.click("lab-pick:leaky_relu");
  const Rect track = widget_of(desk, "lab-slide:negative_slope").rect;
  desk.drag(track.center(), {track.right() - 1, track.center().y});
  const LabNumber slope{LabNumber::Kind::parameter, 0, "leaky_relu", "negative_slope"};
  CHECK(*number_in(lab_of(desk), slope) > 1.9);
  desk.key(GLFW_KEY_Z, true);
  CHECK(*number_in(lab_of(desk), slope) == 0.01);
  CHECK(desk.after("z") == "1.26");
  point_at(desk, "lab-w0");
  desk.scroll(1);
  CHECK(lab_of(desk).weights[0] == 1.5);
  desk.frames();
  CHECK(desk.after("z") == "1.32");
  CHECK(desk.after("a") == "1.32");
  desk.click("lab-b");
  desk.frames(2);
  desk.type("-2.32");
  desk.key(GLFW_KEY_ENTER);
  CHECK(lab_of(desk).bias == -2.32);
  CHECK(desk.after("a") == "\u22120.01");
}

TEST_CASE("the neuron opens as a trace, with the typed function in its program") {
  Desk desk = desk_in_lab();
  desk.click("lab-pick:mine");
  desk.click("lab-trace");
  desk.app.work_to_end();
  desk.frames(2);
  CHECK(desk.state().lab == Lab::none);
  CHECK_FALSE(desk.state().error);
  CHECK(desk.state().trace->program.starts_with("def f(x)"));
  CHECK(find_value(*desk.state().trace, "a") != no_value);
  CHECK(desk.workbench.find_widget("view-network") != nullptr);
}

TEST_CASE("the chosen function goes into the open program, which waits to be run") {
  Desk desk = desk_in_lab();
  const std::string before = desk.state().draft;
  desk.click("lab-pick:mine");
  desk.click("lab-use");
  CHECK(desk.state().lab == Lab::none);
  CHECK(desk.state().draft.find("def f(x): return x * sigmoid(1.702 * x)\n") != std::string::npos);
  CHECK(desk.state().draft.find("= f(") != std::string::npos);
  CHECK(desk.state().trace->program == before);
  CHECK_FALSE(desk.state().running);
  CHECK(desk.shows("def f(x): return x * sigmoid(1.702 * x)"));
  desk.key(GLFW_KEY_Z, true);
  CHECK(desk.state().draft == before);
  desk.key(GLFW_KEY_Y, true);
  CHECK(desk.state().draft != before);
  desk.click("run");
  desk.app.work_to_end();
  desk.frames(2);
  CHECK_FALSE(desk.state().error);
  CHECK(desk.state().trace->program == desk.state().draft);
  CHECK(desk.state().trace->program != before);

  desk.app.dispatch(command::EditDraft{"x = tensor(2)\n"});
  desk.app.dispatch(command::OpenLab{Lab::activations});
  desk.frames(2);
  desk.click("lab-use");
  CHECK(desk.shows("this program calls no activation function"));
  CHECK(desk.state().lab == Lab::activations);
  CHECK(desk.state().draft == "x = tensor(2)\n");
}

TEST_CASE("the stack of layers is set, says what happens, and a layer opens a small one") {
  Desk desk = desk_in_lab();
  const Strings& words = desk.words();
  settle(desk);
  CHECK(desk.shows(words["lab.verdict.vanishing"]));
  desk.click("lab-pick:relu");
  desk.click("lab-start:kaiming");
  CHECK(lab_of(desk).depth.start == DepthStart::kaiming);
  settle(desk);
  CHECK(desk.shows(words["lab.verdict.healthy"]));
  CHECK(desk.shows(words["lab.verdict.vanishing"]));  // of the sigmoid, beside it
  desk.click("lab-start:large");
  settle(desk);
  CHECK(desk.shows(words["lab.verdict.exploding"]));
  CHECK(desk.workbench.find_widget("lab-layer:relu:20") != nullptr);
  point_at(desk, "lab-layer:relu:3");
  CHECK(desk.workbench.tooltip().find("layer 3") != std::string::npos);
  desk.click("lab-layer:relu:3");
  desk.app.work_to_end();
  desk.frames(2);
  CHECK_FALSE(desk.state().error);
  CHECK(find_value(*desk.state().trace, "z3") != no_value);
  CHECK(find_value(*desk.state().trace, "z4") == no_value);
}

TEST_CASE("each layer's saturated and dead neurons stand as bars in its column") {
  Desk desk = desk_in_lab();
  desk.click("lab-pick:relu");
  desk.click("lab-pick:sigmoid");  // away
  settle(desk);
  CHECK(desk.shows("spread of a"));
  int some = 0;
  for (int layer = 1; layer <= 20; ++layer) {
    const Widget& place = widget_of(desk, "lab-layer:relu:" + std::to_string(layer));
    const std::string tip = place.tooltip;  // "...; saturated 54 %, dead neurons 12 %"
    const double dead = std::stod(tip.substr(tip.find("dead neurons ") + 13)) / 100;
    const double saturated = std::stod(tip.substr(tip.find("saturated ") + 10)) / 100;
    float heights[2] = {0, 0};
    for (const Record& record : records_in(desk, place.name)) {
      const auto* bar = std::get_if<draw::Rectangle>(&record.shape);
      if (bar == nullptr || std::abs(bar->rect.x - place.rect.x) > 0.1F) continue;
      const Color light = mix(colors_of(desk).card, colors_of(desk).negative, 0.45F);
      if (bar->fill == light) heights[0] = bar->rect.h;
      if (bar->fill == colors_of(desk).ink) heights[1] = bar->rect.h;
    }
    REQUIRE(heights[0] > 0);
    CHECK(heights[1] / heights[0] == doctest::Approx(dead / saturated).epsilon(0.05));
    some += dead > 0.05 ? 1 : 0;
  }
  CHECK(some > 5);
}

TEST_CASE("a lesson opens the lab with its settings, in Chinese, too") {
  Desk desk(opened("2.1", Language::chinese));
  desk.show_answers();
  const std::string button = "lab:activation-lab";
  for (int i = 0; i < 100 && desk.workbench.find_widget(button) == nullptr; ++i) {
    desk.workbench.scroll_lesson(300.0F * static_cast<float>(i));
    desk.frames();
  }
  desk.click(button);
  CHECK(desk.state().lab == Lab::activations);
  CHECK(lab_of(desk).shown == std::vector<std::string>{"relu", "sigmoid"});
  settle(desk);
  CHECK(desk.shows("\u68AF\u5EA6\u6D88\u5931"));  // of the sigmoid
}

TEST_CASE("a deep stack is worked out over many frames, the picture before it veiled until then") {
  State state = opened();
  state.lab = Lab::activations;
  state.activations.depth.depth = most_depth;
  state.activations.depth.width = most_width;
  Desk desk(std::move(state));
  const auto veils = [&] {
    const viz::Color veil = viz::faded(colors_of(desk).card, 0.6F);
    int count = 0;
    for (const viz::Record& record : records_in(desk, "lab-seed")) {
      const auto* rectangle = std::get_if<viz::draw::Rectangle>(&record.shape);
      count += rectangle != nullptr && rectangle->fill == veil ? 1 : 0;
    }
    return count;
  };
  const auto tip = [&] { return widget_of(desk, "lab-layer:sigmoid:1").tooltip; };
  settle(desk);
  CHECK(veils() == 0);
  const std::string before = tip();
  desk.app.dispatch(viz::command::EditLabNumber{{LabNumber::Kind::seed}, 7});
  CHECK(desk.frames().next_frame_in == 0);
  CHECK(veils() == 1);
  CHECK(tip() == before);
  CHECK(settle(desk) > 5);
  CHECK(veils() == 0);
  CHECK(tip() != before);
}

TEST_CASE("where a function has no finite value, the reason is told in both languages") {
  for (const Language language : {Language::english, Language::chinese}) {
    Desk desk = desk_in_lab(language);
    desk.app.dispatch(viz::command::PickFunction{mine});
    for (const auto& [formula, cause] : {std::pair{"1 / x", "division"},
                                         {"log(x)", "log-negative"},
                                         {"sqrt(x)", "root"},
                                         {"x ** 0.5 + 1", "power"},
                                         {"exp(exp(exp(x)))", "large"}}) {
      CAPTURE(formula);
      desk.app.dispatch(viz::command::TypeFunction{std::string("def f(x): return ") + formula});
      desk.frames();
      const std::string why = desk.words()[std::string("lab.cause.") + cause];
      std::string words, all;  // lines may break anywhere
      for (const char c : why)
        words += c == ' ' || c == '{' || c == '}' ? "" : std::string(1, c);
      for (const std::string& text : texts_of(desk.workbench)) {
        for (const char c : text)
          all += c == ' ' ? "" : std::string(1, c);
      }
      CHECK(all.find(words) != std::string::npos);
    }
  }
}

}  // namespace
}  // namespace backprop::test
