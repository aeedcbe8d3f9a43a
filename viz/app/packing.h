/// Texts packed into codes that can be pasted anywhere: deflated, with a checksum, in the letters
/// of base64url.
#pragma once

#include <string>
#include <string_view>

#include "engine/result.h"

namespace backprop::viz {

inline constexpr std::size_t longest_packed = 4'000'000;     ///< characters of a code
inline constexpr std::size_t longest_unpacked = 16'000'000;  ///< bytes of what it holds

/// Letters, digits, - and _ only.
std::string pack(std::string_view text);

/// The text again. Spaces and line breaks in the code are passed over. An error for a code that was
/// cut off or changed, or that holds more than `longest_unpacked` bytes.
Result<std::string> unpack(std::string_view code);

}  // namespace backprop::viz
