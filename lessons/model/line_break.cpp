#include "lessons/model/line_break.h"

#include <cstddef>

#include "engine/program/utf8.h"

namespace backprop::lessons {
namespace {

char32_t last_character(std::string_view text) {
  std::size_t at = text.size() - 1;
  while (at > 0 && is_utf8_continuation(text[at]))
    --at;
  return character_at(text, at);
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
  const char32_t right = character_at(after, 0);
  if (is_full_width_punctuation(left) || is_full_width_punctuation(right)) return false;
  return !(is_chinese(left) && is_chinese(right));
}

}  // namespace backprop::lessons
