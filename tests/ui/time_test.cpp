// What the window shows at every time is what a plainly mutating interpreter holds then, whichever
// way one gets there: forward, back, or by a jump.
#include "engine/trace/time.h"

#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <set>

#include "tests/support/programs.h"
#include "tests/support/snapshots.h"
#include "tests/ui/desk.h"
#include "viz/scene/numbers.h"
#include "viz/scene/view.h"

namespace backprop::test {
namespace {

constexpr const char* gradient_sign = "\u2202 ";
constexpr const char* delta_sign = "\u03B4 ";

/// Four significant digits, or fewer where a neuron has no room for them.
bool is_shown(const std::string& text, double number) {
  return text == viz::shown_short(number) || text == viz::shown_short(number, 3) ||
         text == viz::shown_short(number, 2);
}

/// Compares a window's numbers with the snapshots of its program.
class Comparison {
 public:
  explicit Comparison(const std::string& program)
      : desk(opened_program(program)), snapshots_(snapshots_of(*desk.state().trace)) {}

  void check_now() {
    CAPTURE(desk.state().time.step);
    seen_values_.clear();
    seen_gradients_.clear();
    for (const viz::Scene& scene : desk.workbench.scenes()) {
      for (const viz::Record& record : scene.records)
        check_record(record);
    }
    check_nothing_missing();
    check_accumulation();
  }

  Desk desk;
  Index compared = 0;

 private:
  const std::map<ValueId, Held>& now() const {
    return snapshots_[static_cast<std::size_t>(desk.state().time.step)];
  }
  const Trace& trace() const { return *desk.state().trace; }

  /// Numbers on neurons and weights carry what they are numbers of.
  void check_record(const viz::Record& record) {
    const auto* text = std::get_if<viz::draw::Text>(&record.shape);
    if (text == nullptr || record.entity.kind != viz::Entity::Kind::value) return;
    if (text->style != viz::TextStyle::small) return;
    const ValueId id = viz::current_value(desk.state(), record.entity.id);
    const auto held = now().find(id);
    const auto element = static_cast<std::size_t>(record.entity.index);
    const bool gradient =
        text->text.starts_with(gradient_sign) || text->text.starts_with(delta_sign);
    CAPTURE(text->text);
    CAPTURE(viz::element_name(trace(), id, record.entity.index));
    REQUIRE(held != now().end());
    const std::size_t space = text->text.find(' ');
    const std::string number =
        space == std::string::npos ? text->text : text->text.substr(space + 1);
    CHECK(
        is_shown(number, gradient ? held->second.gradient[element] : held->second.value[element]));
    (gradient ? seen_gradients_ : seen_values_).insert({record.entity.id, record.entity.index});
    ++compared;
  }

  /// Every neuron whose output is there shows it, and the gradient once any of it has arrived.
  void check_nothing_missing() const {
    for (const viz::Widget& widget : desk.workbench.widgets()) {
      if (widget.along || !widget.name.starts_with("value:")) continue;
      const viz::Entity& entity = widget.entity;
      const ValueId id = viz::current_value(desk.state(), entity.id);
      CAPTURE(widget.name);
      if (!now().contains(id)) continue;
      CHECK(seen_values_.contains({entity.id, entity.index}));
      if (contribution_count(trace(), id, desk.state().time.step) > 0) {
        CHECK(seen_gradients_.contains({entity.id, entity.index}));
      }
    }
  }

  /// The inspector's "before" and "after" are the gradient one step ago and now.
  void check_accumulation() {
    const auto at = viz::current_step(desk.state());
    if (!at || desk.state().time.term > 0 || trace().step(*at).kind != StepKind::backward) return;
    const ValueId into = target(trace(), trace().step(*at));
    const auto element = static_cast<std::size_t>(viz::focus_element(desk.state(), *at));
    const auto held = [&](Index time) {
      return snapshots_[static_cast<std::size_t>(time)].at(into).gradient[element];
    };
    CHECK(desk.after(desk.words()["inspector.before"]) == viz::shown_signed(held(*at)));
    CHECK(desk.after(desk.words()["inspector.after"]) == viz::shown_signed(held(*at + 1)));
    ++compared;
  }

