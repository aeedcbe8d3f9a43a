#include "engine/trace/why.h"

#include <algorithm>
#include <map>

#include "engine/trace/explain.h"
#include "engine/trace/local_derivative.h"
#include "engine/trace/time.h"

namespace backprop {
namespace {

class Asker {
 public:
  Asker(const Trace& trace, std::size_t most) : trace_(trace), most_(most) {}

  std::vector<WhyLine> ask(const Quantity& quantity) && {
    // An explicit stack: a chain of a thousand ops is a thousand deep.
    pending_.push_back({quantity, 0, -1});
    while (!pending_.empty() && lines_.size() < most_) {
      const Pending next = pending_.back();
      pending_.pop_back();
      if (next.contribution >= 0) {
        explain_contribution(next);
      } else {
        explain_number(next);
      }
    }
    return std::move(lines_);
  }

 private:
  struct Pending {
    Quantity of;
    int depth;
    Index contribution;  ///< the backward step; -1: the number itself
  };

  WhyLine& add(const Pending& pending, WhyLine::Kind kind) {
    WhyLine line;
    line.kind = kind;
    line.depth = pending.depth;
    line.of = pending.of;
    lines_.push_back(std::move(line));
    return lines_.back();
  }

  void explain_number(const Pending& pending) {
    const auto [known, fresh] = seen_.emplace(pending.of, static_cast<int>(lines_.size()));
    const double number = number_at(trace_, pending.of);
    if (!fresh) {
      WhyLine& line = add(pending, WhyLine::Kind::seen);
      line.number = number;
      line.seen_in = known->second;
      return;
    }
    if (pending.of.gradient) {
      add(pending, WhyLine::Kind::sum).number = number;
      push_contributions(pending);
      return;
    }
    if (is_local(pending.of)) {
      WhyLine& line = add(pending, WhyLine::Kind::computed);
      line.number = number;
      line.step = pending.of.through;
      line.terms = explain_local(trace_, line.step, pending.of.element, pending.of.output);
      push_operands(line.step, line.terms, pending.depth + 1);
      return;
    }
    const Value& value = trace_.value(pending.of.value);
    const bool computed = value.op != nullptr || value.version > 1;
    WhyLine& line = add(pending, computed ? WhyLine::Kind::computed : WhyLine::Kind::leaf);
    line.number = number;
    line.step = value.made_by;
    if (!computed) return;
    line.terms = explain(trace_, value.made_by, pending.of.element);
    push_operands(value.made_by, line.terms, pending.depth + 1);
  }

  void explain_contribution(const Pending& pending) {
    const Step& step = trace_.step(pending.contribution);
    WhyLine& line = add(pending, WhyLine::Kind::contribution);
    line.step = pending.contribution;
    line.number =
        trace_.contributions[static_cast<std::size_t>(step.contribution)][pending.of.element];
    if (step.edge < 0) {
      line.kind = WhyLine::Kind::leaf;
      return;
    }
    line.terms = explain(trace_, pending.contribution, pending.of.element);
    push_operands(pending.contribution, line.terms, pending.depth + 1);
  }

  /// Those since gradients were last cleared; the first comes out of the stack first.
  void push_contributions(const Pending& pending) {
    const auto& into = contributions_to(trace_, pending.of.value);
    const Index count = contribution_count(trace_, pending.of.value, pending.of.step);
    const auto end = std::lower_bound(into.begin(), into.end(), pending.of.step);
    for (auto at = end; at != end - count;)
      pending_.push_back({pending.of, pending.depth + 1, *--at});
  }

  void push_operands(Index step, const TermList& terms, int depth) {
    std::vector<Quantity> read;
    for (const Term& term : terms) {
      note(step, term.a, read);
      if (operand_count(term.op) == 2) note(step, term.b, read);
    }
    for (auto at = read.rbegin(); at != read.rend(); ++at)
      pending_.push_back({*at, depth, -1});
  }

  /// Each number once, in the order of first reading; plain numbers of formulas explain themselves.
  void note(Index step, const Operand& operand, std::vector<Quantity>& read) const {
    const OperandPlace place = operand_place(trace_, step, operand);
    if (place.value == no_value || trace_.value(place.value).kind == ValueKind::constant) return;
    const Quantity quantity{place.value, place.element, place.gradient,
                            place.gradient ? step : Index{0}};
    if (std::find(read.begin(), read.end(), quantity) == read.end()) read.push_back(quantity);
  }

  const Trace& trace_;
  std::size_t most_;
  std::vector<WhyLine> lines_;
  std::vector<Pending> pending_;
  std::map<Quantity, int> seen_;
};

}  // namespace

std::vector<WhyLine> why(const Trace& trace, const Quantity& quantity, std::size_t most) {
  return Asker(trace, most).ask(quantity);
}

}  // namespace backprop
