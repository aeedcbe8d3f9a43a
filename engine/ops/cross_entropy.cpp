/// cross_entropy (softmax and negative log likelihood in one) and nll_loss. Logits are [N, C],
/// [N, C, ...] or [C]; targets are class indices in the shape without C or, for cross_entropy,
/// probabilities in the shape of the logits.
#include "engine/ops/class_samples.h"
#include "engine/ops/softmax.h"

namespace backprop {
namespace {

/// Of a class target, smoothed: the loss by its class and the one by all classes alike. As in
/// PyTorch they are mixed when each has been reduced.
template <class Number>
struct SmoothedLoss {
  Number by_target, by_all;
  SmoothedLoss(double both) : by_target(both), by_all(both) {}  // NOLINT: the start of a sum
  SmoothedLoss(Number target, Number all) : by_target(std::move(target)), by_all(std::move(all)) {}
  friend SmoothedLoss operator+(const SmoothedLoss& a, const SmoothedLoss& b) {
    return {a.by_target + b.by_target, a.by_all + b.by_all};
  }
  friend SmoothedLoss operator/(const SmoothedLoss& a, const Number& n) {
    return {a.by_target / n, a.by_all / n};
  }
};

class CrossEntropy : ClassSamples {
 public:
  CrossEntropy(const OpCall& call, const Shape&)
      : ClassSamples(call),
        smoothing_(call.attributes.real("label_smoothing")),
        uniform_(smoothing_ / static_cast<double>(classes())) {}
  using ClassSamples::group_of;
  using ClassSamples::groups;

  template <class Io>
  void forward(Io& io, Index group) const {
    using Number = typename Io::Number;
    if (probabilities_ || smoothing_ == 0) {
      io.out(group, reduced(io, group, [&](Index sample) { return loss(io, sample); }));
      return;
    }
    const auto both = reduced(io, group, [&](Index sample) { return smoothed_loss(io, sample); });
    io.out(group, Number(1 - smoothing_) * both.by_target + Number(uniform_) * both.by_all);
  }

  template <class Io>
  void backward(Io& io, int which, Index group) const {
    if (which == 0) to_logits(io, group);
    if (which == 1) to_probabilities(io, group);
    if (which == weight_parameter) to_weights(io);
  }

 private:
  template <class Number>
  using Row = softmax::Shifted<Number>;

  template <class Io>
  Row<typename Io::Number> shifted(Io& io, Index sample) const {
    return softmax::shift(classes(), [&](Index k) { return io.in(0, grouping_.at(sample, k)); });
  }

  /// -log p of each class, by its number.
  template <class Number>
  static auto losses_of_classes(const Row<Number>& row) {
    return [&row, log_sum = rule::log(row.sum)](Index k) -> Number {
      return log_sum - row.shifted[static_cast<std::size_t>(k)];
    };
  }

  /// The probability that the target, smoothed, gives a class.
  template <class Io>
  typename Io::Number target(Io& io, Index sample, Index k) const {
    using Number = typename Io::Number;
    if (!probabilities_) {
      return (k == target_class(sample) ? 1 - smoothing_ : 0) + uniform_;
    }
    const Number y = io.in(1, grouping_.at(sample, k));
    return smoothing_ == 0 ? y : y * Number(1 - smoothing_) + Number(uniform_);
  }

  template <class Io>
  typename Io::Number loss(Io& io, Index sample) const {
    const auto row = shifted(io, sample);
    const auto of_class = losses_of_classes(row);
    if (!probabilities_) {
      const Index k = target_class(sample);
      return weighed(io, k, of_class(k));
    }
    Sum<typename Io::Number> sum;
    for (Index k = 0; k < classes(); ++k)
      sum.add(weighed(io, k, target(io, sample, k) * of_class(k)));
    return sum.total();
  }

  template <class Io>
  SmoothedLoss<typename Io::Number> smoothed_loss(Io& io, Index sample) const {
    using Number = typename Io::Number;
    const auto row = shifted(io, sample);
    const auto of_class = losses_of_classes(row);
    Number by_target = 0.0;
    Sum<Number> by_all;
    for (Index k = 0; k < classes(); ++k) {
      const Number loss = weighed(io, k, of_class(k));
      if (k == target_class(sample)) by_target = loss;
      by_all.add(loss);
    }
    return {by_target, by_all.total()};
  }

