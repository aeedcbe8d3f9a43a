#include "viz/text/utf8.h"

#include "engine/program/utf8.h"

namespace backprop::viz {

char32_t next_far_code_point(std::string_view text, std::size_t& at) {
  const char32_t c = character_at(text, at);
  at += utf8_length(text, at);
  return c;
}

std::u32string decode(std::string_view text) {
  std::u32string points;
  for (std::size_t at = 0; at < text.size();)
    points += next_code_point(text, at);
  return points;
}

std::string encode(char32_t c) {
  std::string text;
  const auto put = [&](char32_t byte) { text += static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6));
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  }
  return text;
}

}  // namespace backprop::viz