  Snapshots snapshots_;
  std::set<std::pair<ValueId, Index>> seen_values_;
  std::set<std::pair<ValueId, Index>> seen_gradients_;
};

TEST_CASE("the window shows the state at every time: forward, back and by jumps") {
  for (const NamedProgram& program : core_programs()) {
    CAPTURE(program.name);
    Comparison comparison(program.name);
    Desk& desk = comparison.desk;
    const Index end = desk.state().trace->step_count();
    for (Index t = 0; t <= end; ++t) {
      REQUIRE(desk.state().time == Time{t, 0});
      comparison.check_now();
      desk.key(GLFW_KEY_SPACE);
    }
    REQUIRE(desk.state().time == Time{end, 0});  // a step beyond the end goes nowhere
    for (Index t = end; t >= 0; --t) {
      REQUIRE(desk.state().time == Time{t, 0});
      comparison.check_now();
      desk.key(GLFW_KEY_BACKSPACE);
    }
    REQUIRE(desk.state().time == Time{0, 0});
    std::mt19937 random(7);
    const viz::Widget* bar = desk.workbench.find_widget("timeline");
    REQUIRE(bar != nullptr);
    const viz::Rect rect = bar->rect;
    std::set<Index> visited;
    for (int i = 0; i < 40; ++i) {
      const float x = rect.x + rect.w * static_cast<float>(random() % 1000) / 1000;
      desk.click_at(x, rect.center().y);
      visited.insert(desk.state().time.step);
      comparison.check_now();
    }
    CHECK(visited.size() > 10);
    CHECK(comparison.compared > 10 * end);
  }
}

TEST_CASE("the four sizes of steps visit the same times forward and back, by keys") {
  Desk desk(opened_program("two-two-two"));
  for (const char* size : {"term", "step", "layer", "phase"}) {
    desk.click(std::string("size-") + size);
    desk.key(GLFW_KEY_HOME);
    std::vector<Time> times{desk.state().time};
    while (desk.state().time.step < desk.state().trace->step_count()) {
      desk.key(GLFW_KEY_RIGHT);
      REQUIRE(desk.state().time > times.back());
      times.push_back(desk.state().time);
    }
    CHECK(times.size() > 3);
    while (!times.empty()) {
      CHECK(desk.state().time == times.back());
      times.pop_back();
      desk.key(GLFW_KEY_LEFT);
    }
    CHECK(desk.state().time == Time{});
  }
}

TEST_CASE("up and down change the size of steps; Home, End and the buttons go to the ends") {
  Desk desk(opened());
  CHECK(desk.state().step_size == StepSize::step);
  desk.key(GLFW_KEY_UP);
  CHECK(desk.state().step_size == StepSize::layer);
  for (int i = 0; i < 3; ++i)
    desk.key(GLFW_KEY_DOWN);
  CHECK(desk.state().step_size == StepSize::term);
  desk.key(GLFW_KEY_END);
  CHECK(desk.state().time.step == desk.state().trace->step_count());
  desk.key(GLFW_KEY_HOME);
  CHECK(desk.state().time == Time{});
  desk.click("go-end");
  CHECK(desk.state().time.step == desk.state().trace->step_count());
  desk.click("step-back");
  desk.click("go-start");
  CHECK(desk.state().time == Time{});
  desk.key(GLFW_KEY_UP);
  desk.click("step-forward");
  CHECK(desk.state().time == Time{1, 0});
}

TEST_CASE("playing steps by itself and stops at the end; Esc stops it before") {
  Desk desk(opened());
  desk.key(GLFW_KEY_P);
  REQUIRE(desk.state().playing);
  desk.frames(60 * 2);
  CHECK(desk.state().time.step >= 2);
  desk.key(GLFW_KEY_ESCAPE);
  CHECK_FALSE(desk.state().playing);
  const Time stopped = desk.state().time;
  desk.frames(120);
  CHECK(desk.state().time == stopped);
  desk.click("play");
  desk.frames(60 * 20);
  CHECK_FALSE(desk.state().playing);
  CHECK(desk.state().time.step == desk.state().trace->step_count());
}

TEST_CASE(
    "a double click runs to the next step that writes what is clicked; a code line likewise") {
  Desk desk(opened_program("two-two-two"));
  const Trace& trace = *desk.state().trace;
  desk.click("line:4");  // W1 = param(...)
  REQUIRE(desk.state().time.step > 0);
  CHECK(trace.step(desk.state().time.step - 1).line == 4);
  const ValueId h = find_value(trace, "h");
  REQUIRE(h != no_value);
  const std::string neuron = "value:" + std::to_string(h) + ":1";
  desk.click(neuron, 2);
  CHECK(desk.state().time.step - 1 == trace.value(h).made_by);
  desk.frames(60);  // the next click is not this one's third
  desk.click(neuron, 2);
  const Step& step = trace.step(desk.state().time.step - 1);
  CHECK(step.kind == StepKind::backward);
  CHECK(target(trace, step) == h);
}

/// How long the arrows on the network's edges are, all together.
float arrows(const Desk& desk) {
  const viz::Palette& colors = resources().palettes.at(desk.state().theme);
  float length = 0;
  for (const viz::Scene& scene : desk.workbench.scenes()) {
    for (const viz::Record& record : scene.records) {
      const auto* line = std::get_if<viz::draw::Line>(&record.shape);
      if (line == nullptr || !(line->color == viz::faded(colors.forward, 0.85F))) continue;
      length += std::hypot(line->to.x - line->from.x, line->to.y - line->from.y);
    }
  }
  return length;
}

TEST_CASE("an edge fills as the number arrives, then the window is still; or it is there at once") {
  Desk desk(opened_program("two-two-two"));
  while (arrows(desk) == 0)
    desk.key(GLFW_KEY_SPACE);
  desk.key(GLFW_KEY_BACKSPACE);
  desk.frames(30);
  desk.platform.press_key(GLFW_KEY_SPACE);
  CHECK(desk.frames().next_frame_in == 0);
  desk.platform.release_key(GLFW_KEY_SPACE);
  const float beginning = arrows(desk);
  desk.frames(8);
  const float under_way = arrows(desk);
  desk.frames(30);
  const float arrived = arrows(desk);
  CHECK(beginning > 0);
  CHECK(under_way > 1.5F * beginning);
  CHECK(arrived > under_way);
  CHECK(std::isinf(desk.frames().next_frame_in));

  viz::Settings settings;
  settings.preferences.reduced_motion = true;
  desk.workbench.apply(settings);
  desk.key(GLFW_KEY_BACKSPACE);
  desk.platform.press_key(GLFW_KEY_SPACE);
  desk.frames();
  desk.platform.release_key(GLFW_KEY_SPACE);
  CHECK(arrows(desk) == doctest::Approx(arrived));
}

}  // namespace
}  // namespace backprop::test
