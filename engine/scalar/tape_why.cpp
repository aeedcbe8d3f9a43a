#include "engine/scalar/tape_why.h"

#include <algorithm>
#include <map>

#include "engine/ops/op.h"

namespace backprop {
namespace {

/// A record's op as a call on tensors of one number.
class ScalarCall {
 public:
  ScalarCall(const Tape& tape, Tape::Id id) : row_(*tape.op(id)), output_(of(tape.value(id))) {
    for (int which = 0; which < row_.arity(); ++which)
      arguments_.push_back(of(tape.value(tape.operand(id, which))));
    for (const Tensor& argument : arguments_)
      pointers_.push_back(&argument);
  }

  TermList forward() const {
    TermList terms;
    row_.explain_forward({pointers_, attributes_}, {}, 0, terms);
    return terms;
  }
  TermList backward(double gradient, int which) const {
    TermList terms;
    const Tensor upstream = of(gradient);
    row_.explain_backward({{pointers_, attributes_}, output_, upstream}, which, 0, terms);
    return terms;
  }

 private:
  static Tensor of(double number) { return Tensor::scalar(number); }

  const OpRow& row_;
  Attributes attributes_;
  Tensor output_;
  std::vector<Tensor> arguments_;
  std::vector<const Tensor*> pointers_;
};

class Asker {
 public:
  Asker(const TapeHistory& history, std::size_t most)
      : history_(history), tape_(history.tape()), most_(most) {}

  std::vector<TapeWhyLine> ask(TapeQuantity quantity) && {
    // An explicit stack: a sum of a thousand numbers is a thousand deep.
    push(quantity, 0);
    while (!pending_.empty() && lines_.size() < most_) {
      const Pending next = pending_.back();
      pending_.pop_back();
      if (next.edge) {
        explain_contribution(next);
      } else {
        explain_number(next);
      }
    }
    return std::move(lines_);
  }

 private:
  struct Pending {
    TapeQuantity of;
    int depth;
    std::optional<Tape::Time> edge;  ///< a contribution to it; nothing: the number itself
  };

  /// A gradient is the same at all times between two contributions: the earliest stands for them.
  void push(TapeQuantity quantity, int depth) {
    if (quantity.gradient) {
      const auto edges = history_.contributions_at(quantity.id, quantity.time);
      quantity.time = edges.empty() ? tape_.cleared_before(quantity.time) : edges.back() + 1;
    }
    pending_.push_back({quantity, depth, std::nullopt});
  }

  TapeWhyLine& add(const Pending& pending, TapeWhyLine::Kind kind, double number) {
    TapeWhyLine& line = lines_.emplace_back();
    line.kind = kind;
    line.depth = pending.depth;
    line.of = pending.of;
    line.number = number;
    return line;
  }

  void explain_number(const Pending& pending) {
    using Kind = TapeWhyLine::Kind;
    const auto [id, gradient, time] = pending.of;
    const double number = gradient ? history_.gradient_at(id, time) : tape_.value(id);
    const auto [known, fresh] = seen_.emplace(pending.of, static_cast<int>(lines_.size()));
    if (!fresh) {
      add(pending, Kind::seen, number).seen_in = known->second;
    } else if (gradient) {
      add(pending, Kind::sum, number);
      auto edges = history_.contributions_at(id, time);
      edges = edges.first(std::min(edges.size(), most_));
      for (auto edge = edges.rbegin(); edge != edges.rend(); ++edge)
        pending_.push_back({pending.of, pending.depth + 1, *edge});
    } else if (tape_.op(id) == nullptr) {
      add(pending, Kind::leaf, number);
    } else {
      TapeWhyLine& line = add(pending, Kind::computed, number);
      line.terms = ScalarCall(tape_, id).forward();
      push_reads(read_by(line.terms, id, 0), pending.depth + 1);
    }
  }

  void explain_contribution(const Pending& pending) {
    const Tape::Edge edge = *tape_.edge_at(*pending.edge);
    const bool seed = edge.record == Tape::none;
    TapeWhyLine& line =
        add(pending, seed ? TapeWhyLine::Kind::leaf : TapeWhyLine::Kind::contribution,
            edge.contribution);
    line.edge = edge;
    if (seed) return;
    if (const Tape::Fused* fused = tape_.fused_op(edge.record)) {
      push_reads(read_by(*fused, *pending.edge), pending.depth + 1);
      return;
    }
    const double arrived = history_.gradient_at(edge.record, *pending.edge);
    line.terms = ScalarCall(tape_, edge.record).backward(arrived, edge.which);
    push_reads(read_by(line.terms, edge.record, *pending.edge), pending.depth + 1);
  }

  using Reads = std::vector<TapeQuantity>;

  /// What terms of a record's op read, each number once; constants explain themselves.
  Reads read_by(const TermList& terms, Tape::Id record, Tape::Time time) const {
    Reads reads;
    for (const Term& term : terms) {
      note(term.a, record, time, reads);
      if (operand_count(term.op) == 2) note(term.b, record, time, reads);
    }
    return reads;
  }

  /// A fused op reads the gradients that arrived at its output, and its arguments.
  Reads read_by(const Tape::Fused& fused, Tape::Time time) const {
    Reads reads;
    for (const Tape::Id id : fused.output)
      reads.push_back({id, true, time});
    for (const auto& argument : fused.arguments) {
      for (const Tape::Id id : argument) {
        if (!tape_.is_constant(id)) reads.push_back({id, false, 0});
      }
    }
    return reads;
  }

  void note(const Operand& operand, Tape::Id record, Tape::Time time, Reads& reads) const {
    TapeQuantity quantity;
    if (operand.source == Operand::Source::argument) {
      quantity.id = tape_.operand(record, operand.which);
    } else if (operand.source == Operand::Source::output) {
      quantity.id = record;
    } else if (operand.source == Operand::Source::upstream) {
      quantity = {record, true, time};
    } else {
      return;
    }
    if (tape_.is_constant(quantity.id)) return;
    if (std::find(reads.begin(), reads.end(), quantity) == reads.end()) reads.push_back(quantity);
  }

  void push_reads(const Reads& reads, int depth) {
    const auto most = std::min(reads.size(), most_);
    for (std::size_t i = most; i-- > 0;)
      push(reads[i], depth);
  }

  const TapeHistory& history_;
  const Tape& tape_;
  std::size_t most_;
  std::vector<TapeWhyLine> lines_;
  std::vector<Pending> pending_;
  std::map<TapeQuantity, int> seen_;
};

}  // namespace

std::vector<TapeWhyLine> why(const TapeHistory& history, TapeQuantity quantity, std::size_t most) {
  return Asker(history, most).ask(quantity);
}

}  // namespace backprop
