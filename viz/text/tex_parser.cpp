#include <algorithm>

#include "viz/text/math.h"
#include "viz/text/tex_symbols.h"
#include "viz/text/utf8.h"

namespace backprop::viz {
namespace {

constexpr int deepest = 40;

MathNode make(MathNode::Kind kind, MathNodes children = {}) {
  MathNode node;
  node.kind = kind;
  node.children = std::move(children);
  return node;
}

MathNode make_symbol(const TexSymbol& symbol) {
  MathNode node = make(MathNode::Kind::symbol);
  node.symbol = symbol.c;
  node.atom = symbol.atom;
  node.limits = symbol.limits;
  return node;
}

MathNode make_text(std::string words, bool bold, AtomClass atom) {
  MathNode node = make(MathNode::Kind::text);
  node.words = std::move(words);
  node.bold = bold;
  node.atom = atom;
  return node;
}

MathNode make_space(float em) {
  MathNode node = make(MathNode::Kind::space);
  node.width = em;
  return node;
}

/// Recursive descent over code points; the first error ends it.
class TexParser {
 public:
  explicit TexParser(std::string_view tex) : text_(decode(tex)) {}

  Result<MathNode> parse() {
    MathNode row = parse_row(U"");
    if (!error_ && at_ < text_.size()) {
      fail(here() == '&'   ? "'&' outside a matrix"
           : here() == '}' ? "'}' closes nothing"
                           : "this ends nothing");
    }
    if (error_) return *error_;
    return row;
  }

 private:
  bool done() const { return error_.has_value() || at_ >= text_.size(); }
  char32_t here() const { return at_ < text_.size() ? text_[at_] : U'\0'; }
  void skip_spaces() {
    while (at_ < text_.size() && (here() == ' ' || here() == '\n' || here() == '\t'))
      ++at_;
  }
  bool starts_with(std::u32string_view what) const {
    return std::u32string_view(text_).substr(at_, what.size()) == what;
  }
  MathNode fail(std::string cause) {
    if (!error_)
      error_ = Error{{1, static_cast<int>(at_) + 1},
                     std::move(cause),
                     "see the header of math.h for what can be written"};
    return {};
  }

  /// Up to '}' '&' '\\' or a command that ends a construction; these are left in place.
  bool at_end_of_row(std::u32string_view until) const {
    if (!until.empty() && starts_with(until)) return true;
    return here() == '}' || here() == '&' || starts_with(U"\\\\") || starts_with(U"\\right") ||
           starts_with(U"\\end{");
  }

  MathNode parse_row(std::u32string_view until) {
    MathNode row = make(MathNode::Kind::row);
    if (++depth_ > deepest) {
      --depth_;
      return fail("nested too deeply");
    }
    for (skip_spaces(); !done() && !at_end_of_row(until); skip_spaces()) {
      MathNode atom = parse_scripted();
      if (error_) break;
      row.children.push_back(std::move(atom));
    }
    --depth_;
    return row;
  }

  MathNode parse_scripted() {
    MathNode base = here() == '^' || here() == '_' ? make(MathNode::Kind::row) : parse_atom();
    MathNode below = make(MathNode::Kind::row);
    MathNode above = make(MathNode::Kind::row);
    bool any = false;
    for (skip_spaces(); !done(); skip_spaces()) {
      if (here() == '\'') {
        ++at_;
        above.children.push_back(make_symbol({0x2032}));
      } else if (here() == '^' || here() == '_') {
        const bool up = here() == '^';
        MathNode& script = up ? above : below;
        ++at_;
        skip_spaces();
        if (at_ >= text_.size()) return fail("a script is missing");
        script.children.push_back(parse_argument());
      } else {
        break;
      }
      any = true;
    }
    if (!any || error_) return base;
    MathNode node = make(MathNode::Kind::scripts);
    node.atom = base.atom;
    node.limits = base.limits;
    node.children = {std::move(base), std::move(below), std::move(above)};
    return node;
  }

  /// A group in braces, or one atom.
  MathNode parse_argument() {
    skip_spaces();
    if (at_ >= text_.size()) return fail("an argument is missing");
    if (here() != '{') return parse_atom();
    ++at_;
    MathNode row = parse_row(U"");
    if (here() != '}') return fail("'{' is never closed");
    ++at_;
    return row;
  }

  std::string parse_words() {
    skip_spaces();
    if (here() != '{') {
      fail("'{' was expected");
      return {};
    }
    std::string words;
    int open = 0;
    for (; at_ < text_.size(); ++at_) {
      if (here() == '{' && open++ == 0) continue;
      if (here() == '}' && --open == 0) break;
      words += encode(here());
    }
    if (at_ >= text_.size()) {
      fail("'{' is never closed");
    } else {
      ++at_;
    }
    return words;
  }

  MathNode parse_atom() {
    if (++depth_ > deepest) {
      --depth_;
      return fail("nested too deeply");
    }
    MathNode node;
    if (here() == '\\') {
      node = parse_command();
    } else if (here() == '{') {
      node = parse_argument();
    } else if (at_end_of_row(U"")) {
      node = fail("something is missing here");
    } else {
      const char32_t c = text_[at_++];
      node = c >= 0x2E80 ? make_text(encode(c), false, AtomClass::ordinary)
                         : make_symbol(typed_symbol(c));
    }
    --depth_;
    return node;
  }

