#include "viz/scene/lesson_scene.h"

#include <algorithm>

#include "viz/scene/formula_lines.h"
#include "viz/scene/formula_symbols.h"
#include "viz/scene/view.h"
#include "viz/text/paragraph.h"

namespace backprop::viz {
namespace {

using lessons::Claim;
using lessons::Inline;
using lessons::Inlines;
using lessons::Predict;

constexpr float margin = 24;

const Trace* trace_for(const std::string& program, const LessonContent& content,
                       const State& state) {
  if (program == state.program_name) return state.trace.get();
  const auto found = content.traces.find(program);
  return found == content.traces.end() ? nullptr : found->second.get();
}

std::vector<InlineRun> runs_of(const Inlines& inlines) {
  std::vector<InlineRun> runs;
  for (const Inline& part : inlines) {
    switch (part.kind) {
      case Inline::Kind::text:
      case Inline::Kind::link:
        runs.push_back({InlineRun::Kind::text, part.text});
        break;
      case Inline::Kind::strong:
      case Inline::Kind::emphasis:
        runs.push_back({InlineRun::Kind::strong, part.text});
        break;
      case Inline::Kind::code:
        runs.push_back({InlineRun::Kind::code, part.text});
        break;
      case Inline::Kind::math:
        runs.push_back({InlineRun::Kind::math, part.text});
        break;
    }
  }
  return runs;
}

class LessonPainter {
 public:
  LessonPainter(const LessonContent& content, const LessonNumbers& numbers, const State& state,
                Rect area, float scroll, const Look& look)
      : content_(content),
        numbers_(numbers),
        state_(state),
        b_(look),
        area_(area),
        x_(area.x + margin),
        width_(area.w - 2 * margin),
        top_(area.y + 20 - scroll),
        y_(top_) {}

  Scene paint() && {
    y_ =
        b_.paragraph({x_, y_ - 6}, width_, content_.lesson.title, TextStyle::title, b_.colors.ink) +
        2;
    if (!content_.lesson.subtitle.empty()) {
      y_ = b_.paragraph({x_, y_}, width_, content_.lesson.subtitle, TextStyle::small,
                        b_.colors.muted);
    }
    y_ += 8;
    for (std::size_t i = 0; i < content_.lesson.blocks.size(); ++i) {
      const float before = y_;
      const std::size_t records = b_.scene.records.size();
      const std::size_t widgets = b_.scene.widgets.size();
      std::visit([&](const auto& block) { this->block(block, i); }, content_.lesson.blocks[i].is);
      if (y_ < area_.y || before > area_.bottom()) {  // measured, but not in view
        b_.scene.records.resize(records);
        b_.scene.widgets.resize(widgets);
      }
    }
    b_.scene.content_height = y_ - top_ + 44;
    return std::move(b_.scene);
  }

 private:
  /// Its symbols are hovered and selected like what they stand for in the recording.
  void formula_at(Vec2 baseline, const MathBox& box, Color color) {
    marked_math(b_, baseline, box, marks_, {.color = color, .tinted = false});
  }

  /// Lays a paragraph out at x; returns its height.
  float inlines(const Inlines& text, TextStyle style, float x, float y, float width, Color color) {
    const ParagraphLayout layout =
        layout_paragraph(b_.look.glyphs, runs_of(text), style, width, marker_);
    for (const ParagraphPiece& piece : layout.pieces) {
      const Vec2 at{x + piece.x, y + piece.y};
      if (piece.kind == InlineRun::Kind::math) {
        formula_at(at, piece.math, color);
        continue;
      }
      if (piece.kind == InlineRun::Kind::code) {
        const float px = font_of(piece.style).px;
        b_.add(draw::Rectangle{
            {at.x - 3, at.y - px, piece.width + 6, px * 1.38F}, 3, b_.colors.background});
      }
      b_.text(at, piece.text, piece.style, color);
    }
    return layout.height;
  }

  void block(const lessons::Heading& heading, std::size_t) {
    y_ += 18;
    y_ += inlines(heading.inlines, TextStyle::body_strong, x_, y_, width_, b_.colors.ink) + 2;
  }

  void block(const lessons::Paragraph& paragraph, std::size_t) {
    y_ += 4;
    y_ += inlines(paragraph.inlines, TextStyle::body, x_, y_, width_, b_.colors.ink) + 6;
  }

