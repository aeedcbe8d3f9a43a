/// Reductions: one number from the elements along some or all dimensions.
#include <algorithm>
#include <cmath>

#include "engine/ops/arithmetic_rules.h"
#include "engine/ops/dimensions.h"
#include "engine/ops/kernel.h"

namespace backprop {
namespace {

using rule::value_of;

/// What all of them share: their groups. In backward too a group is computed together.
struct Reduction {
  Grouping grouping;
  explicit Reduction(const OpCall& call) : grouping(groups_along(call)) {}
  Index groups(int) const { return grouping.groups(); }
  Index group_of(int which, Index element) const {
    return which == the_output ? element : grouping.group_of(element);
  }
  double count() const { return static_cast<double>(grouping.size()); }

  template <class Io, class Of>
  auto sum(Io& io, Index group, const Of& of) const {
    Sum<typename Io::Number> sum;
    for (Index k = 0; k < grouping.size(); ++k)
      sum.add(of(io.in(0, grouping.at(group, k))));
    return sum.total();
  }
  template <class Io>
  auto sum(Io& io, Index group) const {
    return sum(io, group, [](const auto& x) { return x; });
  }
  /// Writes part(element) for every element of the group.
  template <class Io, class Part>
  void each(Io& io, Index group, const Part& part) const {
    for (Index k = 0; k < grouping.size(); ++k) {
      const Index element = grouping.at(group, k);
      io.out(element, part(element));
    }
  }
};

struct SumOf : Reduction {
  SumOf(const OpCall& call, const Shape&) : Reduction(call) {}
  template <class Io>
  void forward(Io& io, Index group) const {
    io.out(group, sum(io, group));
  }
  template <class Io>
  void backward(Io& io, int, Index group) const {
    each(io, group, [&](Index) { return rule::copy(io.g(group)); });
  }
};

struct Mean : Reduction {
  Mean(const OpCall& call, const Shape&) : Reduction(call) {}
  template <class Io>
  void forward(Io& io, Index group) const {
    io.out(group, sum(io, group) / typename Io::Number(count()));
  }
  template <class Io>
  void backward(Io& io, int, Index group) const {
    each(io, group, [&](Index) { return io.g(group) / typename Io::Number(count()); });
  }
};

/// Each element's derivative is the product of all others, from the left and from the right of it:
/// exact with zeros too.
struct Product : Reduction {
  Product(const OpCall& call, const Shape&) : Reduction(call) {}
  template <class Io>
  void forward(Io& io, Index group) const {
    typename Io::Number product = 1.0;
    for (Index k = 0; k < grouping.size(); ++k)
      product = product * io.in(0, grouping.at(group, k));
    io.out(group, product);
  }
  template <class Io>
  void backward(Io& io, int, Index group) const {
    using Number = typename Io::Number;
    std::vector<Number> right(static_cast<std::size_t>(grouping.size()) + 1, Number(1.0));
    for (Index k = grouping.size(); k-- > 0;) {
      const auto at = static_cast<std::size_t>(k);
      right[at] = io.in(0, grouping.at(group, k)) * right[at + 1];
    }
    Number left = 1.0;
    for (Index k = 0; k < grouping.size(); ++k) {
      const Index element = grouping.at(group, k);
      io.out(element, io.g(group) * (left * right[static_cast<std::size_t>(k) + 1]));
      left = left * io.in(0, element);
    }
  }
};

/// The mean of squared deviations; over N - 1 where unbiased.
struct Variance : Reduction {
  double divisor;
  Variance(const OpCall& call, const Shape&)
      : Reduction(call),
        divisor(std::max(0.0, count() - (call.attributes.flag("unbiased") ? 1 : 0))) {}

