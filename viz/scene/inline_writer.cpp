#include "viz/scene/inline_writer.h"

#include <algorithm>

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

}  // namespace

float InlineWriter::write(const lessons::Inlines& text, TextStyle style, Vec2 top_left, float width,
                          Color color) {
  return write(runs_of(text), style, top_left, width, color);
}

float InlineWriter::write(const std::vector<InlineRun>& runs, TextStyle style, Vec2 top_left,
                          float width, Color color) {
  const ParagraphLayout layout = layout_paragraph(b_.look.glyphs, runs, style, width, marker_);
  for (const ParagraphPiece& piece : layout.pieces) {
    const Vec2 at{top_left.x + piece.x, top_left.y + piece.y};
    const float px = font_of(piece.style).px;
    const Rect around{at.x - 3, at.y - px, piece.width + 6, px * 1.38F};
    if (piece.kind == InlineRun::Kind::math) {
      marked_math(b_, at, piece.math, marks_, {.color = color, .tinted = false});
    } else if (piece.kind == InlineRun::Kind::link) {
      link(piece, at, around);
    } else {
      if (piece.kind == InlineRun::Kind::code)
        b_.add(draw::Rectangle{around, 3, b_.colors.background});
      b_.text(at, piece.text, piece.style, color);
    }
  }
  return layout.height;
}

void InlineWriter::link(const ParagraphPiece& piece, Vec2 at, Rect around) {
  b_.text(at, piece.text, piece.style, b_.colors.positive);
  b_.line({at.x, at.y + 2.5F}, {at.x + piece.width, at.y + 2.5F}, b_.colors.positive, 1,
          piece.address.starts_with("term:"));
  Widget& link =
      b_.region("link:" + piece.address + ":" + std::to_string(links_++), around, std::nullopt);
  link.view_action = "link:" + piece.address;
  if (piece.address.starts_with("https:")) link.tooltip = piece.address;
}

std::pair<float, float> InlineWriter::extent(const lessons::Inlines& text, TextStyle style) const {
  constexpr float boundless = 1e6F;
  const ParagraphLayout layout =
      layout_paragraph(b_.look.glyphs, runs_of(text), style, boundless, marker_);
  return {layout.width, layout.widest_word};
}

}  // namespace backprop::viz
