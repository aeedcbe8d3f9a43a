#include "lessons/model/notation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "lessons/model/block_parts.h"

namespace backprop::lessons {
namespace {

bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

/// The byte after the group that begins there, or after one sign or command.
std::size_t end_of_argument(std::string_view tex, std::size_t at) {
  if (at >= tex.size()) return tex.size();
  if (tex[at] == '\\') {
    ++at;
    if (at < tex.size() && !is_letter(tex[at])) return at + 1;
    while (at < tex.size() && is_letter(tex[at]))
      ++at;
    return at;
  }
  if (tex[at] != '{') return at + 1;
  int depth = 0;
  for (; at < tex.size(); ++at) {
    if (tex[at] == '{') ++depth;
    if (tex[at] == '}' && --depth == 0) return at + 1;
  }
  return tex.size();
}

std::string_view without_braces(std::string_view part) {
  const bool braced = part.size() >= 2 && part.front() == '{' && part.back() == '}';
  return braced ? part.substr(1, part.size() - 2) : part;
}

/// A symbol and its subscript, as both are written.
struct Symbol {
  std::string_view base;
  std::optional<std::string_view> subscript;
  std::size_t end = 0;
};

Symbol symbol_at(std::string_view tex, std::size_t at) {
  Symbol symbol;
  symbol.end = end_of_argument(tex, at);
  symbol.base = tex.substr(at, symbol.end - at);
  if (symbol.end < tex.size() && tex[symbol.end] == '_') {
    const std::size_t begin = symbol.end + 1;
    symbol.end = end_of_argument(tex, begin);
    symbol.subscript = without_braces(tex.substr(begin, symbol.end - begin));
  }
  return symbol;
}

bool is_any(std::optional<std::string_view> subscript) {
  return subscript && *subscript == "#";
}

const Letter* find_letter(std::span<const Letter> letters, const Symbol& symbol) {
  const auto means = [&](const Letter& letter) {
    const Symbol ours = symbol_at(letter.ours, 0);
    const bool same_subscript =
        is_any(ours.subscript) ? symbol.subscript.has_value() : ours.subscript == symbol.subscript;
    return ours.base == symbol.base && same_subscript;
  };
  const auto found = std::find_if(letters.begin(), letters.end(), means);
  return found == letters.end() ? nullptr : &*found;
}

/// With that subscript in place of '#'.
std::string filled(std::string_view theirs, std::string_view subscript) {
  const auto sign = theirs.find('#');
  if (sign == std::string_view::npos) return std::string(theirs);
  const bool single = end_of_argument(subscript, 0) >= subscript.size();
  return fmt::format(fmt::runtime(single ? "{}{}{}" : "{}{{{}}}{}"), theirs.substr(0, sign),
                     subscript, theirs.substr(sign + 1));
}

/// Commands whose argument is no mathematics.
bool takes_words(std::string_view command) {
  static constexpr std::array<std::string_view, 7> all{
      "\\text", "\\mathrm", "\\mathbf", "\\operatorname", "\\textbf", "\\begin", "\\end"};
  return std::find(all.begin(), all.end(), command) != all.end();
}

/// The rules that a notation applies, one set after the other.
struct Rules {
  Notation notation;
  std::span<const Letter> written_out, source;

  std::string apply(const std::string& tex) const {
    if (notation == Notation::delta) return tex;
    const std::string long_form = with_letters(tex, written_out);
    return notation == Notation::source ? with_letters(long_form, source) : long_form;
  }