  template <class Io>
  auto mean(Io& io, Index group) const {
    return sum(io, group) / typename Io::Number(count());
  }
  template <class Io>
  auto variance(Io& io, Index group) const {
    const auto center = mean(io, group);
    const auto squares = sum(io, group, [&](const auto& x) {
      const auto deviation = x - center;
      return deviation * deviation;
    });
    return squares / typename Io::Number(divisor);
  }
  template <class Io>
  void forward(Io& io, Index group) const {
    io.out(group, variance(io, group));
  }
  template <class Io>
  void spread(Io& io, Index group, const typename Io::Number& arriving) const {
    const auto center = mean(io, group);
    const auto factor = arriving * typename Io::Number(2.0 / divisor);
    each(io, group, [&](Index element) { return factor * (io.in(0, element) - center); });
  }
  template <class Io>
  void backward(Io& io, int, Index group) const {
    spread(io, group, io.g(group));
  }
};

/// Where it is 0 its derivative is taken as 0, as in PyTorch.
struct Deviation : Variance {
  using Variance::Variance;
  template <class Io>
  void forward(Io& io, Index group) const {
    io.out(group, rule::sqrt(variance(io, group)));
  }
  template <class Io>
  void backward(Io& io, int, Index group) const {
    using Number = typename Io::Number;
    const Number y = io.y(group);
    spread(io, group, value_of(y) == 0 ? Number(0.0) : io.g(group) / (Number(2.0) * y));
  }
};

/// (sum |a|^p)^(1/p); the largest |a| where p is infinite, the count of non-zeros where it is 0.
/// The derivative at norm 0 is 0.
struct Norm : Reduction {
  double p;
  Norm(const OpCall& call, const Shape&) : Reduction(call), p(call.attributes.real("p")) {}

  template <class Io>
  void forward(Io& io, Index group) const {
    io.out(group, norm(io, group));
  }
  template <class Io>
  typename Io::Number norm(Io& io, Index group) const {
    using Number = typename Io::Number;
    if (std::isinf(p)) return extreme(io, group);
    if (p == 0)
      return sum(io, group, [](const auto& x) { return Number(value_of(x) != 0 ? 1 : 0); });
    if (p == 1) return sum(io, group, [](const auto& x) { return rule::abs(x); });
    if (p == 2) return rule::sqrt(sum(io, group, [](const auto& x) { return x * x; }));
    const auto power = [&](const auto& x) { return rule::pow(rule::abs(x), Number(p)); };
    return rule::pow(sum(io, group, power), Number(1 / p));
  }
  template <class Io>
  typename Io::Number extreme(Io& io, Index group) const {
    typename Io::Number found = p > 0 ? 0.0 : HUGE_VAL;
    for (Index k = 0; k < grouping.size(); ++k) {
      const auto x = rule::abs(io.in(0, grouping.at(group, k)));
      found = p > 0 ? rule::maximum(found, x) : rule::minimum(found, x);
    }
    return found;
  }

