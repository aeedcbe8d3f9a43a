#include "viz/scene/lesson_page.h"

#include <algorithm>

#include "viz/scene/formula_lines.h"
#include "viz/scene/formula_symbols.h"
#include "viz/text/math_lines.h"

namespace backprop::viz {
namespace {

constexpr float largest_formula = 19;
constexpr float smallest_whole = 17;  // what would have to be smaller is broken over lines
constexpr float smallest_formula = 11;

}  // namespace

LessonPage::LessonPage(const LessonContent& its_content, const LessonNumbers& its_numbers,
                       const State& its_state, const LessonView& its_view, Rect column,
                       const Look& look)
    : content(its_content),
      numbers(its_numbers),
      state(its_state),
      view(its_view),
      b(look),
      x(column.x),
      width(column.w),
      y(column.y),
      marker_([this](MathNode& formula) {
        mark_symbols(formula, *state.trace, marks_,
                     {content.lesson.indices, content.lesson.source_letters});
      }),
      writer_(b, marker_, marks_) {}

MathBox LessonPage::fitting(const std::string& tex, float its_width) const {
  MathBox box;
  for (float px = largest_formula; px >= smallest_formula; --px) {
    box = px >= smallest_whole ? set_tex(b.look.glyphs, tex, px, MathStyle::display, marker_)
                               : set_tex_lines(b.look.glyphs, tex, px, its_width, marker_);
    if (box.width <= its_width) break;
  }
  return box;
}

void LessonPage::formula(Vec2 baseline, const MathBox& box, Color color) {
  marked_math(b, baseline, box, marks_, {.color = color, .tinted = false});
}

bool LessonPage::held_back() const {
  for (std::size_t i = index; i-- > 0;) {
    const auto& is = content.lesson.blocks[i].is;
    const bool asks = std::holds_alternative<lessons::Predict>(is) ||
                      std::holds_alternative<lessons::Choose>(is) ||
                      std::holds_alternative<lessons::TypeNumber>(is);
    if (asks) {
      const lessons::Answer* answer = answer_to(content, state, i);
      return answer == nullptr || !answer->done;
    }
    const bool shows = std::holds_alternative<lessons::Claim>(is) ||
                       std::holds_alternative<lessons::Figure>(is) ||
                       std::holds_alternative<lessons::Plot>(is);
    if (!shows) return false;  // with other words something new begins
  }
  return false;
}

bool LessonPage::waits() {
  if (!held_back()) return false;
  const Rect frame{x, y, width, 48};
  b.add(draw::Rectangle{frame, 8, b.colors.background, b.colors.hairline, 1});
  b.text({frame.center().x, b.baseline_in(frame.y, frame.h, TextStyle::small)},
         b.words["lesson.hidden"], TextStyle::small, b.colors.muted, Align::center);
  y = frame.bottom() + 10;
  return true;
}

LessonPage::Box LessonPage::open_box() {
  const Box box{y, b.scene.records.size(), b.scene.widgets.size()};
  b.add(draw::Rectangle{});
  b.region(name("block"), {}, std::nullopt).enabled = false;
  return box;
}

void LessonPage::close_box(const Box& box, float bottom, Color fill, Color border,
                           float border_width) {
  const Rect all{x, box.top, width, bottom - box.top};
  b.scene.records[box.record].shape = draw::Rectangle{all, 8, fill, border, border_width};
  b.scene.widgets[box.widget].rect = all;
  b.scene.widgets[box.widget].focusable = b.scene.widgets[box.widget].enabled;
  y = bottom;
}

void verdict_sign(Builder& b, Vec2 c, Sign sign, Color color) {
  if (sign == Sign::unknown) {
    b.text({c.x, c.y + 6}, "?", TextStyle::strong, color, Align::center);
  } else if (sign == Sign::yes) {
    b.add(draw::Polyline{
        {{c.x - 6, c.y}, {c.x - 1.5F, c.y + 5}, {c.x + 6.5F, c.y - 6}}, 2.5F, color});
  } else {
    b.line({c.x - 5, c.y - 5}, {c.x + 5, c.y + 5}, color, 2.5F);
    b.line({c.x - 5, c.y + 5}, {c.x + 5, c.y - 5}, color, 2.5F);
  }
}

}  // namespace backprop::viz
