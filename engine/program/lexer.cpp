#include "engine/program/lexer.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "engine/limits.h"
#include "engine/program/characters.h"
#include "engine/program/utf8.h"

namespace backprop {
namespace {

// ASCII only, whatever the locale.
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_ascii(char c) {
  return (static_cast<unsigned char>(c) & 0x80) == 0;
}

constexpr std::array<std::string_view, 33> symbols = {
    "**=", "//=", "**", "//", "==", "!=", "<=", ">=", "+=", "-=", "*=",
    "/=",  "@=",  "%=", "->", "(",  ")",  "[",  "]",  ",",  ":",  "=",
    "+",   "-",   "*",  "/",  "%",  "@",  ".",  "<",  ">",  "{",  "}"};

class Lexer {
 public:
  explicit Lexer(std::string_view source) : source_(source) {}

  Result<std::vector<Token>> run() {
    while (at_ < source_.size()) {
      if (auto error = at_line_start_ ? read_indentation() : read_token()) return *error;
    }
    if (!brackets_.empty()) return unclosed();
    if (!tokens_.empty() && tokens_.back().kind != TokenKind::newline) push(TokenKind::newline, 0);
    for (std::size_t i = 1; i < indents_.size(); ++i)
      push(TokenKind::dedent, 0);
    push(TokenKind::end, 0);
    return std::move(tokens_);
  }

 private:
  char here(std::size_t ahead = 0) const {
    return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0';
  }

  void advance(std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; ++i, ++at_) {
      if (source_[at_] == '\n') {
        place_ = {place_.line + 1, 1};
      } else if (!is_utf8_continuation(source_[at_])) {
        ++place_.column;
      }
    }
  }

  void push(TokenKind kind, std::size_t bytes) {
    tokens_.push_back({kind, std::string(source_.substr(at_, bytes)), place_, at_, at_ + bytes});
    advance(bytes);
  }

  Error error(std::string cause, std::string advice = {}) const {
    return {place_, std::move(cause), std::move(advice)};
  }

  Error unclosed() const {
    const Token& open = brackets_.back();
    return {open.place, "'" + open.text + "' is never closed", "add the matching bracket"};
  }

  /// Blank lines and comments do not count; others open and close blocks.
  std::optional<Error> read_indentation() {
    std::size_t width = 0;
    while (here(width) == ' ')
      ++width;
    if (here(width) == '\t') {
      advance(width);
      return error("a tab at the start of a line", "indent with spaces");
    }
    const char first = here(width);
    if (first == '\n' || first == '\r' || first == '#' || at_ + width >= source_.size()) {
      advance(width);
      at_line_start_ = false;
      return std::nullopt;
    }
    advance(width);
    at_line_start_ = false;
    if (width > indents_.back()) {
      if (indents_.size() > static_cast<std::size_t>(limits::nesting)) {
        return error("blocks are nested more than " + std::to_string(limits::nesting) + " deep",
                     "move the inner blocks into a function");
      }
      indents_.push_back(width);
      push(TokenKind::indent, 0);
    }
    while (width < indents_.back()) {
      indents_.pop_back();
      push(TokenKind::dedent, 0);
    }
    if (width != indents_.back()) {
      return error("this line's indentation fits no block around it",
                   "start it where an earlier line of its block starts");
    }
    return std::nullopt;
  }

  std::optional<Error> read_token() {
    const char c = here();
    if (c == ' ' || c == '\r' || c == '\t') {
      advance(1);
      return std::nullopt;
    }
    if (c == '#') {
      while (at_ < source_.size() && here() != '\n')
        advance(1);
      return std::nullopt;
    }
    if (c == '\\' && (here(1) == '\n' || (here(1) == '\r' && here(2) == '\n'))) {
      advance(here(1) == '\n' ? 2 : 3);  // the line goes on
      return std::nullopt;
    }
    if (c == '\n') return read_newline();
    if (is_digit(c) || (c == '.' && is_digit(here(1)))) return read_number();
    if (name_character(0, false) > 0) return read_name();
    if (c == '"' || c == '\'') return read_string();
    return read_symbol();
  }

  std::optional<Error> read_newline() {
    const bool statement = !tokens_.empty() && tokens_.back().kind != TokenKind::newline &&
                           tokens_.back().kind != TokenKind::indent &&
                           tokens_.back().kind != TokenKind::dedent;
    if (!brackets_.empty()) {
      advance(1);  // inside brackets a line may break anywhere
      return std::nullopt;
    }
    if (statement) {
      push(TokenKind::newline, 1);
    } else {
      advance(1);
    }
    at_line_start_ = true;
    return std::nullopt;
  }

  std::optional<Error> read_number() {
    std::size_t n = 0;
    while (is_digit(here(n)) || here(n) == '_')
      ++n;
    if (here(n) == '.') {
      ++n;
      while (is_digit(here(n)) || here(n) == '_')
        ++n;
    }
    if (here(n) == 'e' || here(n) == 'E') {
      const std::size_t sign = here(n + 1) == '+' || here(n + 1) == '-' ? 1 : 0;
      if (is_digit(here(n + 1 + sign))) {
        n += 1 + sign;
        while (is_digit(here(n)))
          ++n;
      }
    }
    if (name_character(n, false) > 0) {
      return error(
          "'" + shortened(source_.substr(at_, name_end(n))) + "' is neither a number nor a name",
          "a number looks like 3, 0.5 or 1e-3; a name starts with a letter");
    }
    push(TokenKind::number, n);
    std::string& digits = tokens_.back().text;
    digits.erase(std::remove(digits.begin(), digits.end(), '_'), digits.end());
    const bool whole = digits.find_first_not_of("0123456789") == std::string::npos;
    if (whole && digits[0] == '0' && digits.find_first_not_of('0') != std::string::npos) {
      return Error{tokens_.back().place, "a whole number that begins with 0",
                   "write it without the zeros in front"};
    }
    return std::nullopt;
  }