  /// (p - y) times the arriving gradient, where the softmax's own derivative and the logarithm's
  /// have cancelled. An ignored sample's logits still make probabilities, which count for nothing.
  template <class Io>
  void to_logits(Io& io, Index sample) const {
    using Number = typename Io::Number;
    const auto row = shifted(io, sample);
    const auto p = [&](Index k) -> Number {
      return row.exps[static_cast<std::size_t>(k)] / row.sum;
    };
    if (ignored(sample)) {
      for (Index k = 0; k < classes(); ++k)
        io.out(grouping_.at(sample, k), p(k) * Number(0.0));
      return;
    }
    const Number g = arriving(io, sample);
    if (probabilities_ || (weight_ >= 0 && smoothing_ > 0)) {
      spread(io, sample, g, p);
      return;
    }
    const Number weighed_g = weighed(io, target_class(sample), g);
    for (Index k = 0; k < classes(); ++k)
      io.out(grouping_.at(sample, k), weighed_g * (p(k) - target(io, sample, k)));
  }

  /// The same where the target's shares need not add up to 1: p times their sum takes p's place.
  template <class Io, class Probability>
  void spread(Io& io, Index sample, const typename Io::Number& g, const Probability& p) const {
    using Number = typename Io::Number;
    std::vector<Number> shares;
    Sum<Number> whole;
    for (Index k = 0; k < classes(); ++k) {
      shares.push_back(weighed(io, k, target(io, sample, k)));
      // Of weights that add up to 0 g is infinite: by each share alone, as PyTorch's NaN has it.
      if (!probabilities_) shares.back() = g * shares.back();
      whole.add(shares.back());
    }
    for (Index k = 0; k < classes(); ++k) {
      const Number part = p(k) * whole.total() - shares[static_cast<std::size_t>(k)];
      io.out(grouping_.at(sample, k), probabilities_ ? g * part : part);
    }
  }

  template <class Io>
  void to_probabilities(Io& io, Index sample) const {
    using Number = typename Io::Number;
    const auto row = shifted(io, sample);
    const Number g = arriving(io, sample);
    const auto of_class = losses_of_classes(row);
    for (Index k = 0; k < classes(); ++k) {
      const Number part = g * weighed(io, k, of_class(k));
      io.out(grouping_.at(sample, k), smoothing_ == 0 ? part : part * Number(1 - smoothing_));
    }
  }

  /// A weight's contribution is the part of its class in every sample's loss.
  template <class Io>
  void to_weights(Io& io) const {
    std::vector<Sum<typename Io::Number>> sums(static_cast<std::size_t>(classes()));
    for (Index sample = 0; sample < grouping_.groups(); ++sample) {
      const auto row = shifted(io, sample);
      const auto g = arriving(io, sample);
      const auto of_class = losses_of_classes(row);
      for (Index k = 0; k < classes(); ++k)
        sums[static_cast<std::size_t>(k)].add(g * (target(io, sample, k) * of_class(k)));
    }
    for (Index k = 0; k < classes(); ++k)
      io.out(k, sums[static_cast<std::size_t>(k)].total());
  }

  double smoothing_;
  double uniform_;  ///< what smoothing gives every class
};

class NegativeLogLikelihood : ClassSamples {
 public:
  NegativeLogLikelihood(const OpCall& call, const Shape&) : ClassSamples(call) {}
  using ClassSamples::group_of;
  using ClassSamples::groups;

