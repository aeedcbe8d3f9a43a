/// The choices that a formula makes on its way: the side of a relu's kink, of a comparison, which
/// of two numbers is larger. Where one falls otherwise, the function may have a kink or a jump.
#pragma once

#include "engine/function/evaluate.h"

namespace backprop {

/// A formula as a function of its variable, with a number for every other name.
struct FunctionAt {
  FormulaPtr formula;
  std::string variable;
  FunctionNumbers numbers;
};

/// Whether calls of the row choose.
bool chooses(const OpRow& op);

/// All calls of a formula, shared ones once, the inner ones first.
std::vector<FormulaPtr> calls_of(const FormulaPtr& formula);

class Choices {
 public:
  explicit Choices(const FunctionAt& function);

  /// How many there are; fixed for the formula.
  std::size_t count() const { return count_; }

  /// sides[i * count() + c]: the side on which choice c falls at x[i].
  std::vector<Index> sides(std::span<const double> x) const;

  /// The points between low and high at which a choice turns, in order, up to `most_turns`: as
  /// exactly as doubles allow, and the one of fewest digits where several are as good. `x` are the
  /// points looked at, rising: what turns twice between two of them is not seen.
  std::vector<double> turns(std::span<const double> x) const;

  static constexpr std::size_t most_turns = 50;

 private:
  /// The call of a row that chooses, and where its arguments are among the compiled results.
  struct Node {
    const OpRow* op = nullptr;
    Attributes attributes;
    std::size_t first = 0;
  };

  std::vector<Index> sides_of(const Node& node,
                              std::span<const std::vector<double>> arguments) const;
  double turn_between(double low, double high, const std::vector<Index>& at_low) const;

  std::vector<Node> nodes_;
  std::size_t results_ = 0;
  std::optional<CompiledFormulas> arguments_;
  std::size_t count_ = 0;
};

}  // namespace backprop