  /// Bytes of the character `ahead` if it can be part of a name (or with `digits`, a digit), else
  /// 0.
  std::size_t name_character(std::size_t ahead, bool digits) const {
    const char c = here(ahead);
    if (is_name_start(c) || (digits && is_digit(c))) return 1;
    if (is_ascii(c) || !is_letter(character_at(source_, at_ + ahead))) return 0;
    return utf8_length(source_, at_ + ahead);
  }

  /// Where the name ends that goes on at `ahead`.
  std::size_t name_end(std::size_t ahead) const {
    while (const std::size_t bytes = name_character(ahead, true))
      ahead += bytes;
    return ahead;
  }

  std::optional<Error> read_name() {
    push(TokenKind::name, name_end(0));
    return std::nullopt;
  }

  std::optional<Error> read_string() {
    const char quote = here();
    std::size_t n = 1;
    while (here(n) != quote) {
      if (at_ + n >= source_.size() || here(n) == '\n') {
        return error("a string without its closing quote", std::string("end it with ") + quote);
      }
      ++n;
    }
    push(TokenKind::string, n + 1);
    tokens_.back().text = tokens_.back().text.substr(1, n - 1);
    return std::nullopt;
  }

  std::optional<Error> read_symbol() {
    for (const std::string_view symbol : symbols) {
      if (source_.substr(at_, symbol.size()) != symbol) continue;
      return push_symbol(symbol);
    }
    if (!is_ascii(here())) return foreign_character();
    const auto byte = static_cast<unsigned char>(here());
    if (byte < 0x20 || byte == 0x7f) {
      return error("a control character (code " + std::to_string(byte) + ")", "delete it");
    }
    return error(std::string("'") + here() + "' has no meaning here",
                 here() == ';' ? "write each statement on a line of its own"
                               : "operators are + - * / ** @ // %");
  }

  Error foreign_character() const {
    const char32_t c = character_at(source_, at_);
    const std::string shown(source_.substr(at_, utf8_length(source_, at_)));
    if (const auto meant = ascii_meant(c); !meant.empty()) {
      return error("'" + shown + "' is not '" + std::string(meant) + "', though it looks like it",
                   "type '" + std::string(meant) + "' with the keyboard set to English");
    }
    if (is_invisible(c)) {
      return error("a character that cannot be seen (code " + std::to_string(c) + ")",
                   "delete it, or type a plain space");
    }
    return error("'" + shown + "' has no meaning here", "names consist of letters, digits and _");
  }

  std::optional<Error> push_symbol(std::string_view symbol) {
    push(TokenKind::symbol, symbol.size());
    const char c = symbol.front();
    if (symbol.size() > 1) return std::nullopt;
    if (c == '(' || c == '[' || c == '{') {
      if (brackets_.size() >= static_cast<std::size_t>(limits::nesting)) {
        return Error{tokens_.back().place,
                     "brackets are nested more than " + std::to_string(limits::nesting) + " deep",
                     "compute a part first and give it a name"};
      }
      brackets_.push_back(tokens_.back());
    } else if (c == ')' || c == ']' || c == '}') {
      return close_bracket(c);
    }
    return std::nullopt;
  }

  std::optional<Error> close_bracket(char c) {
    const char opening = c == ')' ? '(' : (c == ']' ? '[' : '{');
    const Place place = tokens_.back().place;
    if (brackets_.empty()) {
      return Error{place, std::string("'") + c + "' closes nothing", "delete it"};
    }
    if (brackets_.back().text[0] != opening) {
      const Token& open = brackets_.back();
      return Error{place,
                   std::string("'") + c + "' does not match '" + open.text + "' of line " +
                       std::to_string(open.place.line) + ", column " +
                       std::to_string(open.place.column),
                   "close the inner bracket first"};
    }
    brackets_.pop_back();
    return std::nullopt;
  }

  std::string_view source_;
  std::size_t at_ = 0;
  Place place_;
  bool at_line_start_ = true;
  std::vector<Token> tokens_;
  std::vector<Token> brackets_;
  std::vector<std::size_t> indents_{0};
};

}  // namespace

Result<std::vector<Token>> lex(std::string_view source) {
  if (source.size() > static_cast<std::size_t>(limits::source_bytes)) {
    return Error{{},
                 "the program is longer than " + std::to_string(limits::source_bytes) + " bytes",
                 "shorten it"};
  }
  if (const auto bad = find_invalid_utf8(source)) {
    return Error{place_of(source, *bad), "bytes that are not UTF-8 text",
                 "save the program as UTF-8"};
  }
  return Lexer(source).run();
}

std::string describe(const Token& token) {
  switch (token.kind) {
    case TokenKind::newline:
      return "end of the line";
    case TokenKind::indent:
      return "indented line";
    case TokenKind::dedent:
      return "end of the block";
    case TokenKind::end:
      return "end of the program";
    case TokenKind::string:
      return "string '" + shortened(token.text) + "'";
    default:
      return "'" + shortened(token.text) + "'";
  }
}

}  // namespace backprop
