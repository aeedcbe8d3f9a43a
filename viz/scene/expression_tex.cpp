#include "viz/scene/expression_tex.h"

#include <algorithm>
#include <cmath>

#include "engine/number_text.h"
#include "viz/scene/expression.h"
#include "viz/scene/numbers.h"
#include "viz/scene/term_tree.h"

namespace backprop::viz {
namespace {

constexpr int deepest = 30;  // terms inside terms: no reader, and no stack, goes on
constexpr std::size_t most_addends_inside = 4;
constexpr std::size_t most_addends = 6;  // of a sum with too many terms to spell out

/// As mathematics is set: a fraction needs no brackets, an exponent binds as a power.
Binding binding_in_tex(TermOp op) {
  if (op == TermOp::divide) return atom;
  if (op == TermOp::gate) return product;
  return op == TermOp::exp ? power : binding(op);
}

/// A program's text inside \text{}: braces would end it.
std::string upright(const std::string& text) {
  std::string safe;
  for (const char c : text)
    safe += c == '{' || c == '}' || c == '\\' ? ' ' : c;
  return "\\text{" + safe + "}";
}

class TexWriter {
 public:
  TexWriter(const Trace& trace, Index step, const TermList& terms, Fill fill, int digits)
      : trace_(trace),
        step_(step),
        terms_(terms),
        fill_(fill),
        digits_(digits),
        backward_(trace.step(step).kind == StepKind::backward) {}

  TexParts write() && {
    if (!terms_.empty()) write_term(terms_.back(), sum, false);
    end_part();
    return std::move(result_);
  }

 private:
  void put(const std::string& tex) { part_ += tex; }

  void end_part() {
    if (!part_.empty()) result_.parts.push_back(std::move(part_));
    part_.clear();
  }
  /// Between operands, outside all brackets and fractions, a line may break.
  void may_break() {
    if (depth_ > 0) return;
    end_part();
    put("{}");  // so that the sign that follows is one between two things
  }

  void bracketed(const auto& write) {
    put("\\left(");
    ++depth_;
    write();
    --depth_;
    put("\\right)");
  }

  /// Inside a group of its own: a numerator, an exponent, an argument.
  void grouped(const Operand& operand) {
    put("{");
    ++depth_;
    write_operand(operand, sum, false);
    --depth_;
    put("}");
  }

  // Numbers and names.

  bool as_number(const OperandPlace& place) const {
    if (fill_ != Fill::half) return fill_ == Fill::numbers;
    if (backward_) return !place.gradient;
    return trace_.value(place.value).kind != ValueKind::parameter;
  }

  void write_operand(const Operand& operand, Binding around, bool right) {
    if (operand.source == Operand::Source::term) {
      write_term(term_of(terms_, operand), around, right);
      return;
    }
    const OperandPlace place = operand_place(trace_, step_, operand);
    if (place.value == no_value || trace_.value(place.value).kind == ValueKind::constant) {
      const auto letter =
          fill_ == Fill::symbols ? kept_letter(trace_, step_, operand) : std::nullopt;
      letter ? put(*letter) : number(operand.value, around, right);
      return;
    }
    put("\\mark{" + std::to_string(result_.marks.size()) + "}{");
    result_.marks.push_back({Entity::value(place.value, place.element), place.gradient});
    if (as_number(place)) {
      number(operand.value, around, right);
    } else {
      put(place.gradient ? gradient_tex(trace_, place.value, place.element)
                         : name_tex(trace_, place.value, place.element));
    }
    put("}");
  }

  /// A negative number beside a sign is bracketed.
  void number(double number, Binding around, bool right) {
    const bool bracket =
        (std::signbit(number) && (around > sum || right)) ||
        (around == power && number_tex(number, digits_).find("cdot") != std::string::npos);
    put(bracket ? "(" + number_tex(number, digits_) + ")" : number_tex(number, digits_));
  }

  // Operations.

  /// `right`: on the right of an operation of the same strength, where a - (b - c) needs brackets.
  void write_term(const Term& term, Binding around, bool right) {
    if (nesting_ >= deepest) {
      put("\\cdots");
      return;
    }
    ++nesting_;
    write_inside(term, around, right);
    --nesting_;
  }

  void write_inside(const Term& term, Binding around, bool right) {
    if (term.op == TermOp::add && is_zero(term.a)) {  // the +0 that a chain starts from
      write_operand(term.b, around, right);
      return;
    }
    if (term.op == TermOp::copy) {
      write_operand(term.a, around, right);
      return;
    }
    const Binding own = binding_in_tex(term.op);
    const bool bracket = own < around || (own == around && right && own < power);
    if (bracket) {
      bracketed([&] { write_operation(term, own); });
    } else {
      write_operation(term, own);
    }
  }

  void infix(const Term& term, const char* sign, Binding own) {
    write_operand(term.a, own, false);
    may_break();
    put(sign);
    write_operand(term.b, own, true);
  }

