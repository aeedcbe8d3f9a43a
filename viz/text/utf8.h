/// UTF-8 for display: decoding never fails, a bad byte shows as U+FFFD.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace backprop::viz {

/// The code point at `at`, which lies beyond ASCII; `at` moves past it.
char32_t next_far_code_point(std::string_view text, std::size_t& at);

/// The code point at `at`, which moves past it. Every frame asks for thousands: those of ASCII are
/// told apart here.
inline char32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte >= 0x80) return next_far_code_point(text, at);
  ++at;
  return byte;
}

/// All code points of a text.
std::u32string decode(std::string_view text);

/// One code point as UTF-8.
std::string encode(char32_t c);

}  // namespace backprop::viz
