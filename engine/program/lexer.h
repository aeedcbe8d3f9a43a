/// A program's text as tokens, with Python's rules for lines and indentation.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/result.h"

namespace backprop {

enum class TokenKind : std::uint8_t { name, number, string, symbol, newline, indent, dedent, end };

struct Token {
  TokenKind kind = TokenKind::end;
  std::string text;  ///< as written; a string's is its content
  Place place;
  std::size_t begin = 0;  ///< bytes in the source
  std::size_t end = 0;
};

/// The tokens, closed by one of kind `end`; or the first thing that cannot be read.
Result<std::vector<Token>> lex(std::string_view source);

/// "end of the line", "'+'", ...: for messages.
std::string describe(const Token& token);

}  // namespace backprop