  void block(const lessons::List& list, std::size_t) {
    y_ += 2;
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      const std::string bullet = list.ordered ? std::to_string(i + 1) + "." : "\u2022";
      b_.text({x_ + 4, y_ + 16}, bullet, TextStyle::body, b_.colors.muted);
      y_ += inlines(list.items[i], TextStyle::body, x_ + 24, y_, width_ - 24, b_.colors.ink) + 3;
    }
    y_ += 4;
  }

  /// Set as large as fits, down to a readable size.
  MathBox fitting(const std::string& tex, float width) const {
    float px = 19;
    MathBox box = set_tex(b_.look.glyphs, tex, px, MathStyle::display, marker_);
    while (box.width > width && px > 11) {
      px -= 1;
      box = set_tex(b_.look.glyphs, tex, px, MathStyle::display, marker_);
    }
    return box;
  }

  void block(const lessons::Formula& formula, std::size_t) {
    const MathBox box = fitting(formula.tex, width_);
    y_ += 6;
    formula_at({x_ + (width_ - box.width) / 2, y_ + box.ascent}, box, b_.colors.ink);
    y_ += box.ascent + box.descent + 10;
  }

  bool is_own_run(const std::string& program) const { return program == state_.program_name; }

  /// A question that stands before a claim hides the claim's numbers until it is answered.
  bool hidden(std::size_t i) const {
    return i > 0 && std::holds_alternative<Predict>(content_.lesson.blocks[i - 1].is) &&
           !state_.predictions.contains(static_cast<int>(i - 1));
  }

  void block(const Claim& claim, std::size_t i) {
    const auto found = numbers_.claims.find(i);
    const bool known = found != numbers_.claims.end() && !found->second.error && !hidden(i);
    const bool holds = known && found->second.holds;
    const float top = y_ + 4;
    const std::size_t background = b_.scene.records.size();
    b_.add(draw::Rectangle{});  // filled in below, when the height is known
    const float left = x_ + 38;
    const float inner = width_ - 50;
    float y = top + 10;
    if (claim.as_printed) {
      b_.text({left, y + 10}, b_.words["lesson.as_printed"], TextStyle::caption, b_.colors.muted);
      y += 18;
    }
    const MathBox box = fitting(claim.tex, inner);
    const float baseline = y + std::max(box.ascent, 14.0F);
    formula_at({left, baseline}, box, b_.colors.ink);
    const auto [line, fresh] = claim_numbers(i, known);
    const bool stale =
        known && is_own_run(claim.program) &&
        (is_expression_stale(state_, claim.left) || is_expression_stale(state_, claim.right));
    const Color color = number_ink(b_.colors, fresh, stale);
    const bool beside = box.width + 24 + b_.width(line, TextStyle::code_small) <= inner;
    y = baseline + std::max(box.descent, 4.0F) + 6;
    if (beside) {
      b_.text({left + inner, baseline}, line, TextStyle::code_small, color, Align::right);
    } else {
      b_.text({left, y + 11}, line, TextStyle::code_small, color, Align::left, inner);
      y += 18;
    }
    if (!claim.note.empty())
      y += inlines(claim.note, TextStyle::small, left, y + 2, inner, b_.colors.muted) + 2;
    const float bottom = y + 8;
    const Color verdict = !known  ? b_.colors.muted
                          : stale ? b_.colors.faint
                          : holds ? b_.colors.good
                                  : b_.colors.wrong;
    b_.scene.records[background].shape =
        draw::Rectangle{{x_, top, width_, bottom - top}, 8, b_.colors.card, b_.colors.hairline, 1};
    mark({x_ + 19, (top + bottom) / 2}, known, holds, verdict);
    y_ = bottom + 6;
  }

  /// Both sides with their numbers, or why there are none to show.
  std::pair<std::string, Color> claim_numbers(std::size_t i, bool known) const {
    const auto found = numbers_.claims.find(i);
    if (found != numbers_.claims.end() && found->second.error) {
      return {found->second.error->cause, b_.colors.wrong};
    }
    if (!known) return {b_.words["lesson.hidden"], b_.colors.muted};
    const auto& result = found->second;
    return {result.left_text + (result.holds ? " = " : " \u2260 ") + result.right_text,
            result.holds ? b_.colors.good : b_.colors.wrong};
  }

  /// A tick, a cross, or a question mark: drawn, so that colour is not the only sign.
  void mark(Vec2 c, bool known, bool holds, Color color) {
    if (!known) {
      b_.text({c.x, c.y + 6}, "?", TextStyle::strong, color, Align::center);
    } else if (holds) {
      b_.add(draw::Polyline{
          {{c.x - 6, c.y}, {c.x - 1.5F, c.y + 5}, {c.x + 6.5F, c.y - 6}}, 2.5F, color});
    } else {
      b_.line({c.x - 5, c.y - 5}, {c.x + 5, c.y + 5}, color, 2.5F);
      b_.line({c.x - 5, c.y + 5}, {c.x + 5, c.y - 5}, color, 2.5F);
    }
  }

