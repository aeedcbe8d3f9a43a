/// batch_norm (Ioffe, Szegedy 2015) and layer_norm (Ba, Kiros, Hinton 2016): the elements of a
/// group less their mean, over the square root of their biased variance plus eps; then times
/// weight, plus bias. Groups: each channel over all samples and places, or each sample's last
/// dimensions.
#include "engine/ops/kernel.h"
#include "engine/tensor/grouping.h"

namespace backprop {
namespace {

/// Of the elements of one group.
template <class Number>
struct Moments {
  Number mean;
  Number squares;  ///< of the differences from the mean, summed
};

template <class Io>
Moments<typename Io::Number> moments(Io& io, const Grouping& grouping, Index group) {
  using Number = typename Io::Number;
  Sum<Number> sum;
  for (Index k = 0; k < grouping.size(); ++k)
    sum.add(io.in(0, grouping.at(group, k)));
  const Number mean = sum.total() / Number(static_cast<double>(grouping.size()));
  Sum<Number> squares;
  for (Index k = 0; k < grouping.size(); ++k) {
    const Number d = io.in(0, grouping.at(group, k)) - mean;
    squares.add(d * d);
  }
  return {mean, squares.total()};
}

/// The formulas, for one group whose elements read weights and biases of their own.
template <class Layout>
class Normalization {
 public:
  Normalization(const OpCall& call, const Shape&)
      : layout_(call),
        grouping_(layout_.grouping(call)),
        weight_(call.attributes.slot(Layout::weight)),
        bias_(call.attributes.slot(Layout::bias)),
        eps_(call.attributes.real("eps")),
        uses_batch_(layout_.uses_batch(call)) {
    if (weight_ >= 0) parameters_ = call.argument(weight_).size();
    if (bias_ >= 0) parameters_ = call.argument(bias_).size();
  }
  /// The elements of a parameter are computed together: all need the statistics of every group.
  Index groups(int which) const { return is_parameter(which) ? 1 : grouping_.groups(); }
  Index group_of(int which, Index element) const {
    return is_parameter(which) ? 0 : grouping_.group_of(element);
  }

  template <class Io>
  void forward(Io& io, Index group) const {
    const auto s = statistics(io, group);
    for (Index k = 0; k < grouping_.size(); ++k) {
      const Index element = grouping_.at(group, k);
      auto y = (io.in(0, element) - s.mean) * s.inverse;
      if (weight_ >= 0) y = y * io.in(weight_, layout_.parameter(group, k));
      if (bias_ >= 0) y = y + io.in(bias_, layout_.parameter(group, k));
      io.out(element, y);
    }
  }

  template <class Io>
  void backward(Io& io, int which, Index group) const {
    if (which == 0) to_input(io, group);
    if (which == weight_ || which == bias_) to_parameter(io, which);
  }

 private:
  template <class Number>
  struct Statistics {
    Number mean, inverse;  ///< 1 / sqrt(variance + eps)
  };

  bool is_parameter(int which) const { return which > 0 && (which == weight_ || which == bias_); }

  template <class Io>
  Statistics<typename Io::Number> statistics(Io& io, Index group) const {
    using Number = typename Io::Number;
    Number mean = 0.0;
    Number variance = 0.0;
    if (uses_batch_) {
      const auto batch = moments(io, grouping_, group);
      mean = batch.mean;
      variance = batch.squares / Number(static_cast<double>(grouping_.size()));
    } else {
      mean = io.in(layout_.running_mean, group);
      variance = io.in(layout_.running_var, group);
    }
    return {mean, Number(1.0) / rule::sqrt(variance + Number(eps_))};
  }

  /// Three paths: straight, through the mean, and through the variance. With u = g * weight and
  /// n = (a - mean) * inverse:  inverse * (u - mean of u - n * mean of (u n)).
  template <class Io>
  void to_input(Io& io, Index group) const {
    using Number = typename Io::Number;
    const auto s = statistics(io, group);
    const auto arriving = [&](Index k) {
      const Number g = io.g(grouping_.at(group, k));
      return weight_ < 0 ? g : g * io.in(weight_, layout_.parameter(group, k));
    };
    if (!uses_batch_) {
      for (Index k = 0; k < grouping_.size(); ++k)
        io.out(grouping_.at(group, k), arriving(k) * s.inverse);
      return;
    }
    Sum<Number> through_mean;
    Sum<Number> through_variance;
    std::vector<Number> normalized;
    std::vector<Number> upstream;
    for (Index k = 0; k < grouping_.size(); ++k) {
      normalized.push_back((io.in(0, grouping_.at(group, k)) - s.mean) * s.inverse);
      upstream.push_back(arriving(k));
      through_mean.add(upstream.back());
      through_variance.add(upstream.back() * normalized.back());
    }
    const Number n = static_cast<double>(grouping_.size());
    const Number mean_path = through_mean.total() / n;
    const Number variance_path = through_variance.total() / n;
    for (Index k = 0; k < grouping_.size(); ++k) {
      const auto at = static_cast<std::size_t>(k);
      io.out(grouping_.at(group, k),
             (upstream[at] - mean_path - normalized[at] * variance_path) * s.inverse);
    }
  }

