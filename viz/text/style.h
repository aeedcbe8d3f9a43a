/// The styles of text on screen, and the widths of text in them.
#pragma once

#include <string>
#include <string_view>

#include "viz/text/glyphs.h"

namespace backprop::viz {

enum class TextStyle : std::uint8_t {
  caption,  ///< small bold headings
  small,    ///< labels and notes
  body,
  body_strong,
  strong,  ///< names in neurons
  heading,
  title,
  code_small,
  code,
  code_strong,
  count_,
};

struct StyleFont {
  Face face = Face::regular;
  float px = 16;  ///< logical pixels
};

StyleFont font_of(TextStyle style);

/// The distance between baselines.
float line_height(TextStyle style);

float text_width(const Glyphs& glyphs, TextStyle style, std::string_view text);

/// The text, or as much of its beginning as fits with an ellipsis after it.
std::string ellipsized(const Glyphs& glyphs, TextStyle style, std::string_view text, float width);

}  // namespace backprop::viz
