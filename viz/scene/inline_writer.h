/// A lesson's or the glossary's running text: words, code, formulas, and links that can be clicked.
#pragma once

#include <utility>

#include "lessons/model/lesson.h"
#include "viz/scene/builder.h"
#include "viz/scene/formula_lines.h"
#include "viz/text/paragraph.h"

namespace backprop::viz {

class InlineWriter {
 public:
  /// `marks`: what the marker has marked in formulas so far. All must outlive the writer.
  InlineWriter(Builder& b, const MathMarker& marker, const std::vector<MarkedNumber>& marks)
      : b_(b), marker_(marker), marks_(marks) {}

  /// Lays a paragraph out with its top left there. Returns its height.
  float write(const lessons::Inlines& text, TextStyle style, Vec2 top_left, float width,
              Color color);
  float write(const std::vector<InlineRun>& runs, TextStyle style, Vec2 top_left, float width,
              Color color);

  /// How wide the text is on one line, and how wide its widest unbreakable piece.
  std::pair<float, float> extent(const lessons::Inlines& text, TextStyle style) const;

 private:
  void link(const ParagraphPiece& piece, Vec2 baseline, Rect around);

  Builder& b_;
  const MathMarker& marker_;
  const std::vector<MarkedNumber>& marks_;
  int links_ = 0;
};

}  // namespace backprop::viz
