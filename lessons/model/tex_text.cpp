#include "lessons/model/tex_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <optional>
#include <utility>

#include "engine/limits.h"
#include "engine/program/utf8.h"

namespace backprop::lessons {
namespace {

struct Symbol {
  std::string_view command;
  std::string_view text;
};

constexpr std::array letters{
    Symbol{"partial", "∂"}, Symbol{"alpha", "α"},  Symbol{"beta", "β"},    Symbol{"gamma", "γ"},
    Symbol{"delta", "δ"},   Symbol{"Delta", "Δ"},  Symbol{"epsilon", "ε"}, Symbol{"eta", "η"},
    Symbol{"theta", "θ"},   Symbol{"lambda", "λ"}, Symbol{"mu", "μ"},      Symbol{"sigma", "σ"},
    Symbol{"Sigma", "Σ"},   Symbol{"phi", "φ"},    Symbol{"omega", "ω"},   Symbol{"pi", "π"},
    Symbol{"rho", "ρ"},     Symbol{"tau", "τ"},    Symbol{"infty", "∞"},   Symbol{"nabla", "∇"},
};

constexpr std::array operators{
    Symbol{"cdot", "·"}, Symbol{"ne", "≠"}, Symbol{"approx", "≈"}, Symbol{"times", "×"},
    Symbol{"le", "≤"},   Symbol{"ge", "≥"}, Symbol{"to", "→"},     Symbol{"pm", "±"},
};

/// Functions set upright; a space keeps them from what follows, as in "log a".
constexpr std::array<std::string_view, 6> functions{"log", "exp", "max", "min", "tanh", "sin"};

template <std::size_t count>
std::optional<std::string> find_symbol(const std::array<Symbol, count>& table,
                                       std::string_view command) {
  for (const Symbol& symbol : table) {
    if (symbol.command == command) return std::string(symbol.text);
  }
  return std::nullopt;
}

std::string raised_or_lowered(std::string_view text, bool raised) {
  if (raised && text == "′") return "′";
  static constexpr std::array<std::string_view, 10> up{"⁰", "¹", "²", "³", "⁴",
                                                       "⁵", "⁶", "⁷", "⁸", "⁹"};
  static constexpr std::array<std::string_view, 10> down{"₀", "₁", "₂", "₃", "₄",
                                                         "₅", "₆", "₇", "₈", "₉"};
  const bool digits =
      std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
  if (!digits) {
    const bool single = utf8_length(text, 0) == text.size();
    return (raised ? "^" : "_") + (single ? std::string(text) : "(" + std::string(text) + ")");
  }
  std::string moved;
  for (const char c : text)
    moved += (raised ? up : down)[static_cast<std::size_t>(c - '0')];
  return moved;
}

/// Whether a part of a fraction needs brackets once it stands on the line.
bool is_compound(std::string_view text) {
  return text.find_first_of(" /") != std::string_view::npos;
}

class Reader {
 public:
  explicit Reader(std::string_view tex) : tex_(tex) {}

  Result<std::string> read() {
    std::string text = row('\0');
    if (!error_ && at_ < tex_.size()) fail("a '}' without its '{'", "delete it");
    if (error_) return *std::move(error_);
    return text;
  }

 private:
  void fail(std::string cause, std::string advice) {
    if (!error_) error_ = Error{place_of(tex_, at_), std::move(cause), std::move(advice)};
  }
  void skip_spaces() {
    while (at_ < tex_.size() && std::isspace(static_cast<unsigned char>(tex_[at_])) != 0)
      ++at_;
  }

  /// What one atom came to: whether spaces go round it decides the row.
  struct Atom {
    std::string text;
    enum class Kind { plain, operation, script, fraction, word } kind = Kind::plain;
  };

  std::string row(char end);
  void append(std::string& row, const Atom& atom);
  Atom atom();
  Atom command();
  std::string argument();
  std::string raw_argument();

