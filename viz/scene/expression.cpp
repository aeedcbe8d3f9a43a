#include "viz/scene/expression.h"

#include "viz/scene/numbers.h"
#include "viz/scene/term_tree.h"

namespace backprop::viz {
namespace {

class Writer {
 public:
  Writer(const Trace& trace, Index step, const TermList& terms, bool numbers)
      : trace_(trace), step_(step), terms_(terms), numbers_(numbers) {}

  Pieces write() {
    if (!terms_.empty()) write_term(terms_.back(), sum, false);
    return std::move(pieces_);
  }

 private:
  void symbol(const std::string& text) { pieces_.push_back({text, Piece::Role::symbol, {}}); }

  /// Where there is too much to spell out, only the first of many addends.
  void write_sum(const Term& term) {
    constexpr std::size_t most_addends = 6;
    const bool long_text = terms_.size() > most_terms_spelled;
    const auto all = long_text ? addends(terms_, term) : std::vector<const Operand*>();
    if (all.size() <= most_addends) {
      write_infix(term, " + ", sum);
      return;
    }
    for (std::size_t i = 0; i < most_addends; ++i) {
      if (i > 0) symbol(" + ");
      write_operand(*all[i], sum, i > 0);
    }
    symbol(" + \u2026");
  }

  void write_operand(const Operand& operand, Binding around, bool right) {
    if (operand.source == Operand::Source::term) {
      write_term(term_of(terms_, operand), around, right);
      return;
    }
    const OperandPlace place = operand_place(trace_, step_, operand);
    if (place.value == no_value || trace_.value(place.value).kind == ValueKind::constant) {
      const auto letter = numbers_ ? std::nullopt : kept_letter(trace_, step_, operand);
      letter ? symbol(*letter) : write_number(operand.value, around, right);
      return;
    }
    const auto role = place.gradient ? Piece::Role::gradient : Piece::Role::value;
    const Entity entity = Entity::value(place.value, place.element);
    const std::string text = numbers_         ? shown(operand.value)
                             : place.gradient ? gradient_name(trace_, place.value, place.element)
                                              : element_name(trace_, place.value, place.element);
    const bool falls_apart = numbers_ ? operand.value < 0 : !place.gradient && needs_brackets(text);
    const bool bracket = falls_apart && (around > sum || (numbers_ && right));
    if (bracket) symbol("(");
    pieces_.push_back({text, role, entity});
    if (bracket) symbol(")");
  }

  /// A negative number beside a sign is bracketed.
  void write_number(double number, Binding around, bool right) {
    const bool bracket = number < 0 && (around > sum || right);
    pieces_.push_back(
        {bracket ? "(" + shown(number) + ")" : shown(number), Piece::Role::number, {}});
  }

  void write_function(const std::string& name, const Operand& operand) {
    symbol(name + "(");
    write_operand(operand, sum, false);
    symbol(")");
  }

  void write_infix(const Term& term, const std::string& sign, Binding own) {
    write_operand(term.a, own, false);
    symbol(sign);
    write_operand(term.b, own, true);
  }

  /// `right`: on the right of an operation of the same strength, where a - (b - c) needs brackets.
  void write_term(const Term& term, Binding around, bool right) {
    if (term.op == TermOp::add && is_zero(term.a)) {  // the +0 that a chain starts from
      write_operand(term.b, around, right);
      return;
    }
    if (term.op == TermOp::copy) {
      write_operand(term.a, around, right);
      return;
    }
    const Binding own = binding(term.op);
    const bool bracket = own < around || (own == around && right && own != atom);
    if (bracket) symbol("(");
    write_operation(term, own);
    if (bracket) symbol(")");
  }

  void write_operation(const Term& term, Binding own) {
    switch (term.op) {
      case TermOp::add:
        write_sum(term);
        break;
      case TermOp::subtract:
        write_infix(term, " \u2212 ", own);
        break;
      case TermOp::multiply:
        write_infix(term, " \u00D7 ", own);
        break;
      case TermOp::divide:
        write_infix(term, " / ", own);
        break;
      case TermOp::power:
        write_infix(term, "^", own);
        break;
      case TermOp::negate:
        symbol("\u2212");
        write_operand(term.a, minus, true);
        break;
      case TermOp::gate:
        symbol("[");
        write_operand(term.a, sum, false);
        symbol(" > 0] \u00D7 ");
        write_operand(term.b, product, true);
        break;
      case TermOp::copy:
        break;
      case TermOp::abs:
        symbol("|");
        write_operand(term.a, sum, false);
        symbol("|");
        break;
      case TermOp::maximum:
      case TermOp::minimum:
        symbol(term.op == TermOp::maximum ? "max(" : "min(");
        write_operand(term.a, sum, false);
        symbol(", ");
        write_operand(term.b, sum, false);
        symbol(")");
        break;
      default:
        write_function(std::string(name_of(term.op)), term.a);
    }
  }

  const Trace& trace_;
  Index step_;
  const TermList& terms_;
  bool numbers_;
  Pieces pieces_;
};

}  // namespace

Pieces in_symbols(const Trace& trace, Index step, const TermList& terms) {
  return Writer(trace, step, terms, false).write();
}

Pieces in_numbers(const Trace& trace, Index step, const TermList& terms) {
  return Writer(trace, step, terms, true).write();
}

std::string plain_text(const Pieces& pieces) {
  std::string text;
  for (const Piece& piece : pieces)
    text += piece.text;
  return text;
}

}  // namespace backprop::viz