  template <class Io>
  void backward(Io& io, int, Index group) const {
    using Number = typename Io::Number;
    const double norm = value_of(io.y(group));
    if (p == 0 || (norm == 0 && p != 1 && !std::isinf(p))) {
      each(io, group, [](Index) { return rule::copy(Number(0.0)); });
    } else if (std::isinf(p)) {
      backward_extreme(io, group, norm);
    } else {
      each(io, group, [&](Index element) { return part(io, io.in(0, element), group); });
    }
  }
  template <class Io>
  typename Io::Number part(Io& io, const typename Io::Number& x, Index group) const {
    using Number = typename Io::Number;
    if (p == 1) return io.g(group) * rule::sign(x);
    if (p == 2) return io.g(group) * (x / io.y(group));
    if (p < 1 && value_of(x) == 0) return rule::copy(Number(0.0));
    const Number slope = rule::pow(rule::abs(x) / io.y(group), Number(p - 1));
    return io.g(group) * (rule::sign(x) * slope);
  }
  template <class Io>
  void backward_extreme(Io& io, Index group, double norm) const {
    using Number = typename Io::Number;
    const auto is_extreme = [&](Index element) {
      const double x = std::abs(value_of(io.in(0, element)));
      return x == norm || (std::isnan(x) && std::isnan(norm));
    };
    double ties = 0;
    for (Index k = 0; k < grouping.size(); ++k)
      ties += is_extreme(grouping.at(group, k)) ? 1 : 0;
    each(io, group, [&](Index element) {
      if (!is_extreme(element)) return rule::copy(Number(0.0));
      return rule::sign(io.in(0, element)) * (io.g(group) / Number(ties));
    });
  }
};

void sides_of_norm(const OpCall& call, std::vector<Index>& sides) {
  const double p = call.attributes.real("p");
  if (p > 1 && !std::isinf(p)) return;
  for (const double number : call.argument(0).data)
    sides.push_back(static_cast<Index>(rule::sign(number)));
  if (!std::isinf(p)) return;
  const Grouping grouping = groups_along(call);
  for (Index group = 0; group < grouping.groups(); ++group) {
    Index best = -1;
    for (Index k = 0; k < grouping.size(); ++k) {
      const double x = std::abs(call.argument(0)[grouping.at(group, k)]);
      const double y = best < 0 ? 0 : std::abs(call.argument(0)[grouping.at(group, best)]);
      if (best < 0 || (p > 0 ? x > y : x < y)) best = k;
    }
    sides.push_back(best);
  }
}

/// The maximum is subtracted first (unless infinite), so that exp cannot overflow.
struct LogSumExp : Reduction {
  LogSumExp(const OpCall& call, const Shape&) : Reduction(call) {}
  template <class Io>
  void forward(Io& io, Index group) const {
    using Number = typename Io::Number;
    Number largest = grouping.size() == 0 ? Number(0.0) : io.in(0, grouping.at(group, 0));
    for (Index k = 1; k < grouping.size(); ++k)
      largest = rule::maximum(largest, io.in(0, grouping.at(group, k)));
    if (std::isinf(value_of(largest))) largest = 0.0;
    const auto exps = sum(io, group, [&](const auto& x) { return rule::exp(x - largest); });
    io.out(group, rule::log(exps) + largest);
  }
  template <class Io>
  void backward(Io& io, int, Index group) const {
    each(io, group,
         [&](Index element) { return io.g(group) * rule::exp(io.in(0, element) - io.y(group)); });
  }
};

// Sum and mean on the scalar tape: a chain of additions from zero, and for the mean a division.

std::vector<Tape::Id> record_sum(Tape& tape, const TapeCall& call, bool mean) {
  const TapeArgument& a = call.arguments[0];
  const Grouping grouping(a.shape, named_dimensions(a.shape.size(), call.attributes));
  const Tape::Id zero = tape.leaf(0, true);
  const Tape::Id count = mean ? tape.leaf(static_cast<double>(grouping.size()), true) : Tape::none;
  std::vector<Tape::Id> output;
  tape.begin_block();
  for (Index group = 0; group < grouping.groups(); ++group) {
    Tape::Id sum = zero;
    for (Index k = 0; k < grouping.size(); ++k) {
      sum =
          tape.record<rule::Add>(sum, a.elements[static_cast<std::size_t>(grouping.at(group, k))]);
    }
    if (grouping.size() == 0) sum = tape.leaf(0);
    output.push_back(mean ? tape.record<rule::Divide>(sum, count) : sum);
  }
  tape.end_block(element_count(call.output_shape));
  return output;
}

constexpr char sum_name[] = "sum";
constexpr char mean_name[] = "mean";
constexpr char prod_name[] = "prod";
constexpr char var_name[] = "var";
constexpr char std_name[] = "std";
constexpr char norm_name[] = "norm";
constexpr char logsumexp_name[] = "logsumexp";

template <class Kernel, const char* Name>
OpRow make_row(std::string_view formula_tex, std::string_view derivative_tex) {
  OpRow row;
  kernel::lift<Kernel, Name>(row);
  row.kind = OpKind::reduction;
  row.parameters = reduction_parameters();
  row.shape = reduced_shape;
  row.formula_tex = formula_tex;
  row.derivative_tex = {derivative_tex};
  return row;
}

OpRow with_examples(OpRow row, std::vector<Example> examples) {
  row.examples = std::move(examples);
  return row;
}

OpRow with_python(OpRow row, std::string_view definition) {
  row.pytorch = definition;
  return row;
}

OpRow with_parameter(OpRow row, std::size_t at, CallParameter parameter) {
  row.parameters.insert(row.parameters.begin() + static_cast<std::ptrdiff_t>(at),
                        std::move(parameter));
  return row;
}

std::vector<OpRow> make_rows() {
  OpRow sum = make_row<SumOf, sum_name>("y = \\sum_i a_i", "1");
  sum.record_scalars = [](Tape& t, const TapeCall& c) { return record_sum(t, c, false); };
  OpRow mean = make_row<Mean, mean_name>("y = \\frac{1}{N} \\sum_{i=1}^{N} a_i", "\\frac{1}{N}");
  mean.record_scalars = [](Tape& t, const TapeCall& c) { return record_sum(t, c, true); };
  const CallParameter unbiased{"unbiased", ParameterKind::flag, false, true};
  OpRow norm =
      with_parameter(make_row<Norm, norm_name>(
                         "y = \\left( \\sum_i |a_i|^p \\right)^{1/p}",
                         "\\operatorname{sign}(a_i) \\left( \\frac{|a_i|}{y} \\right)^{p-1}"),
                     1, {"p", ParameterKind::real, false, 2.0});
  norm.sides = sides_of_norm;
  norm.pytorch =
      "def norm(x, p=2.0, dim=None, keepdim=False):\n"
      "    return torch.norm(x, p=p, dim=all_of(x, dim), keepdim=keepdim)\n";
  return {
      with_examples(std::move(sum),
                    {{"sum(a)", {{2, 3}}}, {"sum(a, dim=(0, 2), keepdim=True)", {{2, 3, 2}}}}),
      with_examples(std::move(mean),
                    {{"mean(a)", {{2, 3}}}, {"mean(a, dim=(0, -1))", {{2, 3, 2}}}}),
      with_examples(
          with_python(make_row<Product, prod_name>("y = \\prod_i a_i", "\\prod_{j \\ne i} a_j"),
                      "def prod(x, dim=None, keepdim=False):\n"
                      "    return torch.prod(x) if dim is None else torch.prod(x, dim, keepdim)\n"),
          {{"prod(a)", {{5}}}, {"prod(a, dim=1, keepdim=True)", {{2, 3, 2}}}}),
      with_examples(with_python(with_parameter(make_row<Variance, var_name>(
                                                   "y = \\frac{1}{N-1} \\sum_i (a_i - \\bar a)^2",
                                                   "\\frac{2\\,(a_i - \\bar a)}{N-1}"),
                                               2, unbiased),
                                "def var(x, dim=None, unbiased=True, keepdim=False):\n"
                                "    return torch.var(x, all_of(x, dim), unbiased, keepdim)\n"),
                    {{"var(a)", {{2, 3}}}, {"var(a, dim=1, unbiased=False)", {{2, 3}}}}),
      with_examples(
          with_python(with_parameter(make_row<Deviation, std_name>(
                                         "y = \\sqrt{\\frac{1}{N-1} \\sum_i (a_i - \\bar a)^2}",
                                         "\\frac{a_i - \\bar a}{(N-1)\\,y}"),
                                     2, unbiased),
                      "def std(x, dim=None, unbiased=True, keepdim=False):\n"
                      "    return torch.std(x, all_of(x, dim), unbiased, keepdim)\n"),
          {{"std(a)", {{2, 3}}}, {"std(a, dim=0, keepdim=True)", {{3, 2}}}}),
      with_examples(std::move(norm), {{"norm(a)", {{2, 3}}},
                                      {"norm(a, p=1, dim=1)", {{2, 3}}},
                                      {"norm(a, p=3, dim=0, keepdim=True)", {{2, 3}}},
                                      {"norm(a, p=float('inf'))", {{4}}}}),
      with_examples(with_python(make_row<LogSumExp, logsumexp_name>("y = \\log \\sum_i e^{a_i}",
                                                                    "e^{a_i - y}"),
                                "def logsumexp(x, dim=None, keepdim=False):\n"
                                "    return torch.logsumexp(x, all_of(x, dim), keepdim)\n"),
                    {{"logsumexp(a, dim=1)", {{2, 3}}}, {"logsumexp(a, dim=(0, 1))", {{2, 3}}}}),
  };
}

}  // namespace

std::span<const OpRow> reduction_ops() {
  static const std::vector<OpRow> rows = make_rows();
  return rows;
}

}  // namespace backprop