  template <class Io>
  void forward(Io& io, Index group) const {
    io.out(group, reduced(io, group, [&](Index sample) {
             const Index k = target_class(sample);
             return weighed(io, k, -io.in(0, grouping_.at(sample, k)));
           }));
  }
  template <class Io>
  void backward(Io& io, int, Index sample) const {
    if (ignored(sample)) return;
    const Index k = target_class(sample);
    io.out(grouping_.at(sample, k), weighed(io, k, -arriving(io, sample)));
  }
};

/// What is wrong with the weights or the options; empty where nothing is.
std::string why_not_options(const OpCall& call, bool probabilities) {
  const Shape& logits = call.argument(0).shape;
  const Shape one_each{logits[class_dimension(logits)]};
  const int weight = call.attributes.slot(ClassSamples::weight_parameter);
  if (weight >= 0 && call.argument(weight).shape != one_each) {
    return "weight must have one number for each class, shape " + to_text(one_each) + ", not " +
           to_text(call.argument(weight).shape);
  }
  if (probabilities && call.attributes.whole("ignore_index") >= 0) {
    return "ignore_index is for targets that are classes; these, of the input's shape, are "
           "probabilities";
  }
  if (!call.attributes.has("label_smoothing")) return {};
  const double smoothing = call.attributes.real("label_smoothing");
  if (smoothing >= 0 && smoothing <= 1) return {};
  return "label_smoothing must lie between 0 and 1, which " + value_text(smoothing) + " does not";
}

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
  if (!probabilities && target != samples) {
    problem = "the target must hold one class for each sample, shape " + to_text(samples) +
              (may_be_probabilities ? ", or probabilities, shape " + to_text(logits) : "");
    return std::nullopt;
  }
  problem = why_not_options(call, probabilities);
  if (problem.empty() && !probabilities) {
    problem = why_not_indices(call.argument(1), logits[class_dimension(logits)], "class",
                              call.attributes.whole("ignore_index"));
  }
  if (!problem.empty()) return std::nullopt;
  return call.attributes.choice("reduction") == "none" ? samples : Shape{};
}

constexpr char cross_entropy_name[] = "cross_entropy";
constexpr char nll_name[] = "nll_loss";

std::vector<CallParameter> parameters() {
  return {
      {"input"},
      {"target", ParameterKind::indices},
      {"weight", ParameterKind::optional_tensor, false},
      {"ignore_index", ParameterKind::whole, false, Index{-100}},
      {"reduction", ParameterKind::choice, false, std::string("mean"), {"mean", "sum", "none"}}};
}

OpRow cross_entropy_row() {
  OpRow row;
  kernel::lift<CrossEntropy, cross_entropy_name>(row);
  row.kind = OpKind::loss;
  row.parameters = parameters();
  row.parameters.push_back({"label_smoothing", ParameterKind::real, false, 0.0});
  row.formula_tex =
      "y = \\frac{1}{N} \\sum_n \\left( \\log \\sum_k e^{a_{nk}} - a_{n b_n} \\right)";
  row.derivative_tex = {"\\frac{1}{N}\\,(p_{nk} - [k = b_n])", "-\\frac{1}{N} \\log p_{nk}",
                        "-\\frac{1}{N} \\sum_n b_{nk} \\log p_{nk}"};
  row.shape = [](const OpCall& call, std::string& problem) { return shape(call, problem, true); };
  row.passes_gradient = [](const OpCall& call, int which) {
    return which == 0 || call.argument(0).shape == call.argument(1).shape;  // probabilities
  };
  row.examples = {{"cross_entropy(a, [2, 0])", {{2, 3}}},
                  {"cross_entropy(a, 1)", {{4}}},
                  {"cross_entropy(a, [[0, 2], [1, 1]], reduction='none')", {{2, 3, 2}}},
                  {"cross_entropy(a, softmax(b, dim=1))", {{2, 3}, {2, 3}}},
                  {"cross_entropy(a, [2, -100, 0], [0.5, 1.5, 2.0])", {{3, 3}}},
                  {"cross_entropy(a, [1, 0, 2], ignore_index=0, label_smoothing=0.2)", {{3, 3}}},
                  {"cross_entropy(a, [2, 1], [0.5, 1.5, 2.0], label_smoothing=0.1)", {{2, 3}}},
                  {"cross_entropy(a, softmax(b, dim=1), c, reduction='none', label_smoothing=0.1)",
                   {{2, 3}, {2, 3}, {3}}}};
  row.pytorch =
      "def cross_entropy(input, target, weight=None, ignore_index=-100, reduction='mean', "
      "label_smoothing=0.0):\n"
      "    soft = as_tensor(target).shape == input.shape\n"
      "    if weight is not None:  # with classes it gets no gradient\n"
      "        weight = as_tensor(weight) if soft else as_tensor(weight).detach()\n"
      "    return F.cross_entropy(input, as_tensor(target) if soft else indices(target), weight,\n"
      "                           ignore_index=ignore_index, reduction=reduction,\n"
      "                           label_smoothing=label_smoothing)\n";
  return row;
}

OpRow nll_row() {
  OpRow row;
  kernel::lift<NegativeLogLikelihood, nll_name>(row);
  row.kind = OpKind::loss;
  row.parameters = parameters();
  row.formula_tex = "y = -\\frac{1}{N} \\sum_n a_{n b_n}";
  row.derivative_tex = {"-\\frac{1}{N}\\,[k = b_n]", "0"};
  row.shape = [](const OpCall& call, std::string& problem) { return shape(call, problem, false); };
  row.passes_gradient = [](const OpCall&, int which) { return which == 0; };
  row.examples = {{"nll_loss(log_softmax(a, dim=1), [2, 0])", {{2, 3}}},
                  {"nll_loss(a, [1, 0, 1], reduction='sum')", {{3, 2}}},
                  {"nll_loss(a, [1, -1, 0], [0.5, 2.0], ignore_index=-1)", {{3, 2}}},
                  {"nll_loss(a, [[0, 1]], [0.5, 2.0], reduction='none')", {{1, 2, 2}}}};
  row.pytorch =
      "def nll_loss(input, target, weight=None, ignore_index=-100, reduction='mean'):\n"
      "    weight = None if weight is None else as_tensor(weight).detach()\n"
      "    return F.nll_loss(input, indices(target), weight, ignore_index=ignore_index, "
      "reduction=reduction)\n";
  return row;
}

}  // namespace

std::span<const OpRow> cross_entropy_ops() {
  static const std::vector<OpRow> rows = {cross_entropy_row(), nll_row()};
  return rows;
}

}  // namespace backprop
