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
    Symbol{"partial", "∂"},    Symbol{"alpha", "α"},  Symbol{"beta", "β"},
    Symbol{"gamma", "γ"},      Symbol{"delta", "δ"},  Symbol{"Delta", "Δ"},
    Symbol{"epsilon", "ε"},    Symbol{"eta", "η"},    Symbol{"theta", "θ"},
    Symbol{"lambda", "λ"},     Symbol{"mu", "μ"},     Symbol{"sigma", "σ"},
    Symbol{"Sigma", "Σ"},      Symbol{"phi", "φ"},    Symbol{"omega", "ω"},
    Symbol{"pi", "π"},         Symbol{"rho", "ρ"},    Symbol{"tau", "τ"},
    Symbol{"infty", "∞"},      Symbol{"nabla", "∇"},  Symbol{"zeta", "ζ"},
    Symbol{"iota", "ι"},       Symbol{"kappa", "κ"},  Symbol{"nu", "ν"},
    Symbol{"xi", "ξ"},         Symbol{"chi", "χ"},    Symbol{"psi", "ψ"},
    Symbol{"upsilon", "υ"},    Symbol{"varphi", "φ"}, Symbol{"Gamma", "Γ"},
    Symbol{"varepsilon", "ε"}, Symbol{"Theta", "Θ"},  Symbol{"Lambda", "Λ"},
    Symbol{"Xi", "Ξ"},         Symbol{"Pi", "Π"},     Symbol{"Phi", "Φ"},
    Symbol{"Psi", "Ψ"},        Symbol{"Omega", "Ω"},  Symbol{"ell", "ℓ"},
    Symbol{"top", "ᵀ"},        Symbol{"prime", "′"},  Symbol{"forall", "∀"},
    Symbol{"exists", "∃"},     Symbol{"ldots", "…"},  Symbol{"cdots", "⋯"},
    Symbol{"dots", "…"},       Symbol{"vdots", "⋮"},  Symbol{"langle", "⟨"},
    Symbol{"rangle", "⟩"},     Symbol{"lbrace", "{"}, Symbol{"rbrace", "}"},
    Symbol{"{", "{"},          Symbol{"}", "}"},      Symbol{"lvert", "|"},
    Symbol{"rvert", "|"},      Symbol{"Vert", "‖"},   Symbol{"|", "‖"},
    Symbol{"%", "%"},          Symbol{"#", "#"},      Symbol{"&", "&"},
    Symbol{"_", "_"},          Symbol{"$", "$"},      Symbol{"int", "∫"},
};

constexpr std::array operators{
    Symbol{"cdot", "·"}, Symbol{"ne", "≠"},         Symbol{"approx", "≈"},    Symbol{"times", "×"},
    Symbol{"le", "≤"},   Symbol{"ge", "≥"},         Symbol{"to", "→"},        Symbol{"pm", "±"},
    Symbol{"mp", "∓"},   Symbol{"odot", "⊙"},       Symbol{"oplus", "⊕"},     Symbol{"div", "÷"},
    Symbol{"ast", "∗"},  Symbol{"circ", "∘"},       Symbol{"leftarrow", "←"}, Symbol{"leq", "≤"},
    Symbol{"geq", "≥"},  Symbol{"rightarrow", "→"}, Symbol{"neq", "≠"},       Symbol{"equiv", "≡"},
    Symbol{"sim", "∼"},  Symbol{"Rightarrow", "⇒"}, Symbol{"in", "∈"},        Symbol{"ll", "≪"},
    Symbol{"gg", "≫"},   Symbol{"propto", "∝"},     Symbol{"mid", "|"},       Symbol{"mapsto", "↦"},
};

/// Functions and large signs, set upright; a space keeps them from what follows, as in "log a".
constexpr std::array words{
    Symbol{"log", "log"}, Symbol{"ln", "ln"},   Symbol{"exp", "exp"},   Symbol{"max", "max"},
    Symbol{"min", "min"}, Symbol{"sin", "sin"}, Symbol{"cos", "cos"},   Symbol{"tan", "tan"},
    Symbol{"arg", "arg"}, Symbol{"det", "det"}, Symbol{"tanh", "tanh"}, Symbol{"lim", "lim"},
    Symbol{"sgn", "sgn"}, Symbol{"sum", "∑"},   Symbol{"prod", "∏"},    Symbol{"diag", "diag"},
};

/// Marks over a letter, as Unicode combines them with it.
constexpr std::array accents{
    Symbol{"hat", "\u0302"}, Symbol{"bar", "\u0304"},   Symbol{"vec", "\u20D7"},
    Symbol{"dot", "\u0307"}, Symbol{"tilde", "\u0303"}, Symbol{"overline", "\u0305"},
};