  std::string command_name() {
    ++at_;
    std::string name;
    while (at_ < text_.size() &&
           ((here() >= 'a' && here() <= 'z') || (here() >= 'A' && here() <= 'Z'))) {
      name += static_cast<char>(text_[at_++]);
    }
    if (name.empty() && at_ < text_.size()) name = encode(text_[at_++]);
    return name;
  }

  MathNode parse_command() {
    const std::size_t start = at_;
    const std::string name = command_name();
    if (name == "frac" || name == "dfrac" || name == "tfrac") {
      MathNode numerator = parse_argument();
      MathNode denominator = parse_argument();
      return make(MathNode::Kind::fraction, {std::move(numerator), std::move(denominator)});
    }
    if (name == "sqrt") return make(MathNode::Kind::radical, {parse_argument()});
    if (name == "left") return parse_fenced();
    if (name == "begin") return parse_environment();
    if (name == "text" || name == "mathrm" || name == "operatorname" || name == "textbf") {
      const AtomClass atom = name == "operatorname" ? AtomClass::large_op : AtomClass::ordinary;
      return make_text(parse_words(), name == "textbf", atom);
    }
    if (name == "mathbf") return parse_bold();
    if (name == "mark") return parse_mark();
    if (is_tex_function(name)) return make_text(name, false, AtomClass::large_op);
    if (const char32_t mark = accent_of(name)) {
      MathNode node = make(MathNode::Kind::accent, {parse_argument()});
      node.symbol = mark;
      return node;
    }
    if (const auto space = space_of(name)) return make_space(*space);
    if (const auto symbol = tex_symbol(name)) return make_symbol(*symbol);
    at_ = start;
    return fail("unknown command '\\" + name + "'");
  }

  MathNode parse_bold() {
    MathNode row = make(MathNode::Kind::row);
    for (const char32_t c : decode(parse_words()))
      row.children.push_back(make_symbol({bold_letter(c)}));
    return row;
  }

  MathNode parse_mark() {
    const std::string digits = parse_words();
    MathNode node = parse_argument();
    const bool whole = !digits.empty() && digits.size() < 7 &&
                       digits.find_first_not_of("0123456789") == std::string::npos;
    if (!whole) return fail("a mark is a whole number");
    node.mark = std::stoi(digits);
    return node;
  }

  static char32_t accent_of(const std::string& name) {
    if (name == "hat") return 0x302;
    if (name == "bar" || name == "overline") return 0x304;
    if (name == "vec") return 0x20D7;
    if (name == "tilde") return 0x303;
    if (name == "dot") return 0x307;
    return 0;
  }

  static std::optional<float> space_of(const std::string& name) {
    if (name == ",") return 3.0F / 18;
    if (name == ":") return 4.0F / 18;
    if (name == ";") return 5.0F / 18;
    if (name == "!") return -3.0F / 18;
    if (name == " ") return 0.25F;
    if (name == "quad") return 1.0F;
    if (name == "qquad") return 2.0F;
    return std::nullopt;
  }

  char32_t parse_delimiter() {
    skip_spaces();
    if (at_ >= text_.size()) {
      fail("a delimiter is missing");
      return 0;
    }
    if (here() == '.') {
      ++at_;
      return 0;
    }
    if (here() != '\\') return text_[at_++];
    const auto symbol = tex_symbol(command_name());
    if (!symbol) fail("this is no delimiter");
    return symbol ? symbol->c : 0;
  }

  MathNode parse_fenced() {
    MathNode node = make(MathNode::Kind::fenced);
    node.atom = AtomClass::inner;
    node.symbol = parse_delimiter();
    node.children.push_back(parse_row(U""));
    if (!starts_with(U"\\right")) return fail("'\\left' without '\\right'");
    at_ += 6;
    node.closing = parse_delimiter();
    return node;
  }

  MathNode parse_environment() {
    const std::string name = parse_words();
    MathNode grid = make(MathNode::Kind::grid);
    grid.left_aligned = name == "cases" || name == "aligned";
    std::vector<MathNodes> rows(1);
    while (!done()) {
      rows.back().push_back(parse_row(U""));
      if (starts_with(U"\\\\")) {
        at_ += 2;
        rows.emplace_back();
      } else if (here() == '&') {
        ++at_;
      } else {
        break;
      }
    }
    if (error_) return {};
    if (!starts_with(U"\\end{")) return fail("'\\begin{" + name + "}' is never ended");
    at_ += 4;
    if (parse_words() != name) return fail("'\\end' of something else than '" + name + "'");
    for (const MathNodes& row : rows)
      grid.columns = std::max(grid.columns, static_cast<int>(row.size()));
    for (MathNodes& row : rows) {
      row.resize(static_cast<std::size_t>(grid.columns), make(MathNode::Kind::row));
      std::move(row.begin(), row.end(), std::back_inserter(grid.children));
    }
    return fence_environment(name, std::move(grid));
  }

  MathNode fence_environment(const std::string& name, MathNode grid) {
    if (name == "matrix" || name == "aligned") return grid;
    if (name != "pmatrix" && name != "bmatrix" && name != "cases")
      return fail("unknown environment '" + name + "'");
    MathNode node = make(MathNode::Kind::fenced, {std::move(grid)});
    node.atom = AtomClass::inner;
    node.symbol = name == "pmatrix" ? U'(' : name == "bmatrix" ? U'[' : U'{';
    node.closing = name == "pmatrix" ? U')' : name == "bmatrix" ? U']' : U'\0';
    return node;
  }

  std::u32string text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  std::optional<Error> error_;
};

}  // namespace

Result<MathNode> parse_tex(std::string_view tex) {
  return TexParser(tex).parse();
}

}  // namespace backprop::viz
