// Plots and figures of chapters, read from their draw records: inside their column, words beside
// words, and what they tell of the numbers.
#include "viz/scene/plot_scene.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "engine/program/interpreter.h"
#include "lessons/model/catalogue.h"
#include "tests/ui/desk.h"
#include "viz/scene/cut.h"
#include "viz/scene/figure_scene.h"
#include "viz/scene/lesson_things.h"
#include "viz/scene/plot_frame.h"
#include "viz/scene/plot_player.h"

namespace backprop::test {
namespace {

using namespace viz;

Look look_in(Language language) {
  return {resources().palettes.at(Theme::light),
          resources().words.at(language),
          *resources().glyphs,
          {}};
}

Rect box_of(const draw::Text& text) {
  const float px = font_of(text.style).px;
  return {text.baseline.x, text.baseline.y - 0.75F * px, text.width, 0.95F * px};
}

bool overlap(const Rect& a, const Rect& b) {
  return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

std::vector<draw::Text> words_of(const Scene& scene) {
  std::vector<draw::Text> words;
  for (const Record& record : scene.records) {
    if (const auto* text = std::get_if<draw::Text>(&record.shape)) words.push_back(*text);
  }
  return words;
}

void check_words_apart(const Scene& scene) {
  const auto words = words_of(scene);
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (std::size_t k = i + 1; k < words.size(); ++k) {
      CAPTURE(words[i].text);
      CAPTURE(words[k].text);
      CHECK_FALSE(overlap(box_of(words[i]), box_of(words[k])));
    }
  }
}

void check_inside(const Scene& scene, const Rect& frame) {
  const Rect all = inset(frame, -1, -1);
  for (const Record& record : scene.records) {
    if (const auto* text = std::get_if<draw::Text>(&record.shape)) {
      CAPTURE(text->text);
      const Rect box = box_of(*text);
      CHECK(box.x >= all.x);
      CHECK(box.right() <= all.right());
      CHECK(box.y >= all.y);
      CHECK(box.bottom() <= all.bottom());
    }
    if (const auto* line = std::get_if<draw::Polyline>(&record.shape)) {
      for (const Vec2& point : line->points)
        CHECK(all.contains(point));
    }
    if (const auto* box = std::get_if<draw::Rectangle>(&record.shape)) {
      CHECK(box->rect.x >= all.x);
      CHECK(box->rect.right() <= all.right());
    }
  }
}

/// Calls it for every chapter in both languages.
template <class Visit>
void each_chapter(const Visit& visit) {
  for (const Language language : {Language::english, Language::chinese}) {
    const auto ids = lessons::list_lessons();
    REQUIRE(ids.ok());
    for (const std::string& id : ids.value()) {
      CAPTURE(id);
      const auto content = load_lesson_content(id, language);
      REQUIRE(content.ok());
      State state;
      state.language = language;
      visit(content.value(), state);
    }
  }
}

TEST_CASE("plots of all chapters stay in their column, and no words stand on words") {
  int plots = 0;
  each_chapter([&](const LessonContent& content, const State& state) {
    LessonThings things;
    for (std::size_t i = 0; i < content.lesson.blocks.size(); ++i) {
      if (!std::holds_alternative<lessons::Plot>(content.lesson.blocks[i].is)) continue;
      CAPTURE(content.lesson.blocks[i].id);
      const auto& data = things.plot(content, state, i);
      REQUIRE_MESSAGE(data.ok(), (data ? "" : data.error().cause));
      CHECK(&data == &things.plot(content, state, i));
      for (const float width : {268.0F, 316.0F, 460.0F}) {
        CAPTURE(width);
        const Look look = look_in(state.language);
        Builder b(look);
        const float bottom = plot_scene(b, data.value(), {30, 50}, width, "plot");
        check_inside(b.scene, {30, 50, width, bottom - 50});
        check_words_apart(b.scene);
        CHECK(b.scene.widgets.size() > 4);
        for (const Widget& widget : b.scene.widgets) {
          CHECK_FALSE(widget.tooltip.empty());
          CHECK_FALSE(widget.focusable);
        }
      }
      ++plots;
    }
  });
  CHECK(plots > 20);
}

/// The corners of all lines of a scene.
std::size_t corners_of(const Scene& scene) {
  std::size_t count = 0;
  for (const Record& record : scene.records) {
    if (const auto* line = std::get_if<draw::Polyline>(&record.shape)) count += line->points.size();
  }
  return count;
}

TEST_CASE(
    "of runs so many updates are shown as have been made; all of them are the whole diagram") {
  int moving = 0;
  each_chapter([&](const LessonContent& content, const State& state) {
    if (state.language != Language::english) return;
    LessonThings things;
    for (std::size_t i = 0; i < content.lesson.blocks.size(); ++i) {
      if (!std::holds_alternative<lessons::Plot>(content.lesson.blocks[i].is)) continue;
      CAPTURE(content.lesson.blocks[i].id);
      const auto& data = things.plot(content, state, i).value();
      const int all = updates_of(data);
      if (all < 2 || data.kind == lessons::Plot::Kind::curve) continue;
      const Look look = look_in(state.language);
      const auto corners = [&](auto... updates) {
        Builder b(look);
        plot_scene(b, data, {30, 50}, 460, "plot", updates...);
        return corners_of(b.scene);
      };
      CHECK(corners(all) == corners());
      CHECK(corners(0) < corners(1));
      CHECK(corners(all / 2) < corners(all));
      ++moving;
    }
  });
  CHECK(moving > 5);
}

TEST_CASE("what is made of a line: the start, and a place for each update") {
  const std::vector<int> places{7, 8, 9};
  CHECK(made_by(places, 0).size() == 1);
  CHECK(made_by(places, 1).back() == 8);
  CHECK(made_by(places, 2).size() == 3);
  CHECK(made_by(places, 50).size() == 3);
  CHECK(made_by(std::vector<int>{}, 3).empty());
}

TEST_CASE("figures of all chapters stay in their frame, and nothing in them can be clicked") {
  int figures = 0;
  each_chapter([&](const LessonContent& content, const State& state) {
    LessonThings things;
    for (std::size_t i = 0; i < content.lesson.blocks.size(); ++i) {
      if (!std::holds_alternative<lessons::Figure>(content.lesson.blocks[i].is)) continue;
      CAPTURE(content.lesson.blocks[i].id);
      auto& model = things.figure(content, state, i);
      REQUIRE_MESSAGE(model.ok(), (model ? "" : model.error().cause));
      for (const float width : {268.0F, 412.0F}) {
        const Look look = look_in(state.language);
        Builder b(look);
        const Rect frame{30, 50, width, model.value().height(width)};
        model.value().paint(b, frame, state.language, state.theme);
        check_inside(b.scene, frame);
        CHECK(b.scene.widgets.empty());
        CHECK(b.scene.records.size() > 8);
      }
      ++figures;
    }
  });
  CHECK(figures > 10);
}

TEST_CASE("a plot answers to the learner's own run, and is made once for each text") {
  const auto content = load_lesson_content("3.1", Language::english);
  REQUIRE(content.ok());
  const auto& blocks = content.value().lesson.blocks;
  const auto found = std::find_if(blocks.begin(), blocks.end(),
                                  [](const lessons::Block& b) { return b.id == "bowl-path"; });
  REQUIRE(found != blocks.end());
  const auto index = static_cast<std::size_t>(found - blocks.begin());
  LessonThings things;
  State state;
  const double shipped = things.plot(content.value(), state, index).value().lines[0].path[1].x;
  CHECK(shipped == doctest::Approx(0.6));
  state.program_name = state.ran_name = "bowl";
  std::string text = content.value().traces.at("bowl")->program;
  text.replace(text.find("lr=0.1"), 6, "lr=0.2");
  state.trace = run_program(text).value();
  CHECK(things.plot(content.value(), state, index).value().lines[0].path[1].x ==
        doctest::Approx(1.2));
  // A broken engine's run is not what a chapter speaks of.
  state.trace = run_with_fault(text, Fault::overwrite).value();
  CHECK(things.plot(content.value(), state, index).value().lines[0].path[1].x == shipped);
}

TEST_CASE("ticks are round numbers inside their scale") {
  for (const PlotScale scale :
       {PlotScale{0, 1}, PlotScale{-1.37, 4.2}, PlotScale{1e-9, 3e-9}, PlotScale{-5e6, 7e6}}) {
    const auto ticks = ticks_of(scale, 5);
    CHECK(ticks.size() >= 2);
    CHECK(ticks.size() <= 6);
    for (const Tick& tick : ticks) {
      CHECK(scale.part(tick.at) > -1e-6);
      CHECK(scale.part(tick.at) < 1 + 1e-6);
    }
  }
  const auto decades = ticks_of({1e-6, 1e3, true}, 5);
  REQUIRE(decades.size() == 5);
  CHECK(decades[0].label == "1e\u22126");
  CHECK(decades[4].label == "100");
}

TEST_CASE("what is cut at a frame ends at its edge") {
  const Rect frame{0, 0, 10, 10};
  const auto across = cut_line({-5, 5}, {15, 5}, frame);
  REQUIRE(across);
  CHECK(across->first == Vec2{0, 5});
  CHECK(across->second == Vec2{10, 5});
  CHECK_FALSE(cut_line({-5, 20}, {15, 20}, frame));
  std::vector<Record> records;
  records.push_back({draw::Circle{{9, 5}, 3}, {}});
  records.push_back({draw::Polyline{{{5, 5}, {15, 5}, {15, 8}, {5, 8}}, 1, {}}, {}});
  const auto kept = cut_records(records, frame);
  REQUIRE(kept.size() == 2);
  const auto& back = std::get<draw::Polyline>(kept[1].shape);
  CHECK(back.points == std::vector<Vec2>{{10, 8}, {5, 8}});
}

}  // namespace
}  // namespace backprop::test
