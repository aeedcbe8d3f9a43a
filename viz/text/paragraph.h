/// Paragraphs: words, code and mathematics in one text, broken into lines.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "viz/text/math.h"
#include "viz/text/style.h"

namespace backprop::viz {

struct InlineRun {
  enum class Kind : std::uint8_t { text, strong, code, math, link };
  Kind kind = Kind::text;
  std::string text;          ///< math: TeX
  std::string address = {};  ///< of a link
};

/// A piece of a line at its place, from the paragraph's top left; y is the baseline.
struct ParagraphPiece {
  float x = 0;
  float y = 0;
  float width = 0;
  InlineRun::Kind kind = InlineRun::Kind::text;
  TextStyle style = TextStyle::body;
  std::string text;  ///< empty for mathematics
  MathBox math;
  std::string address;  ///< of a link
};

struct ParagraphLayout {
  float height = 0;
  float width = 0;        ///< of the longest line
  float widest_word = 0;  ///< of what lines that wide need not cut
  std::vector<ParagraphPiece> pieces;
};

/// Breaks at spaces, and between Chinese characters but not before what may not begin a line
/// (。，）...) nor after what may not end one (（《 ...). A word longer than the line is cut.
ParagraphLayout layout_paragraph(const Glyphs& glyphs, const std::vector<InlineRun>& runs,
                                 TextStyle style, float width, const MathMarker& marker = {});

}  // namespace backprop::viz
