#include "viz/scene/expression_tex.h"

#include <algorithm>
#include <cmath>

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

/// Whether a shortened sum of so many addends is not written whole.
bool is_long(std::size_t addends) {
  return addends > 3;
}

class TexWriter {
 public:
  TexWriter(const Trace& trace, Index step, const TermList& terms, Fill fill, int digits,
            const Spelling& spelling)
      : trace_(trace),
        step_(step),
        terms_(terms),
        fill_(fill),
        digits_(digits),
        spelling_(spelling),
        backward_(trace.step(step).kind == StepKind::backward) {}

  TexParts write() && {
    if (!terms_.empty()) write_term(terms_.back(), sum, false);
    end_part();
    return std::move(result_);
  }

 private:
  void put(const std::string& tex) { part_ += tex; }

  void end_part() {
    if (!part_.empty()) {
      result_.parts.push_back(std::move(part_));
      result_.breaks.push_back(break_);
    }
    part_.clear();
  }
  /// Between operands, outside all brackets and fractions, a line may break.
  void may_break(Break kind) {
    if (depth_ > 0) return;
    end_part();
    break_ = kind;
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

  /// The part that has a letter; null where the operand has none.
  const NamedPart* named_part(const Operand& operand) const {
    for (const NamedPart& part : spelling_.named) {
      if (part.term == static_cast<std::size_t>(operand.which)) return &part;
    }
    return nullptr;
  }

  void write_operand(const Operand& operand, Binding around, bool right) {
    if (operand.source == Operand::Source::term) {
      const NamedPart* part = named_part(operand);
      if (part == nullptr) {
        write_term(term_of(terms_, operand), around, right);
      } else if (fill_ == Fill::symbols) {
        put(std::string(1, part->letter));
      } else {
        number(term_of(terms_, operand).result, around, right);
      }
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
    may_break(own == sum ? Break::addend : Break::factor);
    put(sign);
    write_operand(term.b, own, true);
  }

  /// A loop over the addends: a long sum is a chain as deep as it is long. Of one that cannot be
  /// broken, as in a fraction, the middle is left out; of one with too much to spell out, the end.
  void write_sum(const Term& term) {
    const std::vector<const Operand*> all = addends(terms_, term);
    const bool inside = depth_ > 0 && all.size() > most_addends_inside;
    const bool cut = terms_.size() > most_terms_spelled && all.size() > most_addends;
    const bool shortened = spelling_.shortened && is_long(all.size());
    const std::size_t first = shortened ? 1
                              : inside  ? most_addends_inside - 2
                              : cut     ? most_addends
                                        : all.size();
    for (std::size_t i = 0; i < first; ++i)
      write_addend(*all[i], i > 0);
    if (first == all.size()) return;
    plus();
    put("\\cdots");
    if (inside && !shortened) write_addend(*all.back(), true);
  }

  /// The largest of several is found one by one: max(max(a, b), c) is read as max(a, b, c). As deep
  /// as a sum is long: a loop.
  void write_extreme(const Term& term, TermOp op) {
    std::vector<const Operand*> all{&term.b};
    const Operand* first = &term.a;
    while (first->source == Operand::Source::term && term_of(terms_, *first).op == op &&
           named_part(*first) == nullptr) {
      all.push_back(&term_of(terms_, *first).b);
      first = &term_of(terms_, *first).a;
    }
    all.push_back(first);
    const std::size_t most = all.size() > most_addends ? most_addends_inside : all.size();
    for (std::size_t i = 0; i < most; ++i) {
      if (i > 0) put(", ");
      write_operand(*all[all.size() - 1 - i], sum, false);
    }
    if (most < all.size()) put(", \\cdots");
  }

  void plus() {
    may_break(Break::addend);
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
        may_break(Break::factor);
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
        bracketed([&] { write_extreme(term, term.op); });
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
  const Spelling& spelling_;
  bool backward_;
  TexParts result_;
  std::string part_;
  Break break_ = Break::addend;  ///< before the part that is being written
  int depth_ = 0;                ///< of brackets and groups
  int nesting_ = 0;              ///< of terms
};

}  // namespace

namespace {

/// How often each term is used by those that are written.
class Uses {
 public:
  Uses(const TermList& terms, Brevity brevity)
      : terms_(terms), brevity_(brevity), count_(terms.size()), seen_(terms.size()) {
    if (terms.empty()) return;
    // Operands stand before what uses them: from the last term down, all uses of one are known.
    seen_.back() = true;
    for (std::size_t i = terms.size(); i-- > 0;) {
      if (seen_[i]) visit(i);
    }
  }

  bool is_worth_a_letter(std::size_t term) const {
    const Term& its = terms_[term];
    const bool is_alone = its.op == TermOp::copy || its.op == TermOp::negate ||
                          (its.op == TermOp::add && is_zero(its.a));
    return count_[term] > 1 && !is_alone;
  }

 private:
  void visit(std::size_t i) {
    const Term& term = terms_[i];
    if (term.op != TermOp::add) {
      const bool encloses = binding_in_tex(term.op) >= power;
      use(term.a, encloses);
      use(term.b, encloses);
      return;
    }
    const std::vector<const Operand*> all = addends(terms_, term);
    const bool shortened = brevity_ == Brevity::shortened && is_long(all.size());
    for (std::size_t k = 0; k < (shortened ? 1 : all.size()); ++k)
      use(*all[k], false);
  }

  void use(const Operand& operand, bool encloses) {
    if (operand.source != Operand::Source::term) return;
    const auto which = static_cast<std::size_t>(operand.which);
    seen_[which] = true;
    const Term& its = terms_[which];
    const bool wide = its.op == TermOp::divide || its.op == TermOp::add;
    count_[which] += encloses && wide && brevity_ >= Brevity::enclosed ? 2 : 1;
  }

  const TermList& terms_;
  Brevity brevity_;
  std::vector<int> count_;
  std::vector<bool> seen_;
};

/// Letters that neither the program uses nor the optimizer for what it keeps.
std::string free_letters(const Trace& trace, Index step) {
  std::string taken;
  if (trace.step(step).kind == StepKind::update && trace.step(step).run >= 0) {
    const auto run = static_cast<std::size_t>(trace.step(step).run);
    const OptimizerRun& its = trace.optimizer_runs[run];
    for (const StateTensor& kept : its.optimizer->state(its.settings))
      taken += kept.letter;
  }
  std::string letters = "muvstpqrcdfgkl";
  std::erase_if(letters, [&](char letter) {
    return taken.find(letter) != std::string::npos ||
           trace.named.contains(std::string_view(&letter, 1));
  });
  return letters;
}

}  // namespace

Spelling spelling_of(const Trace& trace, Index step, const TermList& terms, Brevity brevity) {
  Spelling spelling;
  if (brevity == Brevity::whole) return spelling;
  spelling.shortened = brevity == Brevity::shortened;
  const Uses uses(terms, brevity);
  std::string letters = free_letters(trace, step);
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (!uses.is_worth_a_letter(i)) continue;
    if (letters.empty()) break;
    spelling.named.push_back({i, letters.front()});
    letters.erase(0, 1);
  }
  return spelling;
}

TexParts in_tex(const Trace& trace, Index step, const TermList& terms, Fill fill, int digits,
                const Spelling& spelling) {
  return TexWriter(trace, step, terms, fill, digits, spelling).write();
}

std::string name_tex(const Trace& trace, ValueId id, Index element) {
  const std::string name = display_name(trace, id);
  const Shape& shape = trace.value(id).data.shape;
  const std::size_t at = name.rfind('@');
  const bool named = !trace.value(id).name.empty();
  const bool counted = named && at != std::string::npos;
  std::string tex =
      named ? letters_tex(name.substr(0, counted ? at : name.size())) : upright_tex(name);
  if (!named && element >= 0 && !shape.empty() && needs_brackets(name)) tex = "(" + tex + ")";
  if (counted) tex += "^{(" + name.substr(at + 1) + ")}";
  if (element < 0 || shape.empty()) return tex;
  std::string index;
  for (const Index i : unravel(element, shape))
    index += (index.empty() ? "" : ",") + std::to_string(i + 1);
  return tex + "_{" + index + "}";
}

std::string gradient_tex(const Trace& trace, ValueId id, Index element) {
  return "\\frac{\\partial " + letters_tex(loss_name(trace)) + "}{\\partial " +
         name_tex(trace, id, element) + "}";
}

}  // namespace backprop::viz
