#include "lessons/model/line_break.h"

#include <algorithm>
#include <cstddef>

#include "engine/program/utf8.h"

namespace backprop::lessons {
namespace {

/// The character at a byte of well-formed UTF-8.
char32_t decode(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const std::size_t length = std::min(utf8_length(text, at), text.size() - at);
  if (length < 2) return lead;
  char32_t code = lead & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    code = (code << 6) | (static_cast<unsigned char>(text[at + i]) & 0x3Fu);
  }
  return code;
}

char32_t last_character(std::string_view text) {
  std::size_t at = text.size() - 1;
  while (at > 0 && is_utf8_continuation(text[at]))
    --at;
  return decode(text, at);
}

bool is_full_width_punctuation(char32_t c) {
  return (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFFEF);
}

bool is_chinese(char32_t c) {
  return c >= 0x2E80 && c <= 0x9FFF;
}

}  // namespace

bool break_is_space(std::string_view before, std::string_view after) {
  const char32_t left = last_character(before);
  const char32_t right = decode(after, 0);
  if (is_full_width_punctuation(left) || is_full_width_punctuation(right)) return false;
  return !(is_chinese(left) && is_chinese(right));
}

}  // namespace backprop::lessons
