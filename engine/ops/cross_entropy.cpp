/// cross_entropy (softmax and negative log likelihood in one) and nll_loss. Logits are [N, C],
/// [N, C, ...] or [C]; targets are class indices in the shape without C or, for cross_entropy,
/// probabilities in the shape of the logits.
#include "engine/ops/class_index.h"
#include "engine/ops/kernel.h"
#include "engine/ops/softmax.h"
#include "engine/tensor/grouping.h"

namespace backprop {
namespace {

std::size_t class_dimension(const Shape& logits) {
  return logits.size() == 1 ? 0 : 1;
}

Grouping samples_of(const Shape& logits) {
  std::vector<bool> within(logits.size(), false);
  within[class_dimension(logits)] = true;
  return {logits, within};
}

/// What both losses share: samples, reduction, and where the results go.
class Samples {
 public:
  Samples(const OpCall& call)
      : grouping_(samples_of(call.argument(0).shape)),
        target_(call.argument(1)),
        mean_(call.attributes.choice("reduction") == "mean"),
        each_(call.attributes.choice("reduction") == "none"),
        probabilities_(call.argument(0).shape == call.argument(1).shape) {}

  Index groups(int which) const { return which == the_output && !each_ ? 1 : grouping_.groups(); }
  Index group_of(int which, Index element) const {
    return which == the_output ? element : grouping_.group_of(element);
  }

 protected:
  Index classes() const { return grouping_.size(); }
  Index target_class(Index sample) const { return index_at(target_, sample, classes()); }

  /// Adds up loss(sample), or gives it for one sample.
  template <class Io, class Loss>
  void reduce(Io& io, Index group, const Loss& loss) const {
    using Number = typename Io::Number;
    if (each_) {
      io.out(group, loss(group));
      return;
    }
    Sum<Number> sum;
    for (Index sample = 0; sample < grouping_.groups(); ++sample)
      sum.add(loss(sample));
    io.out(0, mean_ ? sum.total() / count<Number>() : sum.total());
  }

  /// The gradient that arrives at one sample's loss.
  template <class Io>
  auto arriving(Io& io, Index sample) const {
    using Number = typename Io::Number;
    const Number g = io.g(each_ ? sample : 0);
    return mean_ ? g / count<Number>() : g;
  }

  template <class Number>
  Number count() const {
    return static_cast<double>(grouping_.groups());
  }

  Grouping grouping_;
  const Tensor& target_;
  bool mean_, each_;
  bool probabilities_;
};

class CrossEntropy : Samples {
 public:
  CrossEntropy(const OpCall& call, const Shape&) : Samples(call) {}
  using Samples::group_of;
  using Samples::groups;

  template <class Io>
  void forward(Io& io, Index group) const {
    reduce(io, group, [&](Index sample) { return loss(io, sample); });
  }

  /// To the logits: (p - y) times the arriving gradient, where the softmax's own derivative and the
  /// logarithm's have cancelled. To probabilities: minus the logarithm of p.
  template <class Io>
  void backward(Io& io, int which, Index sample) const {
    using Number = typename Io::Number;
    const auto row = shifted(io, sample);
    const Number g = arriving(io, sample);
    if (which == 1) {
      const Number log_sum = rule::log(row.sum);
      for (Index k = 0; k < classes(); ++k)
        io.out(grouping_.at(sample, k), g * (log_sum - row.shifted[static_cast<std::size_t>(k)]));
      return;
    }
    Number whole = 1.0;  // of the target's probabilities
    if (probabilities_) {
      Sum<Number> sum;
      for (Index k = 0; k < classes(); ++k)
        sum.add(io.in(1, grouping_.at(sample, k)));
      whole = sum.total();
    }
    for (Index k = 0; k < classes(); ++k) {
      const Index element = grouping_.at(sample, k);
      const Number p = row.exps[static_cast<std::size_t>(k)] / row.sum;
      if (probabilities_) {
        io.out(element, g * (p * whole - io.in(1, element)));
      } else {
        io.out(element, g * (p - Number(k == target_class(sample) ? 1.0 : 0.0)));
      }
    }
  }

 private:
  template <class Io>
  auto shifted(Io& io, Index sample) const {
    return softmax::shift(classes(), [&](Index k) { return io.in(0, grouping_.at(sample, k)); });
  }

  template <class Io>
  typename Io::Number loss(Io& io, Index sample) const {
    using Number = typename Io::Number;
    const auto row = shifted(io, sample);
    const Number log_sum = rule::log(row.sum);
    const auto of_class = [&](Index k) {
      return log_sum - row.shifted[static_cast<std::size_t>(k)];
    };
    if (!probabilities_) return of_class(target_class(sample));
    Sum<Number> sum;
    for (Index k = 0; k < classes(); ++k)
      sum.add(io.in(1, grouping_.at(sample, k)) * of_class(k));
    return sum.total();
  }
};

class NegativeLogLikelihood : Samples {
 public:
  NegativeLogLikelihood(const OpCall& call, const Shape&) : Samples(call) {}
  using Samples::group_of;
  using Samples::groups;

