#include "viz/scene/step_formula.h"

#include <algorithm>

#include "engine/trace/explain.h"
#include "viz/scene/formula_lines.h"
#include "viz/scene/numbers.h"
#include "viz/scene/step_text.h"
#include "viz/scene/view.h"
#include "viz/text/tex_symbols.h"

namespace backprop::viz {
namespace {

constexpr float sign_width = 26;
constexpr float formula_px = 16;

ValueId written_by(const Trace& trace, const Step& step) {
  return step.kind == StepKind::backward ? target(trace, step) : step.value;
}

/// The letters of an op's rule: y is its output, a, b, c, ... its arguments.
class RuleLetters {
 public:
  RuleLetters(const Value& value, ValueId id) : value_(value), id_(id) {}

  void mark(MathNode& node) {
    if (const auto entity = meant_by(node)) {
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

  const Value& value_;
  ValueId id_;
};

/// "+=", "=" or an arrow, beside the first line of a formula; the formula to its right.
void formula_row(Column& c, const std::string& sign, const TexParts& formula,
                 const FormulaStyle& style) {
  const FormulaPlace place =
      formula_lines(c.b, {c.x + sign_width, c.y + 8}, c.width - sign_width, formula, style);
  c.b.text({c.x, place.first_baseline}, sign, TextStyle::code, c.b.colors.muted);
  c.y = place.bottom - 4;
}

/// Whether the terms' number is all that is to be said: a formula of one number.
bool says_nothing_new(const TexParts& formula, const TexParts& before) {
  return formula.parts == before.parts;
}

/// While terms are stepped through: the one just evaluated.
void open_term(Column& c, const State& state, Index step, const TermList& terms,
               const FormulaStyle& style, Color ink) {
  const TermPlace place = term_place(*state.trace, step, state.time.term - 1);
  if (place.term >= static_cast<Index>(terms.size())) return;
  const TermList upto(terms.begin(), terms.begin() + place.term + 1);
  c.caption(c.b.words.format("inspector.term", place.term + 1, terms.size()));
  formula_row(c, "", in_tex(*state.trace, step, upto, Fill::numbers, c.b.look.digits), style);
  c.y += 22;
  c.b.text({c.x, c.y}, "=", TextStyle::code, c.b.colors.muted);
  c.b.text({c.x + sign_width, c.y}, c.b.number(upto.back().result), TextStyle::code, ink);
}

constexpr float rule_px = 15;
constexpr float least_rule_px = 11;

/// An op's rule in letters, as large as the column allows.
void rule_row(Column& c, const Trace& trace, const Step& step, const std::string& tex) {
  RuleLetters letters(trace.value(step.value), step.value);
  const MathMarker marker = [&](MathNode& formula) { letters.mark(formula); };
  float px = rule_px;
  MathBox box = set_tex(c.b.look.glyphs, tex, px, MathStyle::display, marker);
  while (box.width > c.width && px > 7) {
    px -= 1;
    letters.marks.clear();
    box = set_tex(c.b.look.glyphs, tex, px, MathStyle::display, marker);
  }
  const float baseline = c.y + 14 + box.ascent;
  marked_math(c.b, {c.x, baseline}, box, letters.marks,
              {.color = c.b.colors.muted, .tinted = false});
  c.y = baseline + box.descent + 2;
}

}  // namespace

void rule_rows(Column& c, const State& state, Index at, Index) {
  const Trace& trace = *state.trace;
  const Step& step = trace.step(at);
  const OpRow* op = trace.value(step.value).op;
  if (op == nullptr || step.kind == StepKind::update ||
      (step.kind == StepKind::backward && step.edge < 0))
    return;
  const std::string rule(op->formula_tex);
  if (step.kind != StepKind::backward) {
    rule_row(c, trace, step, rule);
    return;
  }
  const std::size_t edge =
      std::min(static_cast<std::size_t>(step.edge), op->derivative_tex.size() - 1);
  const std::string by(1, static_cast<char>('a' + edge));
  const std::string derivative =
      "\\frac{\\partial y}{\\partial " + by + "} = " + std::string(op->derivative_tex[edge]);
  // Beside each other where both have room in a size that can be read.
  const std::string both = rule + " \\qquad " + derivative;
  if (set_tex(c.b.look.glyphs, both, least_rule_px, MathStyle::display).width <= c.width) {
    rule_row(c, trace, step, both);
    return;
  }
  rule_row(c, trace, step, rule);
  rule_row(c, trace, step, derivative);
}

void expression_rows(Column& c, const State& state, Index at, Index element) {
  const Trace& trace = *state.trace;
  const Step& step = trace.step(at);
  const TermList terms = explain(trace, at, element);
  const ValueId written = written_by(trace, step);
  const Color ink =
      number_ink(c.b.colors, direction_ink(c.b.colors, step.kind), is_step_stale(state, at));
  if (terms.empty()) {
    c.row(element_name(trace, written, element), c.b.number(trace.value(written).data[element]),
          ink);
    return;
  }
  const std::string sign = step.kind == StepKind::backward ? contribution_sign(trace)
                           : step.kind == StepKind::update ? "\u2190"
                                                           : "=";
  FormulaStyle style{.px = formula_px, .color = c.b.colors.ink};
  const TexParts symbols = in_tex(trace, at, terms, Fill::symbols, c.b.look.digits);
  formula_row(c, sign, symbols, style);
  style.stale = [&](const MarkedNumber& number) {
    return number.gradient ? is_gradient_stale(state, number.entity.id, at)
                           : is_stale(state, number.entity.id);
  };
  const TexParts half = in_tex(trace, at, terms, Fill::half, c.b.look.digits);
  const TexParts numbers = in_tex(trace, at, terms, Fill::numbers, c.b.look.digits);
  if (!says_nothing_new(half, symbols) && !says_nothing_new(half, numbers))
    formula_row(c, "=", half, style);
  if (!says_nothing_new(numbers, symbols)) formula_row(c, "=", numbers, style);
  c.y += 21;
  c.b.text({c.x, c.y}, "=", TextStyle::code, c.b.colors.muted);
  c.b.text({c.x + sign_width, c.y}, c.b.number(terms.back().result), TextStyle::code_strong, ink);
  if (state.time.term > 0) open_term(c, state, at, terms, style, ink);
}

}  // namespace backprop::viz
