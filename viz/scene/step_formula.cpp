#include "viz/scene/step_formula.h"

#include <algorithm>

#include "engine/trace/explain.h"
#include "viz/scene/formula_rows.h"
#include "viz/scene/numbers.h"
#include "viz/scene/step_text.h"
#include "viz/scene/view.h"
#include "viz/text/tex_symbols.h"

namespace backprop::viz {
namespace {

constexpr float formula_px = 16;

ValueId written_by(const Trace& trace, const Step& step) {
  return step.kind == StepKind::backward ? target(trace, step) : step.value;
}

/// The letters of an op's rule: y is its output, a, b, c, ... its arguments. Where the program has
/// names of these letters, others take their place.
class RuleLetters {
 public:
  RuleLetters(const Trace& trace, ValueId id) : trace_(trace), value_(trace.value(id)), id_(id) {
    for (const char output : {'y', 'f', 'r'}) {
      output_ = output;
      if (!is_taken(output)) break;
    }
    for (const std::string_view letters : {"abcd", "uvst", "pqmn"}) {
      arguments_ = letters;
      const auto used = letters.substr(0, value_.arguments.size());
      if (std::none_of(used.begin(), used.end(), [&](char c) { return is_taken(c); })) break;
    }
  }

  void mark(MathNode& node) {
    if (const auto entity = meant_by(node)) {
      node.symbol = typed_symbol(letter_for(typed_letter(node.symbol))).c;
      node.mark = static_cast<int>(marks.size());
      marks.push_back({*entity, false});
      return;
    }
    for (MathNode& child : node.children)
      mark(child);
  }

  std::vector<MarkedNumber> marks;

 private:
  std::optional<Entity> meant_by(const MathNode& node) const {
    if (node.kind != MathNode::Kind::symbol) return std::nullopt;
    const char letter = typed_letter(node.symbol);
    if (letter == 'y') return Entity::value(id_);
    if (letter < 'a' || letter == 'e') return std::nullopt;  // e is Euler's number
    const auto argument = static_cast<std::size_t>(letter - 'a');
    if (argument >= value_.arguments.size() || argument > 3) return std::nullopt;
    return Entity::value(value_.arguments[argument]);
  }

  bool is_taken(char letter) const { return trace_.named.contains(std::string(1, letter)); }

  char32_t letter_for(char letter) const {
    const char other = letter == 'y' ? output_ : arguments_[static_cast<std::size_t>(letter - 'a')];
    return static_cast<char32_t>(other);
  }