  /// To the weight: g times the normalized element; to the bias: g; summed over all that read it.
  template <class Io>
  void to_parameter(Io& io, int which) const {
    using Number = typename Io::Number;
    std::vector<Sum<Number>> sums(static_cast<std::size_t>(parameters_));
    for (Index group = 0; group < grouping_.groups(); ++group) {
      const auto s = which == bias_ ? Statistics<Number>{} : statistics(io, group);
      for (Index k = 0; k < grouping_.size(); ++k) {
        const Index element = grouping_.at(group, k);
        Sum<Number>& sum = sums[static_cast<std::size_t>(layout_.parameter(group, k))];
        if (which == bias_) {
          sum.add(io.g(element));
        } else {
          sum.add(io.g(element) * ((io.in(0, element) - s.mean) * s.inverse));
        }
      }
    }
    for (Index parameter = 0; parameter < parameters_; ++parameter)
      io.out(parameter, sums[static_cast<std::size_t>(parameter)].total());
  }

  Layout layout_;
  Grouping grouping_;
  int weight_, bias_;
  double eps_;
  bool uses_batch_;
  Index parameters_ = 0;
};

/// Group c is channel c; its weight is weight[c].
struct Channels {
  static constexpr int weight = 3;
  static constexpr int bias = 4;
  int running_mean, running_var;
  explicit Channels(const OpCall& call)
      : running_mean(call.attributes.slot(1)), running_var(call.attributes.slot(2)) {}
  static Grouping grouping(const OpCall& call) {
    std::vector<bool> within(call.argument(0).shape.size(), true);
    within[1] = false;
    return {call.argument(0).shape, within};
  }
  static bool uses_batch(const OpCall& call) { return call.attributes.flag("training"); }
  static Index parameter(Index group, Index) { return group; }
};

/// What training makes of the running averages: (1 - momentum) times the old one, plus momentum
/// times the batch's mean or its unbiased variance.
class RunningAverage {
 public:
  explicit RunningAverage(const OpCall& call)
      : channels_(call),
        grouping_(Channels::grouping(call)),
        momentum_(call.attributes.real("momentum")) {}

  template <class Io>
  typename Io::Number next(Io& io, int which, Index channel) const {
    using Number = typename Io::Number;
    const auto batch = moments(io, grouping_, channel);
    const Number now = which == channels_.running_mean
                           ? batch.mean
                           : batch.squares / Number(static_cast<double>(grouping_.size() - 1));
    return Number(1 - momentum_) * io.in(which, channel) + Number(momentum_) * now;
  }

