#include "viz/text/math_markup.h"

#include <fmt/format.h>

#include <algorithm>

#include "viz/text/tex_symbols.h"
#include "viz/text/utf8.h"

namespace backprop::viz {
namespace {

using Kind = MathNode::Kind;

bool is_empty(const MathNode& node) {
  return node.kind == Kind::row &&
         std::all_of(node.children.begin(), node.children.end(), is_empty);
}

bool is_digit(const MathNode& node) {
  return node.kind == Kind::symbol &&
         ((node.symbol >= '0' && node.symbol <= '9') || node.symbol == '.');
}

/// The letter of ordinary text that an italic one of mathematics is.
char32_t upright(char32_t c) {
  if (const char letter = typed_letter(c)) return static_cast<unsigned char>(letter);
  if (c >= 0x1D6FC && c <= 0x1D714) return c - 0x1D6FC + 0x3B1;  // small Greek
  if (c >= 0x1D6E2 && c <= 0x1D6FA) return c - 0x1D6E2 + 0x391;  // capital Greek
  if (c == 0x1D715) return 0x2202;                               // the partial derivative's
  if (c == 0x1D716) return 0x3F5;                                // epsilon
  return c;
}

bool is_letter(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0x370 && c <= 0x3FF) ||
         c == 0x2202 || c == 0x221E;
}

class MarkupWriter {
 public:
  std::string write(const MathNode& node) {
    add(node);
    return std::move(text_);
  }

 private:
  void element(std::string_view name, const MathNode& child) {
    open(name);
    add(child);
    close(name);
  }
  void open(std::string_view name) { text_ += "<" + std::string(name) + ">"; }
  void close(std::string_view name) { text_ += "</" + std::string(name) + ">"; }
  /// Markup drops the spaces at the ends of words: "new w" would be read as "neww".
  static std::string with_firm_spaces(const std::string& words) {
    const std::size_t begin = words.find_first_not_of(' ');
    if (begin == std::string::npos) return words;
    std::string firm;
    for (std::size_t i = 0; i < words.size(); ++i) {
      const bool at_an_end = i < begin || i > words.find_last_not_of(' ');
      firm += at_an_end ? "\u00A0" : words.substr(i, 1);
    }
    return firm;
  }

  void leaf(std::string_view name, std::string_view content) {
    open(name);
    text_ += markup_escaped(content);
    close(name);
  }

  /// Digits side by side are one number.
  void add_row(const MathNode& row) {
    open("mrow");
    for (std::size_t i = 0; i < row.children.size();) {
      std::string digits;
      for (; i < row.children.size() && is_digit(row.children[i]); ++i)
        digits += encode(row.children[i].symbol);
      if (!digits.empty())
        leaf("mn", digits);
      else
        add(row.children[i++]);
    }
    close("mrow");
  }

  void add_symbol(const MathNode& node) {
    const char32_t c = upright(node.symbol);
    const std::string_view name = is_digit(node) ? "mn" : is_letter(c) ? "mi" : "mo";
    leaf(name, encode(c));
  }

  void add_scripts(const MathNode& node) {
    const bool below = !is_empty(node.children[1]);
    const bool above = !is_empty(node.children[2]);
    const std::string_view name = node.limits ? (below && above ? "munderover"
                                                 : below        ? "munder"
                                                                : "mover")
                                              : (below && above ? "msubsup"
                                                 : below        ? "msub"
                                                                : "msup");
    open(name);
    add(node.children[0]);
    if (below) add(node.children[1]);
    if (above || !below) add(node.children[2]);
    close(name);
  }

  void add_fenced(const MathNode& node) {
    open("mrow");
    if (node.symbol != 0) leaf("mo", encode(node.symbol));
    add(node.children[0]);
    if (node.closing != 0) leaf("mo", encode(node.closing));
    close("mrow");
  }

  void add_grid(const MathNode& node) {
    text_ += node.left_aligned ? "<mtable columnalign=\"left\">" : "<mtable>";
    const auto columns = static_cast<std::size_t>(std::max(node.columns, 1));
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      if (i % columns == 0) open("mtr");
      element("mtd", node.children[i]);
      if (i % columns == columns - 1) close("mtr");
    }
    close("mtable");
  }

