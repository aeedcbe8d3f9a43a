/// Just enough UTF-8 to place errors by character and to refuse what is not text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/result.h"

namespace backprop {

inline bool is_utf8_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

/// Bytes of the character at `at`; 1 for a stray byte.
std::size_t utf8_length(std::string_view text, std::size_t at);

/// The character at `at`, which lies in the text; U+FFFD for a stray byte.
char32_t character_at(std::string_view text, std::size_t at);

/// The text for a message: cut after some characters where it is long.
std::string shortened(std::string_view text);

/// The first byte that does not belong to well-formed UTF-8.
std::optional<std::size_t> find_invalid_utf8(std::string_view text);

/// Line and column of a byte.
Place place_of(std::string_view text, std::size_t byte);

/// The same for many bytes of one text, which lives as long: what stands between two is counted
/// once where they are asked for in the order of the text.
class PlaceFinder {
 public:
  explicit PlaceFinder(std::string_view text) : text_(text) {}

  Place operator()(std::size_t byte);

 private:
  std::string_view text_;
  std::size_t counted_ = 0;
  Place place_;
};

}  // namespace backprop
