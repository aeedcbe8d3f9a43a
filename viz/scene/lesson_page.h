/// A page of a chapter while it is being painted: where the next block goes, and the words, boxes
/// and formulas that all blocks are made of.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "viz/scene/builder.h"
#include "viz/scene/expression_tex.h"
#include "viz/scene/inline_writer.h"
#include "viz/scene/lesson_numbers.h"
#include "viz/scene/plot_player.h"

namespace backprop::viz {

/// What the learner does on the page that is no part of the state.
struct LessonView {
  std::map<std::string, std::string> typed = {};  ///< in the fields of tasks, by block
  /// What could not be read and why: said below the field until something else is typed.
  struct Unreadable {
    std::string typed;
    Error why;
  };
  std::map<std::string, Unreadable> unreadable = {};  ///< by block
  std::string entry = {};                             ///< the task whose field is being typed in
  std::string claim = {};  ///< the equation that the learner has stepped to
  WatchedPlots watched = {};
};

struct LessonPage {
  LessonPage(const LessonContent& its_content, const LessonNumbers& its_numbers,
             const State& its_state, const LessonView& its_view, Rect column, const Look& look);
  LessonPage(const LessonPage&) = delete;
  LessonPage& operator=(const LessonPage&) = delete;

  /// See InlineWriter.
  float inlines(const lessons::Inlines& text, TextStyle style, float left, float top,
                float its_width, Color color) {
    return writer_.write(text, style, {left, top}, its_width, color);
  }
  std::pair<float, float> extent(const lessons::Inlines& text, TextStyle style) const {
    return writer_.extent(text, style);
  }

  /// A formula set as large as fits, over several lines where one would be too small. Its symbols
  /// are hovered and selected like what they stand for in the recording.
  MathBox fitting(const std::string& tex, float its_width) const;
  void formula(Vec2 baseline, const MathBox& box, Color color);

  /// Whether a question waits for its answer, and nothing but claims, figures and plots stands
  /// between it and the block: what that shows could give the answer away.
  bool held_back() const;

  /// Then paints an empty frame in the block's place, and says that it did.
  bool waits();

  /// A box that stands behind what is painted until it is closed: its height is known then.
  struct Box {
    float top = 0;
    std::size_t record = 0;
    std::size_t widget = 0;  ///< a place to click over all of it
  };
  Box open_box();
  void close_box(const Box& box, float bottom, Color fill, Color border, float border_width = 1);

  /// The block that is being painted.
  const lessons::Block& block() const { return content.lesson.blocks[index]; }
  std::string name(const char* what) const { return std::string(what) + ":" + block().id; }
  bool is_own_run(const std::string& program) const { return program == state.program_name; }

  const LessonContent& content;
  const LessonNumbers& numbers;
  const State& state;
  const LessonView& view;
  Builder b;
  float x, width;
  float y;                ///< where the next block begins
  std::size_t index = 0;  ///< of that block

 private:
  std::vector<MarkedNumber> marks_;
  MathMarker marker_;
  InlineWriter writer_;
};

/// A tick, a cross, or a question mark: drawn, so that colour is not the only sign.
enum class Sign : std::uint8_t { unknown, yes, no };
void verdict_sign(Builder& b, Vec2 center, Sign sign, Color color);

// One for each kind of block: paints it at page.y and moves page.y below it.
void paint(LessonPage& page, const lessons::Heading& is);
void paint(LessonPage& page, const lessons::Paragraph& is);
void paint(LessonPage& page, const lessons::Formula& is);
void paint(LessonPage& page, const lessons::List& is);
void paint(LessonPage& page, const lessons::Table& is);
void paint(LessonPage& page, const lessons::Aside& is);
void paint(LessonPage& page, const lessons::Claim& is);    // lesson_claims.cpp
void paint(LessonPage& page, const lessons::Predict& is);  // lesson_tasks.cpp
void paint(LessonPage& page, const lessons::Choose& is);
void paint(LessonPage& page, const lessons::TypeNumber& is);
void paint(LessonPage& page, const lessons::Change& is);
void paint(LessonPage& page, const lessons::DoBackprop& is);
void paint(LessonPage& page, const lessons::FindFault& is);
void paint(LessonPage& page, const lessons::ShowProgram& is);  // lesson_things.cpp
void paint(LessonPage& page, const lessons::Lab& is);
void paint(LessonPage& page, const lessons::Figure& is);  // lesson_figures.cpp
void paint(LessonPage& page, const lessons::Plot& is);
void paint(LessonPage& page, const lessons::ConceptMap& is);  // concept_map.cpp

}  // namespace backprop::viz