constexpr std::array spaces{
    Symbol{",", ""},      Symbol{":", ""},       Symbol{";", " "}, Symbol{"!", ""},
    Symbol{"quad", "  "}, Symbol{"qquad", "  "}, Symbol{" ", " "},
};

/// Commands whose argument is text as it stands.
constexpr std::array<std::string_view, 5> plain_texts{"text", "mathrm", "mathbf", "operatorname",
                                                      "textbf"};

/// What may stand after \left and \right, besides single characters.
constexpr std::array<std::string_view, 10> brackets{"lbrace", "rbrace", "langle", "rangle", "lvert",
                                                    "rvert",  "Vert",   "|",      "{",      "}"};

template <std::size_t count>
std::optional<std::string> find_symbol(const std::array<Symbol, count>& table,
                                       std::string_view command) {
  for (const Symbol& symbol : table) {
    if (symbol.command == command) return std::string(symbol.text);
  }
  return std::nullopt;
}

/// "l + 1" as "l+1": an index is one word, which no line breaks.
std::string in_one_word(std::string text) {
  std::erase(text, ' ');
  return text;
}

bool is_plain_word(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return std::isalnum(c) != 0; });
}

std::string raised_or_lowered(std::string_view text, bool raised) {
  if (raised && (text == "′" || text == "ᵀ")) return std::string(text);
  static constexpr std::array<std::string_view, 10> up{"⁰", "¹", "²", "³", "⁴",
                                                       "⁵", "⁶", "⁷", "⁸", "⁹"};
  static constexpr std::array<std::string_view, 10> down{"₀", "₁", "₂", "₃", "₄",
                                                         "₅", "₆", "₇", "₈", "₉"};
  const bool digits =
      std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
  if (!digits) {
    const bool single = utf8_length(text, 0) == text.size() || (!raised && is_plain_word(text));
    return (raised ? "^" : "_") +
           (single ? std::string(text) : "(" + in_one_word(std::string(text)) + ")");
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

/// A letter of any alphabet, which after an index begins another factor: "W₁ a₀".
bool begins_name(const std::string& text) {
  static constexpr std::array<std::string_view, 6> signs{"⟨", "⟩", "‖", "…", "⋯", "⋮"};
  if (text.empty()) return false;
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80) return std::isalpha(first) != 0;
  return std::none_of(signs.begin(), signs.end(),
                      [&](std::string_view sign) { return text.starts_with(sign); });
}

class Reader {
 public:
  explicit Reader(std::string_view tex) : tex_(tex) {}

  Result<std::string> read() {
    std::string text = row('\0');
    if (!error_ && at_ < tex_.size()) {
      tex_[at_] == '}' ? fail("a '}' without its '{'", "delete it")
                       : fail("a new cell or row outside a matrix", "write \\begin{matrix}");
    }
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

  bool at_row_end() const;
  std::string row(char end);
  void append(std::string& row, const Atom& atom);
  Atom atom();
  std::string_view command_name();
  Atom command();
  std::string limits_of_sum();
  std::string delimiter();
  std::string environment();
  std::string argument();
  std::string raw_argument();

  std::string_view tex_;
  std::size_t at_ = 0;
  int depth_ = 0;
  Atom::Kind last_ = Atom::Kind::operation;
  std::optional<Error> error_;
};

bool Reader::at_row_end() const {
  const std::string_view rest = tex_.substr(at_);
  return rest.front() == '}' || rest.front() == '&' || rest.starts_with("\\\\") ||
         rest.starts_with("\\end{");
}

/// Atoms up to what ends the row, which stays unread.
std::string Reader::row(char end) {
  std::string text;
  const auto outer = std::exchange(last_, Atom::Kind::operation);
  for (skip_spaces(); !error_ && at_ < tex_.size() && !at_row_end(); skip_spaces())
    append(text, atom());
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
    const bool product =
        last_ == Kind::script && atom.kind == Kind::plain && begins_name(atom.text);
    const bool word_then_bracket = last_ == Kind::word && atom.text.starts_with("(");
    const bool parted = apart && !starts_bracket && !word_then_bracket;
    if ((parted || product) && !opens && atom.kind != Kind::script) {
      row += ' ';
    }
    row += atom.text;
  }
  // A script belongs to what it stands at: "tanh² z" as "tanh z".
  if (atom.kind != Kind::script || last_ != Kind::word) last_ = atom.kind;
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

/// "\frac" without its backslash; a sign that is no letter is a name by itself.
std::string_view Reader::command_name() {
  const std::size_t begin = ++at_;
  while (at_ < tex_.size() && std::isalpha(static_cast<unsigned char>(tex_[at_])) != 0)
    ++at_;
  if (at_ == begin && at_ < tex_.size()) ++at_;
  return tex_.substr(begin, at_ - begin);
}

Reader::Atom Reader::command() {
  const std::size_t begin = at_;
  const std::string_view name = command_name();
  if (auto letter = find_symbol(letters, name)) return {*letter, Atom::Kind::plain};
  if (auto operation = find_symbol(operators, name)) return {*operation, Atom::Kind::operation};
  if (auto word = find_symbol(words, name)) {
    if (name != "sum" && name != "prod") return {*word, Atom::Kind::word};
    return {*word + limits_of_sum(), Atom::Kind::fraction};  // spaces all round
  }
  if (auto space = find_symbol(spaces, name)) return {*space, Atom::Kind::script};
  if (auto accent = find_symbol(accents, name)) return {argument() + *accent, Atom::Kind::plain};
  if (std::find(plain_texts.begin(), plain_texts.end(), name) != plain_texts.end())
    return {raw_argument(), Atom::Kind::plain};
  if (name == "left" || name == "right") return {delimiter(), Atom::Kind::plain};
  if (name == "frac" || name == "dfrac" || name == "tfrac") {
    const std::string above = argument();
    const std::string below = argument();
    return {(is_compound(above) ? "(" + above + ")" : above) + "/" +
                (is_compound(below) ? "(" + below + ")" : below),
            Atom::Kind::fraction};
  }
  if (name == "sqrt") {
    const std::string root = argument();
    return {utf8_length(root, 0) >= root.size() ? "√" + root : "√(" + root + ")",
            Atom::Kind::plain};
  }
  if (name == "begin") return {environment(), Atom::Kind::plain};
  at_ = begin;
  fail("lessons do not use '\\" + std::string(name) + "'", "choose another notation");
  return {};
}

/// "_(i=1…N)", or "_i" of a sum that says no more.
std::string Reader::limits_of_sum() {
  std::string from;
  std::string to;
  for (skip_spaces(); at_ < tex_.size() && (tex_[at_] == '_' || tex_[at_] == '^'); skip_spaces()) {
    std::string& limit = tex_[at_] == '_' ? from : to;
    ++at_;
    limit = in_one_word(argument());
  }
  if (to.empty()) return from.empty() ? "" : raised_or_lowered(from, false);
  return "_(" + from + "…" + to + ")";
}

/// After \left and \right; a '.' stands for none.
std::string Reader::delimiter() {
  skip_spaces();
  if (at_ >= tex_.size()) {
    fail("a bracket is missing here", "write it, as in \\left(");
    return {};
  }
  if (tex_[at_] == '\\') {
    const std::string_view name = command_name();
    if (std::find(brackets.begin(), brackets.end(), name) == brackets.end())
      fail("'\\" + std::string(name) + "' is no bracket", "write it, as in \\left(");
    return find_symbol(letters, name).value_or("");
  }
  const std::size_t length = std::min(utf8_length(tex_, at_), tex_.size() - at_);
  const std::string sign(tex_.substr(at_, length));
  at_ += length;
  return sign == "." ? "" : sign;
}

/// A matrix as "[a, b; c, d]"; cases as "{ a, b; c, d".
std::string Reader::environment() {
  const std::string name = raw_argument();
  if (++depth_ > limits::nesting) fail("too much within one another", "write it simpler");
  const bool aligned = name == "aligned" || name == "cases";
  std::string text;
  while (!error_ && at_ < tex_.size()) {
    text += row('\0');
    const std::string_view rest = tex_.substr(std::min(at_, tex_.size()));
    if (error_ || !(rest.starts_with('&') || rest.starts_with("\\\\"))) break;
    text += rest.front() == '&' ? (aligned ? " " : ", ") : "; ";
    at_ += rest.front() == '&' ? 1 : 2;
  }
  --depth_;
  const std::string end = "\\end{" + name + "}";
  if (!error_ && !tex_.substr(at_).starts_with(end))
    fail("\\begin{" + name + "} is never ended", "write " + end);
  at_ = std::min(at_ + end.size(), tex_.size());
  if (name == "matrix" || name == "aligned") return text;
  if (name == "cases") return "{ " + text;
  if (name == "pmatrix") return "(" + text + ")";
  if (name != "bmatrix") fail("lessons do not use the environment '" + name + "'", "use bmatrix");
  return "[" + text + "]";
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
