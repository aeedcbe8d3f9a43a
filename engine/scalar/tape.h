/// The scalar tape: every operation on single numbers, recorded once and never changed, and the
/// gradients that a reverse sweep adds up.
///
/// Arrays, append only: operation, two operands, value. The sweep keeps for each edge the gradient
/// before it, so the gradient of any number at any time is a binary search among its edges.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace backprop {

struct OpRow;

class Tape {
 public:
  using Id = std::int32_t;
  static constexpr Id none = -1;

  /// One edge of the reverse sweep: `operand`'s gradient became before + contribution.
  struct Edge {
    Id record = none;  ///< the operation; none for the seed dJ/dJ = 1
    Id operand = none;
    int which = 0;  ///< 0 or 1: which operand of the operation
    double before = 0;
    double contribution = 0;
  };

  /// A number from outside. A constant gets no gradient.
  Id leaf(double value, bool constant = false);

  /// The next version of a number that an optimizer changed: a new leaf that keeps the gradient.
  Id next_version(Id old, double value);

  /// An elementwise op of the op table on earlier numbers. `b` is none for an op of one argument.
  Id record(const OpRow& op, Id a, Id b = none);

  /// Elements of one tensor op are independent of each other; the sweep visits them in ascending
  /// order, as the tensor kernels do, while it runs backwards through each of them. begin_block
  /// opens such an op, begin_element each of its elements.
  void begin_block();
  void begin_element();
  void end_block();

  /// An op whose derivatives are not those of its records one by one (softmax, say). Instead of
  /// end_block(), without elements: `sweep` finds the contributions to the numbers it read.
  using AddEdge = std::function<void(Id operand, int which, double contribution)>;
  using FusedSweep = std::function<void(const Tape& tape, const AddEdge& add_edge)>;
  void end_fused_block(FusedSweep sweep);

  /// Adds the derivatives of `loss` by every number it depends on into their gradients.
  void backward(Id loss);

  /// Sets every gradient to zero.
  void clear_gradients();

  std::size_t size() const { return values_.size(); }
  double value(Id id) const { return values_[static_cast<std::size_t>(id)]; }
  double gradient(Id id) const { return gradients_[static_cast<std::size_t>(id)]; }
  const OpRow* op(Id id) const { return ops_[static_cast<std::size_t>(id)]; }
  Id operand(Id id, int which) const { return operands_[static_cast<std::size_t>(id)][which]; }

  /// All edges of all sweeps, in order.
  std::span<const Edge> edges() const { return edges_; }

  /// The gradient of a number after the first `time` edges, as the last clearing before them left
  /// it.
  double gradient_at(Id id, std::size_t time) const;

 private:
  struct Operands {
    Id a = none;
    Id b = none;
    Id operator[](int which) const { return which == 0 ? a : b; }
  };
  /// The records of one tensor op: [begin, end), with the first record of each element.
  struct Block {
    Id begin = 0;
    Id end = 0;
    std::vector<Id> elements;
    FusedSweep fused;  ///< null but for a fused block
  };

  void add_edge(Id record, Id operand, int which, double contribution);
  void sweep_record(Id id);
  void sweep_block(const Block& block);
  bool touched(const Block& block) const;

  std::vector<const OpRow*> ops_;  ///< null for a leaf
  std::vector<Operands> operands_;
  std::vector<double> values_;
  std::vector<double> gradients_;
  std::vector<bool> constant_;
  std::vector<bool> reached_;  ///< by the sweep that runs
  std::vector<Block> blocks_;
  bool block_open_ = false;
  std::vector<Edge> edges_;
  std::vector<std::vector<std::uint32_t>> edges_into_;  ///< per number, ascending
  std::vector<std::size_t> clearings_;                  ///< edge counts at which all became zero
};

}  // namespace backprop