  std::string_view tex_;
  std::size_t at_ = 0;
  int depth_ = 0;
  Atom::Kind last_ = Atom::Kind::operation;
  std::optional<Error> error_;
};

/// Atoms up to `end` or a '}', which stays unread.
std::string Reader::row(char end) {
  std::string text;
  const auto outer = std::exchange(last_, Atom::Kind::operation);
  for (skip_spaces(); !error_ && at_ < tex_.size() && tex_[at_] != '}'; skip_spaces()) {
    append(text, atom());
  }
  if (!error_ && end != '\0' && at_ >= tex_.size()) fail("a '{' without its '}'", "write '}'");
  last_ = outer;
  return text;
}

void Reader::append(std::string& row, const Atom& atom) {
  using Kind = Atom::Kind;
  const bool opens = row.empty() || row.back() == '(' || row.back() == ' ';
  if (atom.kind == Kind::operation) {
    const bool sign = atom.text == "−" && opens;  // -y, not a - y
    if (atom.text == "," || sign) {
      row += atom.text + (sign ? "" : " ");
    } else {
      row += (opens ? "" : " ") + atom.text + " ";
    }
  } else {
    const bool starts_bracket = atom.text.starts_with(")") || atom.text.starts_with("′");
    const bool apart = atom.kind == Kind::fraction || last_ == Kind::fraction ||
                       atom.kind == Kind::word || last_ == Kind::word;
    const bool word_then_bracket = last_ == Kind::word && atom.text.starts_with("(");
    if (apart && !opens && !starts_bracket && !word_then_bracket && atom.kind != Kind::script) {
      row += ' ';
    }
    row += atom.text;
  }
  last_ = atom.kind;
}

Reader::Atom Reader::atom() {
  const char c = tex_[at_];
  if (c == '\\') return command();
  if (c == '{') return {argument(), Atom::Kind::plain};
  if (c == '^' || c == '_') {
    ++at_;
    const std::string script = argument();
    return {script.empty() ? "" : raised_or_lowered(script, c == '^'), Atom::Kind::script};
  }
  const std::size_t length = std::min(utf8_length(tex_, at_), tex_.size() - at_);
  const std::string text(tex_.substr(at_, length));
  at_ += length;
  if (c == '-') return {"−", Atom::Kind::operation};
  if (c == '+' || c == '=' || c == ',' || c == '<' || c == '>')
    return {text, Atom::Kind::operation};
  if (c == '\'') return {"′", Atom::Kind::script};
  return {text, Atom::Kind::plain};
}

Reader::Atom Reader::command() {
  const std::size_t begin = at_;
  ++at_;
  while (at_ < tex_.size() && std::isalpha(static_cast<unsigned char>(tex_[at_])) != 0)
    ++at_;
  const std::string_view name = tex_.substr(begin + 1, at_ - begin - 1);
  if (auto letter = find_symbol(letters, name)) return {*letter, Atom::Kind::plain};
  if (auto operation = find_symbol(operators, name)) return {*operation, Atom::Kind::operation};
  if (std::find(functions.begin(), functions.end(), name) != functions.end()) {
    return {std::string(name), Atom::Kind::word};
  }
  if (name == "left" || name == "right") {
    skip_spaces();
    if (at_ < tex_.size() && tex_[at_] != '\\') return {std::string(1, tex_[at_++]), {}};
  }
  if (name == "frac") {
    const std::string above = argument();
    const std::string below = argument();
    return {(is_compound(above) ? "(" + above + ")" : above) + "/" +
                (is_compound(below) ? "(" + below + ")" : below),
            Atom::Kind::fraction};
  }
  if (name == "hat") return {argument() + "\u0302", Atom::Kind::plain};
  if (name == "text") return {raw_argument(), Atom::Kind::plain};
  at_ = begin;
  fail("lessons do not use '\\" + std::string(name) + "'", "choose another notation");
  return {};
}

/// What a command or script applies to: {...} or one atom.
std::string Reader::argument() {
  skip_spaces();
  if (at_ >= tex_.size() || tex_[at_] == '}') {
    fail("something is missing here", "write it in { }");
    return {};
  }
  if (++depth_ > limits::nesting) {
    fail("too much within one another", "write it simpler");
    return {};
  }
  std::string text;
  if (tex_[at_] == '{') {
    ++at_;
    text = row('}');
    ++at_;
  } else {
    text = atom().text;
  }
  --depth_;
  return text;
}

/// {...} as it is written.
std::string Reader::raw_argument() {
  skip_spaces();
  const std::size_t end = tex_.find('}', at_);
  if (at_ >= tex_.size() || tex_[at_] != '{' || end == std::string_view::npos) {
    fail("\\text needs { }", "write \\text{...}");
    return {};
  }
  std::string text(tex_.substr(at_ + 1, end - at_ - 1));
  at_ = end + 1;
  return text;
}

}  // namespace

Result<std::string> tex_as_text(std::string_view tex) {
  return Reader(tex).read();
}

}  // namespace backprop::lessons