  void block(const Predict& predict, std::size_t i) {
    const float top = y_ + 8;
    const std::size_t background = b_.scene.records.size();
    b_.add(draw::Rectangle{});
    const float left = x_ + 16;
    const float inner = width_ - 32;
    float y = top + 14;
    b_.text({left, y + 14}, b_.words["lesson.predict"], TextStyle::strong, b_.colors.ink,
            Align::left, inner);
    y += 24;
    y += inlines(predict.question, TextStyle::body, left, y, inner, b_.colors.ink) + 8;
    answers(i, left, inner, y);
    y += 40;
    const auto answer = state_.predictions.find(static_cast<int>(i));
    const auto truth = numbers_.predicts.find(i);
    if (answer != state_.predictions.end() && truth != numbers_.predicts.end() &&
        !truth->second.error) {
      const bool right = answer->second == truth->second.sign;
      b_.text({left, y + 14},
              b_.words.format(right ? "lesson.right" : "lesson.not_right", truth->second.text),
              TextStyle::strong,
              number_ink(
                  b_.colors, right ? b_.colors.good : b_.colors.wrong,
                  is_own_run(predict.program) && is_expression_stale(state_, predict.expression)),
              Align::left, inner);
      y += 24;
      y += inlines(predict.explanation, TextStyle::small, left, y, inner, b_.colors.ink) + 6;
    }
    const float bottom = y + 8;
    b_.scene.records[background].shape = draw::Rectangle{
        {x_, top, width_, bottom - top}, 8, b_.colors.note, b_.colors.note_border, 1};
    y_ = bottom + 10;
  }

  template <class Other>
  void block(const Other&, std::size_t) {}

  void answers(std::size_t i, float left, float inner, float y) {
    constexpr std::pair<int, const char*> signs[] = {
        {-1, "lesson.negative"}, {0, "lesson.zero"}, {1, "lesson.positive"}};
    const int block = static_cast<int>(i);
    const auto given = state_.predictions.find(block);
    float x = left;
    for (const auto& [sign, key] : signs) {
      const std::string& label = b_.words[key];
      const float w = std::min(b_.width(label, TextStyle::small) + 28, inner / 3 - 6);
      const bool chosen = given != state_.predictions.end() && given->second == sign;
      const std::string name = "predict:" + std::to_string(i) + ":" + std::to_string(sign);
      b_.button(name, {x, y, w, 30}, label, command::Predict{block, sign},
                {.filled = chosen, .enabled = given == state_.predictions.end() || chosen});
      x += w + 8;
    }
  }

  const LessonContent& content_;
  const LessonNumbers& numbers_;
  const State& state_;
  Builder b_;
  Rect area_;
  float x_, width_, top_, y_;
  std::vector<MarkedNumber> marks_;
  MathMarker marker_ = [this](MathNode& formula) { mark_symbols(formula, *state_.trace, marks_); };
};

}  // namespace

LessonNumbers numbers_of(const LessonContent& content, const State& state) {
  LessonNumbers numbers;
  for (std::size_t i = 0; i < content.lesson.blocks.size(); ++i) {
    const auto& block = content.lesson.blocks[i].is;
    if (const auto* claim = std::get_if<Claim>(&block)) {
      if (const Trace* trace = trace_for(claim->program, content, state)) {
        numbers.claims.emplace(i, lessons::check_claim(*claim, *trace));
      }
    } else if (const auto* predict = std::get_if<Predict>(&block)) {
      if (const Trace* trace = trace_for(predict->program, content, state)) {
        numbers.predicts.emplace(i, lessons::check_predict(*predict, *trace));
      }
    }
  }
  return numbers;
}

Progress progress_of(const LessonContent& content, const State& state) {
  Progress progress;
  for (std::size_t i = 0; i < content.lesson.blocks.size(); ++i) {
    if (!std::holds_alternative<Predict>(content.lesson.blocks[i].is)) continue;
    ++progress.questions;
    progress.answered += state.predictions.contains(static_cast<int>(i)) ? 1 : 0;
  }
  return progress;
}

Scene lesson_scene(const LessonContent& content, const LessonNumbers& numbers, const State& state,
                   Rect area, float scroll, const Look& look) {
  return LessonPainter(content, numbers, state, area, scroll, look).paint();
}

}  // namespace backprop::viz
