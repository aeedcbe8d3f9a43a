/// An interpreter as one would write it without any thought of time: it overwrites parameters and
/// running averages, adds into gradients in place and keeps no history. It shares the parser with
/// the engine and nothing else, so that the trace's states can be held against what really is in
/// its memory after each step.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/program/ast.h"

namespace backprop::test {

class PlainInterpreter {
 public:
  using Numbers = std::vector<double>;
  using Sizes = std::vector<std::int64_t>;

  struct Node {
    std::string op;  ///< "" for a leaf, "constant" for a number in an expression
    std::vector<int> arguments;
    std::vector<std::int64_t> option;  ///< index: positions; reductions: the dimension (-1: all),
                                       ///< keepdim; batch_norm: 1 in training
    Sizes shape;
    Numbers data;
    Numbers gradient;
    bool parameter = false;
  };

  /// One mistake that it makes, written down apart from the engine's.
  enum class Mistake {
    none,
    assigns,        ///< gradients are assigned, not added to
    recurses,       ///< backward() by recursion, each node once
    never_clears,   ///< zero_grad() does nothing
    forgets_share,  ///< mean's derivative is 1
    forgets_slope,  ///< the derivative of sigmoid, tanh and relu is 1
    swaps_weight,   ///< to an input W is used where its transpose belongs, in its storage order
  };

  /// What the last step did.
  enum class Did { made, added, wrote, cleared };
  using AfterStep = std::function<void(const PlainInterpreter&, Did, int node)>;

  PlainInterpreter(const ast::Program& program, AfterStep after_step,
                   Mistake mistake = Mistake::none);
  void run();

  const std::vector<Node>& nodes() const { return nodes_; }

 private:
  struct Operand {  ///< a number, or a node
    double number = 0;
    int node = -1;
    std::vector<Operand> items;  ///< of a list
    bool list = false;
  };

  void execute(const ast::Statement& statement);
  Operand evaluate(const ast::Expression& expression);
  Operand call(const ast::Call& call);
  Operand leaf(const Operand& content, bool parameter);
  Operand index(const ast::Indexing& indexing);
  Operand batch_norm(const ast::Call& call);
  void normalize(Node& node) const;
  Numbers through_normalization(const Node& node) const;
  Operand reduction(const std::string& op, const ast::Call& call);
  int node_of(const Operand& operand);
  int make(Node node);
  Operand made(Node node) { return {0, make(std::move(node)), {}, false}; }
  void forward(Node& node) const;
  void backward(int loss);
  void recurse(int node, std::set<int>& visited);
  void add_contribution(int node, std::size_t edge);
  /// Whether it is a parameter, or one transposed.
  bool is_weight(int node) const;
  /// The matrix that a product's rule multiplies by on the way to the other argument.
  Numbers factor(const Node& product, std::size_t edge) const;
  void sgd(double learning_rate);
  void zero_grad();

  const ast::Program& program_;
  AfterStep after_step_;
  Mistake mistake_;
  std::vector<Node> nodes_;
  std::map<std::string, Operand> names_;
};

}  // namespace backprop::test