 private:
  Channels channels_;
  Grouping grouping_;
  double momentum_;
};

/// The k-th element of every group reads weight[k].
struct Rows {
  static constexpr int weight = 1;
  static constexpr int bias = 2;
  static constexpr int running_mean = -1;
  static constexpr int running_var = -1;
  explicit Rows(const OpCall&) {}
  static Grouping grouping(const OpCall& call) {
    const std::size_t rank = call.argument(0).shape.size();
    const std::size_t last = call.attributes.sizes("normalized_shape").size();
    std::vector<bool> within(rank, false);
    for (std::size_t d = rank - last; d < rank; ++d)
      within[d] = true;
    return {call.argument(0).shape, within};
  }
  static bool uses_batch(const OpCall&) { return true; }
  static Index parameter(Index, Index k) { return k; }
};

std::optional<Shape> batch_norm_shape(const OpCall& call, std::string& problem) {
  const Shape& input = call.argument(0).shape;
  if (input.size() < 2) {
    problem = "the input must be [N, C] or [N, C, ...]";
    return std::nullopt;
  }
  for (std::size_t i = 1; i < call.arguments.size(); ++i) {
    if (call.arguments[i]->shape == Shape{input[1]}) continue;
    problem = "means, variances, weight and bias must have one number for each channel, shape [" +
              std::to_string(input[1]) + "], not " + to_text(call.arguments[i]->shape);
    return std::nullopt;
  }
  const bool training = call.attributes.flag("training");
  if (!training && (call.attributes.slot(1) < 0 || call.attributes.slot(2) < 0)) {
    problem = "without training=True it needs running_mean and running_var";
    return std::nullopt;
  }
  if (training && input[1] > 0 && element_count(input) / input[1] == 1) {
    problem = "a channel needs more than one value to have a variance";
    return std::nullopt;
  }
  return input;
}

std::optional<Shape> layer_norm_shape(const OpCall& call, std::string& problem) {
  const Shape& input = call.argument(0).shape;
  const Shape& last = call.attributes.sizes("normalized_shape");
  if (last.empty() || last.size() > input.size() ||
      !std::equal(last.rbegin(), last.rend(), input.rbegin())) {
    problem = "normalized_shape " + to_text(last) + " must be the input's last dimensions";
    return std::nullopt;
  }
  for (std::size_t i = 1; i < call.arguments.size(); ++i) {
    if (call.arguments[i]->shape == last) continue;
    problem = "weight and bias must have the shape " + to_text(last) + ", not " +
              to_text(call.arguments[i]->shape);
    return std::nullopt;
  }
  return input;
}

constexpr char batch_norm_name[] = "batch_norm";
constexpr char layer_norm_name[] = "layer_norm";

std::vector<OpRow> make_rows() {
  constexpr auto tensor = ParameterKind::optional_tensor;
  OpRow batch;
  kernel::lift<Normalization<Channels>, batch_norm_name>(batch);
  batch.parameters = {{"input"},
                      {"running_mean", tensor, false},
                      {"running_var", tensor, false},
                      {"weight", tensor, false},
                      {"bias", tensor, false},
                      {"training", ParameterKind::flag, false, false},
                      {"momentum", ParameterKind::real, false, 0.1},
                      {"eps", ParameterKind::real, false, 1e-5}};
  batch.shape = batch_norm_shape;
  batch.passes_gradient = [](const OpCall& call, int which) {
    return which != call.attributes.slot(1) && which != call.attributes.slot(2);
  };
  kernel::lift_buffers<RunningAverage>(batch);
  batch.buffers.parameters = {1, 2};
  batch.buffers.updates = [](const OpCall& call) {
    return Channels::uses_batch(call) && call.argument(0).size() > 0;
  };
  batch.pytorch =
      "def batch_norm(x, running_mean=None, running_var=None, weight=None, bias=None, "
      "training=False,\n"
      "               momentum=0.1, eps=1e-5):\n"
      "    # detach() shares the numbers, so that PyTorch updates those of the tensors given.\n"
      "    running = [None if s is None else as_tensor(s).detach() for s in (running_mean, "
      "running_var)]\n"
      "    return F.batch_norm(x, *running, weight, bias, training, momentum, eps)\n";
  batch.formula_tex =
      "y = \\frac{a - \\bar a}{\\sqrt{\\overline{(a - \\bar a)^2} + \\epsilon}}\\, w + b";
  batch.examples = {{"batch_norm(a, None, None, b, c, training=True)", {{4, 2}, {2}, {2}}},
                    {"batch_norm(a, None, None, training=True)", {{3, 2, 2}}},
                    {"batch_norm(a, [0.1, -0.2], [0.5, 2.0], b, c)", {{3, 2}, {2}, {2}}}};
  OpRow layer;
  kernel::lift<Normalization<Rows>, layer_norm_name>(layer);
  layer.parameters = {{"input"},
                      {"normalized_shape", ParameterKind::sizes},
                      {"weight", tensor, false},
                      {"bias", tensor, false},
                      {"eps", ParameterKind::real, false, 1e-5}};
  layer.shape = layer_norm_shape;
  layer.pytorch =
      "def layer_norm(x, normalized_shape, weight=None, bias=None, eps=1e-5):\n"
      "    shape = (normalized_shape,) if isinstance(normalized_shape, int) else normalized_shape\n"
      "    return F.layer_norm(x, shape, weight, bias, eps)\n";
  layer.formula_tex = batch.formula_tex;
  layer.examples = {{"layer_norm(a, (4,), b, c)", {{3, 4}, {4}, {4}}},
                    {"layer_norm(a, 4)", {{2, 4}}},
                    {"layer_norm(a, (2, 3), bias=b)", {{2, 2, 3}, {2, 3}}}};
  for (OpRow* row : {&batch, &layer}) {
    row->kind = OpKind::normalization;
    row->derivative_tex = {
        "\\frac{w}{\\sigma} \\left( [i = j] - \\frac{1}{N} - \\frac{n_i n_j}{N} \\right)", "n_i",
        "1", "n_i", "1"};
  }
  return {batch, layer};
}

}  // namespace

std::span<const OpRow> normalization_ops() {
  static const std::vector<OpRow> rows = make_rows();
  return rows;
}

}  // namespace backprop