  /// A loop over the addends: a long sum is a chain as deep as it is long. Of one that cannot be
  /// broken, as in a fraction, the middle is left out; of one with too much to spell out, the end.
  void write_sum(const Term& term) {
    const std::vector<const Operand*> all = addends(terms_, term);
    const bool inside = depth_ > 0 && all.size() > most_addends_inside;
    const bool cut = terms_.size() > most_terms_spelled && all.size() > most_addends;
    const std::size_t first = inside ? most_addends_inside - 2 : cut ? most_addends : all.size();
    for (std::size_t i = 0; i < first; ++i)
      write_addend(*all[i], i > 0);
    if (first == all.size()) return;
    plus();
    put("\\cdots");
    if (inside) write_addend(*all.back(), true);
  }

  void plus() {
    may_break();
    put(" + ");
  }

  void write_addend(const Operand& addend, bool follows) {
    if (follows) plus();
    write_operand(addend, sum, follows);
  }

  void function(const std::string& name, const Operand& argument) {
    put("\\operatorname{" + name + "}");
    bracketed([&] { write_operand(argument, sum, false); });
  }

  void write_operation(const Term& term, Binding own) {
    switch (term.op) {
      case TermOp::add:
        write_sum(term);
        break;
      case TermOp::subtract:
        infix(term, " - ", own);
        break;
      case TermOp::multiply:
        infix(term, " \\cdot ", own);
        break;
      case TermOp::divide:
        put("\\frac");
        grouped(term.a);
        grouped(term.b);
        break;
      case TermOp::power:
        put("{");
        ++depth_;
        write_operand(term.a, atom, false);
        --depth_;
        put("}^");
        grouped(term.b);
        break;
      case TermOp::exp:
        put("e^");
        grouped(term.a);
        break;
      case TermOp::sqrt:
        put("\\sqrt");
        grouped(term.a);
        break;
      case TermOp::negate:
        put("-");
        write_operand(term.a, minus, true);
        break;
      case TermOp::gate:
        put("[");
        ++depth_;
        write_operand(term.a, sum, false);
        --depth_;
        put(" > 0]");
        may_break();
        put(" \\cdot ");
        write_operand(term.b, product, true);
        break;
      case TermOp::abs:
        put("\\left|");
        grouped(term.a);
        put("\\right|");
        break;
      case TermOp::maximum:
      case TermOp::minimum:
        put(term.op == TermOp::maximum ? "\\operatorname{max}" : "\\operatorname{min}");
        bracketed([&] {
          write_operand(term.a, sum, false);
          put(", ");
          write_operand(term.b, sum, false);
        });
        break;
      default:
        function(std::string(name_of(term.op)), term.a);
    }
  }

  const Trace& trace_;
  Index step_;
  const TermList& terms_;
  Fill fill_;
  int digits_;
  bool backward_;
  TexParts result_;
  std::string part_;
  int depth_ = 0;    ///< of brackets and groups
  int nesting_ = 0;  ///< of terms
};

/// A name: one letter is a variable of mathematics, more are upright as in the program.
std::string letters_tex(const std::string& name) {
  return name.size() == 1 ? name : upright(name);
}

}  // namespace

TexParts in_tex(const Trace& trace, Index step, const TermList& terms, Fill fill, int digits) {
  return TexWriter(trace, step, terms, fill, digits).write();
}

std::string name_tex(const Trace& trace, ValueId id, Index element) {
  const std::string name = display_name(trace, id);
  const Shape& shape = trace.value(id).data.shape;
  const std::size_t at = name.rfind('@');
  const bool named = !trace.value(id).name.empty();
  const bool counted = named && at != std::string::npos;
  std::string tex = named ? letters_tex(name.substr(0, counted ? at : name.size())) : upright(name);
  if (!named && element >= 0 && !shape.empty() && !name.starts_with('(')) tex = "(" + tex + ")";
  if (counted) tex += "^{(" + name.substr(at + 1) + ")}";
  if (element < 0 || shape.empty()) return tex;
  std::string index = index_text(element, shape);  // "[0,1]"
  index = index.substr(1, index.size() - 2);
  return tex + "_{" + index + "}";
}

std::string gradient_tex(const Trace& trace, ValueId id, Index element) {
  return "\\frac{\\partial " + letters_tex(loss_name(trace)) + "}{\\partial " +
         name_tex(trace, id, element) + "}";
}

std::string number_tex(double number, int digits) {
  if (std::isnan(number)) return "\\text{nan}";
  if (std::isinf(number)) return number < 0 ? "-\\infty" : "\\infty";
  const std::string text = short_text(number, digits);
  const std::size_t exponent = text.find('e');
  if (exponent == std::string::npos) return text;
  return text.substr(0, exponent) + " \\cdot 10^{" +
         std::to_string(std::stoi(text.substr(exponent + 1))) + "}";
}

}  // namespace backprop::viz
