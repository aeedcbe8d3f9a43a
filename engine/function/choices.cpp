#include "engine/function/choices.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "engine/function/points.h"

namespace backprop {
namespace {

class Calls {
 public:
  void visit(const FormulaPtr& formula) {
    if (formula->op == nullptr || !seen_.insert(formula.get()).second) return;
    for (const FormulaPtr& argument : formula->arguments)
      visit(argument);
    list.push_back(formula);
  }

  std::vector<FormulaPtr> list;

 private:
  std::unordered_set<const Formula*> seen_;
};

bool is_among(const std::vector<FormulaPtr>& list, const FormulaPtr& formula) {
  return std::any_of(list.begin(), list.end(),
                     [&](const FormulaPtr& other) { return same_formula(other, formula); });
}

}  // namespace

bool chooses(const OpRow& op) {
  return op.sides != nullptr || is_piecewise_constant(op);
}

std::vector<FormulaPtr> calls_of(const FormulaPtr& formula) {
  Calls calls;
  calls.visit(formula);
  return std::move(calls.list);
}

Choices::Choices(const FunctionAt& function) {
  std::vector<FormulaPtr> inner;
  std::vector<FormulaPtr> noted;
  for (const FormulaPtr& call : calls_of(function.formula)) {
    if (!chooses(*call->op) || is_among(noted, call)) continue;
    noted.push_back(call);
    const Attributes attributes = attributes_of(*call, [&](const FormulaPtr& number) {
      return CompiledFormulas({&number, 1}, function.variable, function.numbers).at(0);
    });
    nodes_.push_back({call->op, attributes, inner.size()});
    inner.insert(inner.end(), call->arguments.begin(), call->arguments.end());
  }
  results_ = inner.size();
  arguments_.emplace(inner, function.variable, function.numbers);
  const double zero = 0;
  count_ = sides({&zero, 1}).size();
}

std::vector<Index> Choices::sides_of(const Node& node,
                                     std::span<const std::vector<double>> arguments) const {
  const auto count = static_cast<Index>(arguments.front().size());
  std::vector<Tensor> tensors;
  for (const std::vector<double>& argument : arguments)
    tensors.emplace_back(Shape{count}, argument);
  std::vector<const Tensor*> pointers;
  for (const Tensor& tensor : tensors)
    pointers.push_back(&tensor);
  const OpCall call{pointers, node.attributes};
  std::vector<Index> sides;
  if (!is_piecewise_constant(*node.op)) {
    node.op->sides(call, sides);
    return sides;
  }
  for (const double value : node.op->forward(call, Shape{count}).data)
    sides.push_back(value > 0 ? 1 : value < 0 ? -1 : 0);  // its value is its side
  return sides;
}

std::vector<Index> Choices::sides(std::span<const double> x) const {
  std::vector<std::vector<double>> numbers(results_, std::vector<double>(x.size()));
  const std::vector<std::span<double>> results(numbers.begin(), numbers.end());
  (*arguments_)(x, results);
  std::vector<std::vector<Index>> all;  // choice by choice
  for (const Node& node : nodes_) {
    const auto arity = static_cast<std::size_t>(node.op->arity());
    const std::vector<Index> of_node =
        sides_of(node, std::span(numbers).subspan(node.first, arity));
    for (auto at = of_node.begin(); at != of_node.end();
         at += static_cast<std::ptrdiff_t>(x.size()))
      all.emplace_back(at, at + static_cast<std::ptrdiff_t>(x.size()));
  }
  std::vector<Index> sides;
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (const std::vector<Index>& choice : all)
      sides.push_back(choice[i]);
  }
  return sides;
}

double Choices::turn_between(double low, double high, const std::vector<Index>& at_low) const {
  constexpr int sections = 33;  // so many points cost little more than one
  const double nearest = 1e-17 * std::max({std::abs(low), std::abs(high), 1.0});
  while (high - low > nearest) {
    std::vector<double> x = even_points(low, high, sections);
    x.back() = high;  // whatever the rounding
    const std::vector<Index> all = sides(x);
    std::size_t turned = 1;  // the first point on another side; the last one is
    const auto same = [&](std::size_t i) {
      return std::equal(at_low.begin(), at_low.end(),
                        all.begin() + static_cast<std::ptrdiff_t>(i * count_));
    };
    while (turned + 1 < x.size() && same(turned))
      ++turned;
    if (x[turned - 1] <= low && x[turned] >= high) break;  // nothing between the two
    low = x[turned - 1];
    high = x[turned];
  }
  return roundest_between(low, high);
}

std::vector<double> Choices::turns(std::span<const double> x) const {
  std::vector<double> turns;
  if (count_ == 0 || x.empty()) return turns;
  const std::vector<Index> all = sides(x);
  const auto at = [&](std::size_t i) {
    const auto begin = all.begin() + static_cast<std::ptrdiff_t>(i * count_);
    return std::vector<Index>(begin, begin + static_cast<std::ptrdiff_t>(count_));
  };
  for (std::size_t i = 0; i + 1 < x.size() && turns.size() < most_turns; ++i) {
    const std::vector<Index> before = at(i);
    if (before == at(i + 1)) continue;
    const double turn = turn_between(x[i], x[i + 1], before);
    const bool again =
        !turns.empty() && turn - turns.back() <= 1e-12 * std::max(1.0, std::abs(turn));
    if (!again) turns.push_back(turn);
  }
  return turns;
}

}  // namespace backprop
