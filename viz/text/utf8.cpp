#include "viz/text/utf8.h"

#include <array>

namespace backprop::viz {

char32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) -> unsigned {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const unsigned lead = byte(at++);
  if (lead < 0x80) return lead;
  const int more = lead >= 0xF0 && lead < 0xF5 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : 0;
  if (more == 0 || lead >= 0xF5) return 0xFFFD;
  constexpr std::array<unsigned, 4> lead_bits = {0, 0x1F, 0x0F, 0x07};
  char32_t c = lead & lead_bits[static_cast<std::size_t>(more)];
  for (int i = 0; i < more; ++i) {
    const unsigned next = byte(at);
    if ((next & 0xC0U) != 0x80U) return 0xFFFD;  // `at` stays: the byte may begin a character
    c = (c << 6) | (next & 0x3FU);
    ++at;
  }
  return c;
}

std::u32string decode(std::string_view text) {
  std::u32string points;
  for (std::size_t at = 0; at < text.size();) points += next_code_point(text, at);
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
