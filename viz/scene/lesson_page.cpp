#include "viz/scene/lesson_page.h"

#include <algorithm>

#include "viz/scene/formula_lines.h"
#include "viz/scene/formula_symbols.h"

namespace backprop::viz {
namespace {

using lessons::Inline;

InlineRun::Kind kind_of(Inline::Kind kind) {
  switch (kind) {
    case Inline::Kind::text:
      return InlineRun::Kind::text;
    case Inline::Kind::strong:
    case Inline::Kind::emphasis:
      return InlineRun::Kind::strong;
    case Inline::Kind::code:
      return InlineRun::Kind::code;
    case Inline::Kind::math:
      return InlineRun::Kind::math;
    case Inline::Kind::link:
      return InlineRun::Kind::link;
  }
  return InlineRun::Kind::text;
}

std::vector<InlineRun> runs_of(const lessons::Inlines& inlines) {
  std::vector<InlineRun> runs;
  for (const Inline& part : inlines)
    runs.push_back({kind_of(part.kind), part.text, part.address});
  return runs;
}

constexpr float largest_formula = 19;
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
      marker_([this](MathNode& formula) { mark_symbols(formula, *state.trace, marks_); }) {}

float LessonPage::inlines(const lessons::Inlines& text, TextStyle style, float left, float top,
                          float its_width, Color color) {
  const ParagraphLayout layout =
      layout_paragraph(b.look.glyphs, runs_of(text), style, its_width, marker_);
  for (const ParagraphPiece& piece : layout.pieces) {
    const Vec2 at{left + piece.x, top + piece.y};
    const float px = font_of(piece.style).px;
    const Rect around{at.x - 3, at.y - px, piece.width + 6, px * 1.38F};
    if (piece.kind == InlineRun::Kind::math) {
      formula(at, piece.math, color);
    } else if (piece.kind == InlineRun::Kind::link) {
      b.text(at, piece.text, piece.style, b.colors.positive);
      b.line({at.x, at.y + 2.5F}, {at.x + piece.width, at.y + 2.5F}, b.colors.positive, 1,
             piece.address.starts_with("term:"));
      Widget& link =
          b.region("link:" + piece.address + ":" + std::to_string(links_++), around, std::nullopt);
      link.view_action = "link:" + piece.address;
      if (piece.address.starts_with("https:")) link.tooltip = piece.address;
    } else {
      if (piece.kind == InlineRun::Kind::code)
        b.add(draw::Rectangle{around, 3, b.colors.background});
      b.text(at, piece.text, piece.style, color);
    }
  }
  return layout.height;
}

std::pair<float, float> LessonPage::extent(const lessons::Inlines& text, TextStyle style) const {
  const auto runs = runs_of(text);
  constexpr float boundless = 1e6F;
  const float whole = layout_paragraph(b.look.glyphs, runs, style, boundless, marker_).width;
  // Laid out as narrow as can be, every line is one piece.
  constexpr float narrow = 60;  // a longer word is cut, and one line of it is enough
  return {whole,
          std::min(whole, layout_paragraph(b.look.glyphs, runs, style, narrow, marker_).width)};
}

MathBox LessonPage::fitting(const std::string& tex, float its_width) const {
  float px = largest_formula;
  MathBox box = set_tex(b.look.glyphs, tex, px, MathStyle::display, marker_);
  while (box.width > its_width && px > smallest_formula) {
    px -= 1;
    box = set_tex(b.look.glyphs, tex, px, MathStyle::display, marker_);
  }
  return box;
}

void LessonPage::formula(Vec2 baseline, const MathBox& box, Color color) {
  marked_math(b, baseline, box, marks_, {.color = color, .tinted = false});
}

const std::string& LessonPage::in_notation(const std::string& tex,
                                           const std::string& tex_delta) const {
  return view.delta_notation && !tex_delta.empty() ? tex_delta : tex;
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
