#include "lessons/model/typed_number.h"

#include <algorithm>
#include <limits>

#include "engine/number_text.h"
#include "engine/program/characters.h"
#include "engine/program/lexer.h"
#include "engine/program/utf8.h"

namespace backprop::lessons {

namespace {

/// Of the invisible characters those that take room.
bool is_space(char32_t c) {
  return c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000;
}

std::string_view without_space(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  const std::size_t first = text.find_first_not_of(space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}

}  // namespace

std::string plain_signs(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = std::min(utf8_length(text, at), text.size() - at);
    const char32_t c = character_at(text, at);
    const std::string_view meant = c < 0x80 ? std::string_view() : ascii_meant(c);
    if (!meant.empty()) {
      plain += meant;
    } else if (c == U'\u2248' || c == U'\u2245') {  // about
      plain += '=';
    } else if (c >= 0x80 && is_invisible(c)) {
      if (is_space(c)) plain += ' ';
    } else {
      plain += text.substr(at, length);
    }
    at += length;
  }
  return std::string(without_space(plain));
}

std::optional<Error> gives_away(const std::string& expression, bool gradients) {
  const auto tokens = lex(expression);
  if (!tokens) return std::nullopt;  // the parser says it better
  for (const Token& token : tokens.value()) {
    const bool tells = token.text == "derivative" || (gradients && token.text == "grad");
    if (token.kind != TokenKind::name || !tells) continue;
    return Error{token.place, "'" + token.text + "' is what this exercise asks you to be",
                 "write a number, or an expression of the program's values"};
  }
  return std::nullopt;
}

std::optional<Error> only_a_name(const std::string& expression) {
  const auto tokens = lex(expression);
  if (!tokens) return std::nullopt;  // the parser says it better
  const auto is_sign = [](const Token& token) {
    return token.kind != TokenKind::name &&
           (token.text == "-" || token.text == "+" || token.text == "(");
  };
  const auto& all = tokens.value();
  auto at = std::find_if_not(all.begin(), all.end(), is_sign);
  if (at == all.end() || at->kind != TokenKind::name) return std::nullopt;
  const Token& name = *at++;
  int open = 0;
  for (; at != all.end(); ++at) {
    const bool closes = at->text == "]";
    if (at->text == "[") ++open;
    const bool follows =
        open > 0 || at->text == ")" || at->kind == TokenKind::newline || at->kind == TokenKind::end;
    if (!follows) return std::nullopt;
    if (closes) --open;
  }
  return Error{name.place, "'" + name.text + "' is a name of the program: it is what is asked for",
               "type the number, or an expression that computes it"};
}

std::optional<double> plain_number(std::string_view text) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (text == "nan") return std::numeric_limits<double>::quiet_NaN();
  if (text == "inf" || text == "+inf") return infinity;
  if (text == "-inf") return -infinity;
  const bool minus = text.starts_with('-');
  if (minus || text.starts_with('+')) text = without_space(text.substr(1));
  std::string plain(text);
  // Many write 0,25 for 0.25.
  const std::size_t comma = plain.find(',');
  if (comma != std::string::npos && comma > 0 &&
      plain.find_first_of(",.", comma + 1) == std::string::npos)
    plain[comma] = '.';
  const auto number = parse_number(plain);
  return number && minus ? -*number : number;
}

}  // namespace backprop::lessons
