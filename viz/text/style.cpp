#include "viz/text/style.h"

#include <array>

#include "viz/text/utf8.h"

namespace backprop::viz {

StyleFont font_of(TextStyle style) {
  static constexpr std::array<StyleFont, static_cast<std::size_t>(TextStyle::count_)> fonts = {{
      {Face::bold, 12},
      {Face::regular, 13.5F},
      {Face::regular, 16},
      {Face::bold, 16},
      {Face::bold, 15},
      {Face::bold, 18},
      {Face::bold, 22},
      {Face::mono, 12.5F},
      {Face::mono, 13.5F},
      {Face::mono, 13.5F},
  }};
  return fonts[static_cast<std::size_t>(style)];
}

float line_height(TextStyle style) {
  return font_of(style).px * 1.45F;
}

namespace {

float advance(const Glyphs& glyphs, StyleFont font, char32_t c) {
  return glyphs.advance(glyphs.find(font.face, c), font.px);
}

}  // namespace

float text_width(const Glyphs& glyphs, TextStyle style, std::string_view text) {
  const StyleFont font = font_of(style);
  float width = 0;
  for (std::size_t at = 0; at < text.size();)
    width += advance(glyphs, font, next_code_point(text, at));
  return width;
}

std::string ellipsized(const Glyphs& glyphs, TextStyle style, std::string_view text, float width) {
  if (text_width(glyphs, style, text) <= width) return std::string(text);
  const StyleFont font = font_of(style);
  float used = advance(glyphs, font, U'\u2026');
  std::size_t kept = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    used += advance(glyphs, font, c);
    if (used > width) break;
    kept = at;
  }
  std::string result(text.substr(0, kept));
  while (!result.empty() && result.back() == ' ')
    result.pop_back();
  return result + "\u2026";
}

}  // namespace backprop::viz