  /// Of an equation or formula, which may have its own form for a notation.
  void apply(std::string& tex, std::string& tex_delta, std::string& tex_source) const {
    if (notation == Notation::delta && !tex_delta.empty()) {
      tex = tex_delta;
    } else if (notation == Notation::source && !tex_source.empty()) {
      tex = tex_source;
    } else {
      tex = apply(tex);
    }
    tex_delta.clear();
    tex_source.clear();
  }
};

void rewrite(Block& block, const Rules& rules) {
  if (auto* formula = std::get_if<Formula>(&block.is))
    rules.apply(formula->tex, formula->tex_delta, formula->tex_source);
  if (auto* claim = std::get_if<Claim>(&block.is)) {
    if (!claim->as_printed && !claim->as_said)
      rules.apply(claim->tex, claim->tex_delta, claim->tex_source);
  }
  for (const auto& part : editable_texts_of(block)) {
    for (Inline& run : *part.text) {
      if (run.kind == Inline::Kind::math) run.text = rules.apply(run.text);
    }
  }
}

}  // namespace

Result<std::vector<Letter>> read_letters(const Field& field) {
  std::vector<Letter> letters;
  std::string_view rest = field.value;
  while (!trimmed(rest).empty()) {
    const auto end = std::min(rest.find(';'), rest.size());
    const std::string_view rule = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const auto sign = rule.find(" = ");
    const std::string_view ours = trimmed(rule.substr(0, std::min(sign, rule.size())));
    const bool symbol =
        !ours.empty() && (is_letter(ours.front()) || (ours.front() == '\\' && ours.size() > 1));
    if (sign == std::string_view::npos || !symbol || symbol_at(ours, 0).end != ours.size()) {
      return Error{field.place, fmt::format("'{}' does not say how a symbol is written", rule),
                   "write the symbol, ' = ' and the other, as in z_# = y_#; \\sigma = f"};
    }
    letters.push_back({std::string(ours), std::string(trimmed(rule.substr(sign + 3)))});
  }
  return letters;
}

std::string with_letters(std::string_view tex, std::span<const Letter> letters) {
  if (letters.empty()) return std::string(tex);
  std::string text;
  for (std::size_t at = 0; at < tex.size();) {
    const std::size_t begin = at;
    if (tex.substr(at).starts_with("{{")) {  // is to stay
      at = end_of_argument(tex, at);
      text += tex.substr(begin, at - begin);
      continue;
    }
    if (tex[at] != '\\' && !is_letter(tex[at])) {
      text += tex[at++];
      continue;
    }
    const Symbol symbol = symbol_at(tex, at);
    const Letter* letter = find_letter(letters, symbol);
    if (letter == nullptr) {
      at += symbol.base.size();
      const std::size_t words = takes_words(symbol.base) ? end_of_argument(tex, at) : at;
      text += tex.substr(begin, words - begin);
      at = words;
      continue;
    }
    const std::string theirs = filled(letter->theirs, symbol.subscript.value_or(""));
    at = symbol.end;
    const bool raised = at < tex.size() && tex[at] == '^' && theirs.starts_with("\\frac");
    text += raised ? "\\left( " + theirs + " \\right)" : theirs;
    // "\sigma x" is "f x", "z x" is "\alpha x"
    if (!theirs.empty() && is_letter(theirs.back()) && at < tex.size() && is_letter(tex[at]))
      text += ' ';
  }
  return text;
}

Lesson in_notation(Lesson lesson, Notation notation) {
  const Rules rules{notation, lesson.written_out, lesson.source_letters};
  for (Block& block : lesson.blocks)
    rewrite(block, rules);
  return lesson;
}

std::vector<std::pair<std::string, std::string>> own_letters(std::span<const Letter> letters,
                                                             const std::string& name,
                                                             const std::string& digits) {
  std::vector<std::pair<std::string, std::string>> all;
  for (const Letter& letter : letters) {
    const Symbol theirs = symbol_at(letter.theirs, 0);
    if (theirs.end != letter.theirs.size() || theirs.base != name) continue;
    const bool any = is_any(theirs.subscript);
    if (any ? digits.empty() : theirs.subscript.value_or("") != digits) continue;
    const Symbol ours = symbol_at(letter.ours, 0);
    all.emplace_back(ours.base, any ? digits : std::string(ours.subscript.value_or("")));
  }
  return all;
}

}  // namespace backprop::lessons