  const Trace& trace_;
  const Value& value_;
  ValueId id_;
  char output_ = 'y';
  std::string_view arguments_ = "abcd";
};

/// Whether the terms' number is all that is to be said: a formula of one number.
bool says_nothing_new(const TexParts& formula, const TexParts& before) {
  return formula.parts == before.parts;
}

constexpr float least_px_beside = 11;

/// An op's rule, in the letters of the op table.
void rule_row(Column& c, const Trace& trace, ValueId id, const std::string& tex) {
  RuleLetters letters(trace, id);
  letters_row(c, tex, {[&](MathNode& formula) { letters.mark(formula); }, &letters.marks});
}

}  // namespace

void rule_rows(Column& c, const Trace& trace, Index at) {
  const Step& step = trace.step(at);
  const OpRow* op = trace.value(step.value).op;
  if (op == nullptr || step.kind == StepKind::update ||
      (step.kind == StepKind::backward && step.edge < 0))
    return;
  const std::vector<const Tensor*> arguments = arguments_of(trace, step.value);
  const OpFormula formula = formula_of(*op, {arguments, trace.value(step.value).attributes});
  const std::string rule(formula.value_tex);
  if (step.kind != StepKind::backward) {
    rule_row(c, trace, step.value, rule);
    return;
  }
  const std::size_t edge =
      std::min(static_cast<std::size_t>(step.edge), formula.derivative_tex.size() - 1);
  const std::string by(1, static_cast<char>('a' + edge));
  const std::string derivative =
      "\\frac{\\partial y}{\\partial " + by + "} = " + std::string(formula.derivative_tex[edge]);
  // Beside each other where both have room in a size that can be read.
  const std::string both = rule + " \\qquad " + derivative;
  if (set_tex(c.b.look.glyphs, both, least_px_beside, MathStyle::display).width <= c.width) {
    rule_row(c, trace, step.value, both);
    return;
  }
  rule_row(c, trace, step.value, rule);
  rule_row(c, trace, step.value, derivative);
}

namespace {

FormulaStyle step_style(const State& state, Index at, const Palette& colors) {
  FormulaStyle style{.px = formula_px, .color = colors.ink};
  style.stale = [&state, at](const MarkedNumber& number) {
    return number.gradient ? is_gradient_stale(state, number.entity.id, at)
                           : is_stale(state, number.entity.id);
  };
  return style;
}

Color step_ink(const Builder& b, const State& state, Index at) {
  return number_ink(b.colors, direction_ink(b.colors, state.trace->step(at).kind),
                    is_step_stale(state, at));
}

}  // namespace

namespace {

constexpr float least_readable_px = 13;

/// As short as it must be to be read in the column's width.
Spelling readable(const Column& c, const Trace& trace, Index at, const TermList& terms) {
  Spelling spelling;
  for (const Brevity brevity :
       {Brevity::whole, Brevity::repeated, Brevity::enclosed, Brevity::shortened}) {
    spelling = spelling_of(trace, at, terms, brevity);
    const auto fits = [&](Fill fill) {
      const TexParts all = in_tex(trace, at, terms, fill, c.b.look.digits, spelling);
      return widest_part(c.b, all, least_readable_px) <= c.width - formula_sign_width;
    };
    if (fits(Fill::symbols) && fits(Fill::half) && fits(Fill::numbers)) break;
  }
  return spelling;
}

/// "m = max(o_1, o_2)", in numbers and what it comes to, for each named part.
void named_part_rows(Column& c, const State& state, Index at, const TermList& terms,
                     const Spelling& spelling) {
  const Trace& trace = *state.trace;
  const FormulaStyle style = step_style(state, at, c.b.colors);
  Spelling before{{}, spelling.shortened};
  for (const NamedPart& part : spelling.named) {
    const TermList its(terms.begin(), terms.begin() + static_cast<Index>(part.term) + 1);
    const auto filled = [&](Fill fill) {
      return in_tex(trace, at, its, fill, c.b.look.digits, before);
    };
    formula_row(c, std::string(1, part.letter) + "=", filled(Fill::symbols),
                {.px = formula_px, .color = c.b.colors.ink});
    if (is_begun(state, at)) {
      formula_row(c, "=", filled(Fill::numbers), style);
      result_row(c, its.back().result, TextStyle::code, step_ink(c.b, state, at));
    }
    before.named.push_back(part);
  }
}

}  // namespace

void open_term_rows(Column& c, const State& state, Index at, Index element) {
  if (state.time.term == 0 || state.time.step != at) return;
  const Trace& trace = *state.trace;
  const TermPlace place = term_place(trace, at, state.time.term - 1);
  const TermList terms = explain(trace, at, element);
  if (place.element != element || place.term >= static_cast<Index>(terms.size())) return;
  const TermList upto(terms.begin(), terms.begin() + place.term + 1);
  c.caption(c.b.words.format("inspector.term", state.time.term, term_count(trace, at)));
  const Spelling spelling = readable(c, trace, at, upto);
  formula_row(c, "", in_tex(trace, at, upto, Fill::numbers, c.b.look.digits, spelling),
              step_style(state, at, c.b.colors));
  result_row(c, upto.back().result, TextStyle::code, step_ink(c.b, state, at));
}

void term_rows(Column& c, const State& state, Index at, const TermList& terms,
               const std::string& sign, bool made, Color ink) {
  const Trace& trace = *state.trace;
  const FormulaStyle style = step_style(state, at, c.b.colors);
  const Spelling spelling = readable(c, trace, at, terms);
  named_part_rows(c, state, at, terms, spelling);
  const TexParts symbols = in_tex(trace, at, terms, Fill::symbols, c.b.look.digits, spelling);
  formula_row(c, sign, symbols, {.px = formula_px, .color = c.b.colors.ink});
  if (!is_begun(state, at)) return;
  const TexParts half = in_tex(trace, at, terms, Fill::half, c.b.look.digits, spelling);
  const TexParts numbers = in_tex(trace, at, terms, Fill::numbers, c.b.look.digits, spelling);
  if (!says_nothing_new(half, symbols) && !says_nothing_new(half, numbers))
    formula_row(c, "=", half, style);
  if (!says_nothing_new(numbers, symbols)) formula_row(c, "=", numbers, style);
  if (made) result_row(c, terms.back().result, TextStyle::code_strong, ink);
}

void expression_rows(Column& c, const State& state, Index at, Index element) {
  const Trace& trace = *state.trace;
  const Step& step = trace.step(at);
  const TermList terms = explain(trace, at, element);
  const ValueId written = written_by(trace, step);
  const bool made = is_made(state, at, element);
  const Color ink = step_ink(c.b, state, at);
  if (terms.empty()) {
    if (made)
      c.row(element_name(trace, written, element), c.b.number(trace.value(written).data[element]),
            ink);
    return;
  }
  const std::string sign = step.kind == StepKind::backward ? contribution_sign(trace)
                           : step.kind == StepKind::update ? "\u2190"
                                                           : "=";
  term_rows(c, state, at, terms, sign, made, ink);
  open_term_rows(c, state, at, element);
}

}  // namespace backprop::viz