  void add(const MathNode& node) {
    switch (node.kind) {
      case Kind::row:
        add_row(node);
        break;
      case Kind::symbol:
        add_symbol(node);
        break;
      case Kind::text:
        leaf(node.atom == AtomClass::large_op ? "mi" : "mtext", with_firm_spaces(node.words));
        break;
      case Kind::fraction:
        open("mfrac");
        add(node.children[0]);
        add(node.children[1]);
        close("mfrac");
        break;
      case Kind::scripts:
        add_scripts(node);
        break;
      case Kind::radical:
        element("msqrt", node.children[0]);
        break;
      case Kind::fenced:
        add_fenced(node);
        break;
      case Kind::accent:
        text_ += "<mover accent=\"true\">";
        add(node.children[0]);
        leaf("mo", node.symbol == 0x302 ? "^" : node.symbol == 0x304 ? "\u00AF" : "~");
        close("mover");
        break;
      case Kind::grid:
        add_grid(node);
        break;
      case Kind::space:
        text_ += fmt::format("<mspace width=\"{:.3f}em\"/>", node.width);
        break;
    }
  }

  std::string text_;
};

class LineWriter {
 public:
  std::string write(const MathNode& node) {
    add(node);
    return std::move(text_);
  }

 private:
  static std::string alone(const MathNode& node) { return LineWriter().write(node); }

  /// Whether something must be bracketed when it stands beside a "/" or above as a power.
  static bool falls_apart(const std::string& text) {
    return decode(text).size() > 1 && !(text.front() == '(' && text.back() == ')') &&
           text.find_first_not_of("0123456789.") != std::string::npos;
  }
  static std::string bracketed(const std::string& text) {
    return falls_apart(text) ? "(" + text + ")" : text;
  }

  void add_symbol(const MathNode& node) {
    const std::string c = encode(upright(node.symbol));
    const bool opens =
        text_.empty() || text_.back() == '(' || text_.back() == '[' || text_.back() == ' ';
    const bool spaced =
        node.atom == AtomClass::relation || (node.atom == AtomClass::binary && !opens);
    if (node.atom == AtomClass::punctuation)
      text_ += c + " ";
    else
      text_ += spaced ? " " + c + " " : c;
  }

  /// A function's name keeps off from what stands beside it, unless that is a bracket.
  void apart(const MathNode& next) {
    const bool bracket = next.kind == Kind::fenced || next.atom == AtomClass::opening ||
                         next.atom == AtomClass::relation || next.atom == AtomClass::binary;
    if (after_word_ && !bracket && !text_.empty() && text_.back() != ' ') text_ += ' ';
    after_word_ = false;
  }

  void add_scripts(const MathNode& node) {
    add(node.children[0]);
    const bool word = after_word_ || node.limits;
    if (!is_empty(node.children[1])) text_ += "_" + bracketed(alone(node.children[1]));
    if (!is_empty(node.children[2])) {
      const std::string above = alone(node.children[2]);
      text_ += above == "\u2032" ? above : "^" + bracketed(above);
    }
    after_word_ = word;
  }

  void add_grid(const MathNode& node) {
    const auto columns = static_cast<std::size_t>(std::max(node.columns, 1));
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      if (i > 0) text_ += i % columns == 0 ? "; " : ", ";
      text_ += alone(node.children[i]);
    }
  }

  void add(const MathNode& node) {
    if (node.kind != Kind::row && node.kind != Kind::space) apart(node);
    switch (node.kind) {
      case Kind::row:
        for (const MathNode& child : node.children)
          add(child);
        break;
      case Kind::symbol:
        add_symbol(node);
        after_word_ = node.limits;
        break;
      case Kind::text:
        text_ += node.words;
        after_word_ = node.atom == AtomClass::large_op;
        break;
      case Kind::fraction:
        if (!text_.empty() && decode(text_).back() != ' ' && text_.back() != '(') text_ += ' ';
        text_ += bracketed(alone(node.children[0])) + "/" + bracketed(alone(node.children[1]));
        after_word_ = true;
        break;
      case Kind::scripts:
        add_scripts(node);
        break;
      case Kind::radical:
        text_ += "\u221A" + bracketed(alone(node.children[0]));
        break;
      case Kind::fenced:
        if (node.symbol != 0) text_ += encode(node.symbol);
        text_ += alone(node.children[0]);
        if (node.closing != 0) text_ += encode(node.closing);
        break;
      case Kind::accent:
        text_ += alone(node.children[0]) + encode(node.symbol);
        break;
      case Kind::grid:
        add_grid(node);
        break;
      case Kind::space:
        if (node.width > 0 && !text_.empty() && text_.back() != ' ') text_ += ' ';
        break;
    }
  }

  std::string text_;
  bool after_word_ = false;
};

}  // namespace

std::string mathml(const MathNode& formula, bool display) {
  return std::string("<math") + (display ? " display=\"block\">" : ">") +
         MarkupWriter().write(formula) + "</math>";
}

std::string math_as_text(const MathNode& formula) {
  return LineWriter().write(formula);
}

std::string markup_escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' ? ' ' : c;
    }
  }
  return safe;
}

}  // namespace backprop::viz