  template <class Io>
  void forward(Io& io, Index group) const {
    reduce(io, group,
           [&](Index sample) { return -io.in(0, grouping_.at(sample, target_class(sample))); });
  }
  template <class Io>
  void backward(Io& io, int, Index sample) const {
    io.out(grouping_.at(sample, target_class(sample)), -arriving(io, sample));
  }
};

std::optional<Shape> shape(const OpCall& call, std::string& problem, bool may_be_probabilities) {
  const Shape& logits = call.argument(0).shape;
  const Shape& target = call.argument(1).shape;
  if (logits.empty() || element_count(logits) == 0) {
    problem = "the input must be of shape [C], [N, C] or [N, C, ...], C being the classes";
    return std::nullopt;
  }
  Shape samples = logits;
  samples.erase(samples.begin() + static_cast<std::ptrdiff_t>(class_dimension(logits)));
  const bool probabilities = may_be_probabilities && target == logits;
  if (!probabilities) {
    if (target != samples) {
      problem = "the target must hold one class for each sample, shape " + to_text(samples) +
                (may_be_probabilities ? ", or probabilities, shape " + to_text(logits) : "");
      return std::nullopt;
    }
    problem = why_not_indices(call.argument(1), logits[class_dimension(logits)], "class");
    if (!problem.empty()) return std::nullopt;
  }
  return call.attributes.choice("reduction") == "none" ? samples : Shape{};
}

constexpr char cross_entropy_name[] = "cross_entropy";
constexpr char nll_name[] = "nll_loss";

std::vector<CallParameter> parameters() {
  return {
      {"input"},
      {"target", ParameterKind::indices},
      {"reduction", ParameterKind::choice, false, std::string("mean"), {"mean", "sum", "none"}}};
}

std::vector<OpRow> make_rows() {
  OpRow cross_entropy;
  kernel::lift<CrossEntropy, cross_entropy_name>(cross_entropy);
  cross_entropy.formula_tex =
      "y = \\frac{1}{N} \\sum_n \\left( \\log \\sum_k e^{a_{nk}} - a_{n b_n} \\right)";
  cross_entropy.derivative_tex = {"\\frac{1}{N}\\,(p_{nk} - [k = b_n])",
                                  "-\\frac{1}{N} \\log p_{nk}"};
  cross_entropy.shape = [](const OpCall& call, std::string& problem) {
    return shape(call, problem, true);
  };
  cross_entropy.passes_gradient = [](const OpCall& call, int which) {
    return which == 0 || call.argument(0).shape == call.argument(1).shape;  // probabilities
  };
  cross_entropy.examples = {{"cross_entropy(a, [2, 0])", {{2, 3}}},
                            {"cross_entropy(a, 1)", {{4}}},
                            {"cross_entropy(a, [[0, 2], [1, 1]], reduction='none')", {{2, 3, 2}}},
                            {"cross_entropy(a, softmax(b, dim=1))", {{2, 3}, {2, 3}}}};
  OpRow nll;
  kernel::lift<NegativeLogLikelihood, nll_name>(nll);
  nll.formula_tex = "y = -\\frac{1}{N} \\sum_n a_{n b_n}";
  nll.derivative_tex = {"-\\frac{1}{N}\\,[k = b_n]", "0"};
  nll.shape = [](const OpCall& call, std::string& problem) { return shape(call, problem, false); };
  nll.passes_gradient = [](const OpCall&, int which) { return which == 0; };
  nll.examples = {{"nll_loss(log_softmax(a, dim=1), [2, 0])", {{2, 3}}},
                  {"nll_loss(a, [1, 0, 1], reduction='sum')", {{3, 2}}}};
  cross_entropy.pytorch =
      "def cross_entropy(a, target, reduction='mean'):\n"
      "    soft = isinstance(target, torch.Tensor) and target.shape == a.shape\n"
      "    return F.cross_entropy(a, target if soft else indices(target), reduction=reduction)\n";
  nll.pytorch =
      "def nll_loss(a, target, reduction='mean'):\n"
      "    return F.nll_loss(a, indices(target), reduction=reduction)\n";
  for (OpRow* row : {&cross_entropy, &nll}) {
    row->kind = OpKind::loss;
    row->parameters = parameters();
  }
  return {cross_entropy, nll};
}

}  // namespace

std::span<const OpRow> cross_entropy_ops() {
  static const std::vector<OpRow> rows = make_rows();
  return rows;
}

}  // namespace backprop
