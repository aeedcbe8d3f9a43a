// What has little room is still told apart and said in full: choices, titles, routes, notices,
// lists.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/trace/time.h"
#include "lessons/model/catalogue.h"
#include "tests/ui/desk.h"
#include "tests/ui/situations.h"
#include "viz/scene/numbers.h"
#include "viz/scene/palette.h"

namespace backprop::test {
namespace {

using viz::Language;
using viz::Rect;
using viz::Scene;

constexpr Language languages[] = {Language::english, Language::chinese};

bool is_cut(const std::string& text) {
  return text.find("\u2026") != std::string::npos;
}

/// The topmost scene with a widget whose name begins so.
const Scene& scene_with(const Desk& desk, const std::string& name) {
  const auto& scenes = desk.workbench.scenes();
  const auto found = std::find_if(scenes.rbegin(), scenes.rend(), [&](const Scene& scene) {
    return std::any_of(scene.widgets.begin(), scene.widgets.end(),
                       [&](const viz::Widget& widget) { return widget.name.starts_with(name); });
  });
  REQUIRE(found != scenes.rend());
  return *found;
}

std::vector<const viz::draw::Text*> text_records(const Scene& scene) {
  std::vector<const viz::draw::Text*> texts;
  for (const viz::Record& record : scene.records) {
    if (const auto* text = std::get_if<viz::draw::Text>(&record.shape)) texts.push_back(text);
  }
  return texts;
}

/// The lines of text in a rectangle, joined by spaces.
std::string text_in(const Scene& scene, Rect rect) {
  std::string all;
  for (const auto* text : text_records(scene)) {
    if (rect.contains(text->baseline)) all += (all.empty() ? "" : " ") + text->text;
  }
  return all;
}

TEST_CASE("the edges to choose from can be told apart") {
  std::size_t offered = 0;
  for (const char* program : {"three-layers", "iris-neuron", "logits-loss", "xor-trained"}) {
    for (const Language language : languages) {
      CAPTURE(program);
      Desk desk(opened_program(program, language), 1100, 700);
      desk.app.dispatch(viz::command::StartPractice{});
      for (int i = 0; i < 40 && desk.state().practice->ask != lessons::practice::Ask::finished;
           ++i) {
        desk.frames(2);
        if (desk.state().practice->ask == lessons::practice::Ask::pick) {
          const Scene& scene = scene_with(desk, "practice-pick:");
          std::set<std::string> shown;
          for (const viz::Widget& widget : scene.widgets) {
            if (!widget.name.starts_with("practice-pick:")) continue;
            const std::string text = text_in(scene, widget.rect);
            CAPTURE(text);
            CHECK_FALSE(is_cut(text));
            CHECK(shown.insert(text).second);
            ++offered;
          }
        }
        practise(desk.app);
      }
    }
  }
  CHECK(offered > 100);
}

TEST_CASE("two tensors have the same title only where they have the same name") {
  for (const char* program : {"xor-trained", "xor", "iris-neuron"}) {
    CAPTURE(program);
    Desk desk(opened_program(program), 1100, 700);
    desk.app.dispatch(viz::command::SetView{viz::View::tensors});
    desk.app.dispatch(viz::command::GoTo{{20, 0}});
    desk.frames();
    std::map<std::string, std::string> whole;  // by what is shown
    std::size_t cut = 0;
    for (const auto* text : text_records(scene_with(desk, "tensor:"))) {
      if (text->style != viz::TextStyle::strong) continue;
      const std::string& name = text->whole.empty() ? text->text : text->whole;
      cut += name == text->text ? 0 : 1;
      CAPTURE(name);
      CHECK(whole.emplace(text->text, name).first->second == name);
    }
    CHECK(whole.size() > 5);
    if (std::string(program) == "xor-trained") CHECK(cut > 2);
  }
}

TEST_CASE("two paths do not read alike, and dots say the whole route") {
  Desk desk(opened_program("four-hidden-layers"), 1100, 3000);
  const Trace& trace = *desk.state().trace;
  desk.app.dispatch(viz::command::SetView{viz::View::paths});
  desk.app.dispatch(viz::command::Select{viz::Entity::value(find_value(trace, "W1"), 0)});
  desk.frames();
  std::map<float, std::string> rows;
  bool dots = false;
  for (const auto* text : text_records(scene_with(desk, "path:"))) {
    if (text->style != viz::TextStyle::strong) continue;
    rows[text->baseline.y] += text->text + " ";
    if (!is_cut(text->text)) continue;
    dots = true;
    CHECK(text->whole.starts_with("W1[0,0] \u2192 a1[0] \u2192 a2["));
    CHECK(text->whole.ends_with("\u2192 J"));
  }
  std::set<std::string> differ;
  for (const auto& [y, row] : rows) {
    CAPTURE(row);
    CHECK(differ.insert(row).second);
  }
  CHECK(rows.size() > 30);
  CHECK(dots);
}

TEST_CASE("the check by differences: a whole caption, a formula, axes with names, a free curve") {
  for (const Language language : languages) {
    Desk desk(opened_program("two-two-two", language), 1000, 1300);
    const Trace& trace = *desk.state().trace;
    desk.app.dispatch(viz::command::GoTo{{trace.backward_runs[0].end_step, 0}});
    desk.app.dispatch(viz::command::Select{viz::Entity::value(find_value(trace, "W2"), 1)});
    desk.frames();
    CHECK(desk.shows(desk.words().format("inspector.check", "W2[0,1]")));
    CHECK(desk.shows(desk.words()["check.axis.relative"]));
    const Scene& scene = scene_with(desk, "check-h");
    Rect curve;
    float formula = 0;
    for (const viz::Record& record : scene.records) {
      if (const auto* math = std::get_if<viz::draw::Math>(&record.shape))
        formula = math->baseline.y;
      const auto* line = std::get_if<viz::draw::Polyline>(&record.shape);
      if (line == nullptr || line->points.size() < 30) continue;
      const auto [high, low] = std::minmax_element(line->points.begin(), line->points.end(),
                                                   [](auto a, auto b) { return a.y < b.y; });
      const float left = line->points.back().x;  // h falls
      curve = {left, high->y, line->points.front().x - left, low->y - high->y};
    }
    REQUIRE(curve.h > 20);
    CHECK(formula > 0);
    CHECK(formula < curve.y);
    std::set<std::string> around;
    for (const auto* text : text_records(scene)) {
      around.insert(text->text);
      const bool across =
          text->baseline.x + text->width > curve.x && text->baseline.x < curve.right();
      const bool down = text->baseline.y > curve.y && text->baseline.y - 9 < curve.bottom();
      CAPTURE(text->text);
      CHECK_FALSE((across && down));
    }
    for (const char* label : {"h", "1", "1e\u22128", "1e\u22126"})
      CHECK(around.count(label) == 1);
  }
}

TEST_CASE("where circles are small gradients stand where there is room for them") {
  std::string program;
  for (const char* letter : {"a", "b", "c", "d", "e", "f"}) {
    const std::string p(letter);
    program +=
        p + "1 = param(0.5)\n" + p + "2 = param(-1.5)\n" + p + " = " + p + "1 * " + p + "2\n";
  }
  Desk desk(opened_text(program + "J = (a * b + c * d + e * f) ** 2\nJ.backward()\n"), 1100, 700);
  const Trace& trace = *desk.state().trace;
  desk.app.dispatch(viz::command::GoTo{{trace.backward_runs[0].end_step, 0}});
  desk.frames();
  const auto shows_gradient = [&](const char* name) {
    const ValueId id = find_value(trace, name);
    const Scene& scene = scene_with(desk, "value:" + std::to_string(id) + ":");
    return std::any_of(scene.records.begin(), scene.records.end(), [&](const auto& record) {
      const auto* text = std::get_if<viz::draw::Text>(&record.shape);
      return text != nullptr && record.entity == viz::Entity::value(id, 0) &&
             text->text.starts_with("\u2202");
    });
  };
  for (const char* name : {"a1", "a2", "a", "b1", "c2", "d", "e1", "f2", "f"}) {
    CAPTURE(name);
    CHECK(shows_gradient(name));
  }
  CHECK(desk.shows("No layers of neurons"));
}

TEST_CASE("neurons that are written number by number are drawn as what they are") {
  Desk desk(opened_program("two-two-two-neurons"), 1100, 700);
  const Trace& trace = *desk.state().trace;
  desk.app.dispatch(viz::command::GoTo{{trace.backward_runs[0].end_step, 0}});
  desk.frames();
  const auto place = [&](const char* name) {
    return desk.workbench.find_widget("value:" + std::to_string(find_value(trace, name)) + ":0");
  };
  // Weights are lines, biases stand in neurons, targets at the loss; sums are no circles.
  for (const char* weight : {"w1", "w4", "w8"}) {
    REQUIRE(place(weight) != nullptr);
    CHECK(place(weight)->along.has_value());
  }
  const auto* target =
      desk.workbench.find_widget("number-of:" + std::to_string(find_value(trace, "y1")) + ":0");
  REQUIRE(target != nullptr);
  for (const char* neuron : {"x1", "h1", "h2", "o1"})
    REQUIRE(place(neuron) != nullptr);
  CHECK(target->rect.y > place("h2")->rect.bottom());
  CHECK(place("h1")->rect.x == place("h2")->rect.x);
  CHECK(place("x1")->rect.right() < place("h1")->rect.x);
  CHECK(place("h1")->rect.right() < place("o1")->rect.x);
  CHECK(place("zh1") == nullptr);
  CHECK_FALSE(desk.shows("No layers of neurons"));
  // A neuron's number and the gradients at it and at its weighted sum.
  for (const auto& [name, sum] : {std::pair{"h1", "zh1"}, {"h2", "zh2"}, {"o1", "zo1"}}) {
    const auto shown = [&](const char* sign, const char* value) {
      const double number =
          gradient_element_at(trace, find_value(trace, value), 0, desk.state().time.step);
      return desk.shows(sign + viz::shown_short(number, 3)) ||
             desk.shows(sign + viz::shown_short(number, 4));
    };
    CHECK(shown("\u2202 ", name));
    CHECK(shown("\u03B4 ", sum));
  }
}

TEST_CASE("only what a loss reads is the network; a step elsewhere says so") {
  Desk desk(opened_program("digits-4x4-train"), 1440, 900);
  const Trace& trace = *desk.state().trace;
  // After the first product of the six images to learn from, of the three others.
  const auto after_product_of = [&](Index images) {
    for (Index at = 0; at < trace.step_count(); ++at) {
      const Step& step = trace.step(at);
      if (step.kind != StepKind::forward || trace.value(step.value).op == nullptr) continue;
      const Value& value = trace.value(step.value);
      if (value.op->name == "linear" && value.data.shape[0] == images) return at + 1;
    }
    return Index{0};
  };
  desk.app.dispatch(viz::command::GoTo{{after_product_of(6), 0}});
  desk.frames();
  CHECK_FALSE(desk.shows("not in this picture"));
  CHECK(desk.shows("sample 1 of 6"));
  desk.app.dispatch(viz::command::GoTo{{after_product_of(3), 0}});
  desk.frames();
  CHECK(desk.shows("not in this picture"));
  CHECK(desk.shows("sample 1 of 6"));  // the picture stays
}

const viz::Widget& notice_of(Desk& desk, const std::string& cause) {
  desk.workbench.notify({{}, cause, "mend it"});
  desk.frames();
  const viz::Widget* notice = desk.workbench.find_widget("notice");
  REQUIRE(notice != nullptr);
  return *notice;
}

TEST_CASE("a long notice is broken into lines and grows upwards") {
  Desk desk(opened(), 1100, 700);
  const Rect brief = notice_of(desk, "it is damaged").rect;
  std::string cause = "/home/somebody/.config/backprop-tutor/settings.json is damaged";
  for (int i = 0; i < 14; ++i)
    cause += " and so on";
  const Rect tall = notice_of(desk, cause).rect;
  CHECK(tall.bottom() == doctest::Approx(brief.bottom()));
  CHECK(tall.h > brief.h + 30);
  const Scene& scene = scene_with(desk, "notice");
  CHECK(text_in(scene, tall) == desk.words().told({{}, cause, "mend it"}));
  for (int i = 0; i < 60; ++i)
    cause += " and so on";
  const Rect tallest = notice_of(desk, cause).rect;
  CHECK(tallest.h < brief.h + 3.5F * viz::line_height(viz::TextStyle::small));
  CHECK(text_in(scene_with(desk, "notice"), tallest).ends_with("\u2026"));
}

TEST_CASE("the menu lists every program below its chapter, and Tab reaches each") {
  for (const Language language : languages) {
    for (const auto& [width, height] : {std::pair{1100.0F, 700.0F}, std::pair{785.0F, 500.0F}}) {
      CAPTURE(width);
      Desk desk(opened_program("valley-adam", language), width, height);
      desk.click("programs");
      // The present one is in sight, and marked.
      const viz::Widget* present = desk.workbench.find_widget("open:valley-adam");
      REQUIRE(present != nullptr);
      const Scene& list = scene_with(desk, "open:");
      const auto is_mark = [&](const viz::Record& record) {
        const auto* box = std::get_if<viz::draw::Rectangle>(&record.shape);
        return box != nullptr && box->rect.contains(present->rect.center());
      };
      CHECK(std::count_if(list.records.begin(), list.records.end(), is_mark) == 1);
      std::vector<std::string> headings;
      for (const auto* text : text_records(list)) {
        if (text->style == viz::TextStyle::caption) headings.push_back(text->text);
        CHECK_FALSE(is_cut(text->text));
      }
      std::vector<std::string> titles;
      for (const auto& group :
           lessons::programs_by_chapter(lessons::catalogue(language), lessons::program_names()))
        titles.push_back(group.title.empty() ? desk.words()["file.other_programs"] : group.title);
      CHECK(headings == titles);
      std::set<std::string> reached;
      for (int i = 0; i < 120; ++i) {
        desk.key(GLFW_KEY_TAB);
        const viz::Widget* focused = desk.workbench.find_widget(desk.workbench.focused());
        CAPTURE(desk.workbench.focused());
        REQUIRE(focused != nullptr);  // scrolled to
        CHECK(focused->rect.h >= 20);
        reached.insert(focused->name);
      }
      for (const std::string& name : lessons::program_names())
        CHECK(reached.count("open:" + name) == 1);
    }
  }
}

TEST_CASE("the list of keys is whole in the smallest window") {
  for (const Language language : languages) {
    Desk desk(opened("4.2", language), 785, 500);
    desk.key(GLFW_KEY_F1);
    std::string all;
    const auto read = [&] {
      const auto& scene = desk.workbench.scenes().back();
      const Rect& area = desk.workbench.clips().back();
      for (const auto* text : text_records(scene)) {
        CHECK_FALSE(is_cut(text->text));
        CHECK(text->baseline.x + text->width <= area.right() + 1);
        const bool in_sight =
            text->baseline.y - 10 >= area.y && text->baseline.y + 3 <= area.bottom();
        if (in_sight) all += text->text + "\n";
      }
    };
    read();
    for (int i = 0; i < 30; ++i) {
      desk.key(GLFW_KEY_DOWN);
      read();
    }
    for (const char* row : {"forward", "cells", "chapters", "help"}) {
      const std::string& words = desk.words()[std::string("keys.") + row];
      CAPTURE(words);
      CHECK(all.find(words.substr(0, words.find(' '))) != std::string::npos);
    }
  }
}

}  // namespace
}  // namespace backprop::test
