/// UTF-8 for display: decoding never fails, a bad byte shows as U+FFFD.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace backprop::viz {

/// The code point at `at`, which moves past it.
char32_t next_code_point(std::string_view text, std::size_t& at);

/// All code points of a text.
std::u32string decode(std::string_view text);

/// One code point as UTF-8.
std::string encode(char32_t c);

}  // namespace backprop::viz
