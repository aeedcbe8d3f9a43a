#include "engine/program/utf8.h"

namespace backprop {
namespace {

/// The length of a well-formed character at `at`, 0 where there is none (RFC 3629: no overlong
/// forms, no surrogates, nothing above U+10FFFF).
std::size_t well_formed_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
  };
  const auto continues = [&](std::size_t count) {
    for (std::size_t i = 1; i <= count; ++i) {
      if ((byte(i) & 0xC0U) != 0x80U) return false;
    }
    return true;
  };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return continues(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    if (!continues(2) || (lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xED && byte(1) > 0x9F)) {
      return 0;
    }
    return 3;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    if (!continues(3) || (lead == 0xF0 && byte(1) < 0x90) || (lead == 0xF4 && byte(1) > 0x8F)) {
      return 0;
    }
    return 4;
  }
  return 0;
}

}  // namespace

std::size_t utf8_length(std::string_view text, std::size_t at) {
  const std::size_t length = well_formed_length(text, at);
  return length == 0 ? 1 : length;
}

char32_t character_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return static_cast<char32_t>(static_cast<unsigned char>(text[at + i]));
  };
  switch (well_formed_length(text, at)) {
    case 0:
      return 0xFFFD;
    case 2:
      return ((byte(0) & 0x1FU) << 6U) | (byte(1) & 0x3FU);
    case 3:
      return ((byte(0) & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU);
    case 4:
      return ((byte(0) & 0x07U) << 18U) | ((byte(1) & 0x3FU) << 12U) | ((byte(2) & 0x3FU) << 6U) |
             (byte(3) & 0x3FU);
    default:
      return byte(0);
  }
}

std::string shortened(std::string_view text) {
  constexpr int longest = 40;
  std::size_t at = 0;
  for (int count = 0; at < text.size(); ++count) {
    if (count == longest) return std::string(text.substr(0, at)) + "...";
    at += utf8_length(text, at);
  }
  return std::string(text);
}

std::optional<std::size_t> find_invalid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = well_formed_length(text, at);
    if (length == 0) return at;
    at += length;
  }
  return std::nullopt;
}

Place place_of(std::string_view text, std::size_t byte) {
  return PlaceFinder(text)(byte);
}

Place PlaceFinder::operator()(std::size_t byte) {
  if (byte < counted_) *this = PlaceFinder(text_);
  for (; counted_ < byte && counted_ < text_.size(); ++counted_) {
    if (text_[counted_] == '\n') {
      place_ = {place_.line + 1, 1};
    } else if (!is_utf8_continuation(text_[counted_])) {
      ++place_.column;
    }
  }
  return place_;
}

}  // namespace backprop
