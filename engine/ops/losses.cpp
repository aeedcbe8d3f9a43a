/// Losses that compare element with element: a rule on (prediction a, target b), where the loss has
/// weights times an element's own, then the mean, the sum, or nothing more. Rules and edge values
/// as torch.nn.functional has them.
#include <cmath>

#include "engine/ops/elementwise.h"
#include "engine/ops/loss_rules.h"

namespace backprop {
namespace {

using rule::value_of;

struct AbsoluteError {
  template <class T>
  static T forward(T a, T b) {
    return rule::abs(a - b);
  }
  template <class T>
  static T backward_a(T g, T a, T b, T) {
    return g * rule::sign(a - b);
  }
  template <class T>
  static T backward_b(T g, T a, T b, T) {
    return g * rule::sign(b - a);
  }
};

/// Quadratic within delta, linear beyond: Huber 1964.
struct Huber {
  double delta;
  explicit Huber(const Attributes& attributes) : delta(attributes.real("delta")) {}
  template <class T>
  T forward(T a, T b) const {
    const T d = rule::abs(a - b);
    if (value_of(d) <= delta) return T(0.5) * (d * d);
    return T(delta) * (d - T(0.5 * delta));
  }
  template <class T>
  T slope(T g, T d) const {
    if (value_of(d) <= -delta) return g * T(-delta);
    if (value_of(d) >= delta) return g * T(delta);
    return g * d;
  }
  template <class T>
  T backward_a(T g, T a, T b, T) const {
    return slope(g, a - b);
  }
  template <class T>
  T backward_b(T g, T a, T b, T) const {
    return slope(g, b - a);
  }
};

/// The logarithms are not let below -100; the divisor of the derivative not below 1e-12.
struct BinaryCrossEntropy {
  template <class T>
  static T clamped(T logarithm) {
    return rule::maximum(logarithm, T(-100.0));
  }
  template <class T>
  static T forward(T a, T b) {
    return (b - T(1.0)) * clamped(rule::log1p(-a)) - b * clamped(rule::log(a));
  }
  template <class T>
  static T backward_a(T g, T a, T b, T) {
    return g * ((a - b) / rule::maximum((T(1.0) - a) * a, T(1e-12)));
  }
  template <class T>
  static T backward_b(T g, T a, T, T) {
    return g * (rule::log1p(-a) - rule::log(a));
  }
};

template <class Rule>
constexpr bool weighs_positives = requires(double x) {
  Rule::positives_forward(x, x, x);
};
constexpr int weight_parameter = 2;
constexpr int positives_parameter = 3;

/// Where a tensor that may be left out stands among the arguments, or -1.
int place_of(const OpCall& call, int parameter) {
  const int place = call.attributes.slot(parameter);
  return place < static_cast<int>(call.arguments.size()) ? place : -1;
}

template <class Rule>
class Loss {
 public:
  Loss(const OpCall& call, const Shape&)
      : rule_(elementwise::make_rule<Rule>(call.attributes)),
        reduction_(call.attributes.choice("reduction")),
        arguments_(call, full_shape(call)),
        weight_(place_of(call, weight_parameter)),
        positives_(weighs_positives<Rule> ? place_of(call, positives_parameter) : -1),
        count_(static_cast<double>(arguments_.elements(the_output))) {}
  Index groups(int which) const {
    const bool one = which == the_output && reduction_ != "none";
    return one ? 1 : arguments_.elements(which);
  }
  Index group_of(int, Index element) const { return element; }

  template <class Io>
  void forward(Io& io, Index group) const {
    using Number = typename Io::Number;
    if (reduction_ == "none") {
      io.out(group, loss(io, group));
      return;
    }
    Sum<Number> sum;
    for (Index i = 0; i < arguments_.elements(the_output); ++i)
      sum.add(loss(io, i));
    io.out(0, reduction_ == "mean" ? sum.total() / Number(count_) : sum.total());
  }

  template <class Io>
  void backward(Io& io, int which, Index element) const {
    arguments_.contribute(io, which, element, [&](Index i) { return part(io, which, i); });
  }

 private:
  /// Before the reduction.
  static Shape full_shape(const OpCall& call) {
    return *broadcast_shapes(call.argument(0).shape, call.argument(1).shape);
  }

  template <class Io>
  auto read(Io& io, int which, Index i) const {
    return io.in(which, arguments_.source(which, i));
  }
  template <class Io>
  auto unweighed(Io& io, Index i) const {
    const auto a = read(io, 0, i);
    const auto b = read(io, 1, i);
    if constexpr (weighs_positives<Rule>) {
      if (positives_ >= 0) return rule_.positives_forward(a, b, read(io, positives_, i));
    }
    return rule_.forward(a, b);
  }
  template <class Io>
  auto loss(Io& io, Index i) const {
    const auto loss = unweighed(io, i);
    return weight_ < 0 ? loss : loss * read(io, weight_, i);
  }
  template <class Io>
  auto part(Io& io, int which, Index i) const {
    using Number = typename Io::Number;
    const Number a = read(io, 0, i);
    const Number b = read(io, 1, i);
    Number g = io.g(reduction_ == "none" ? i : 0);
    if (reduction_ == "mean") g = g / Number(count_);
    if (weight_ >= 0) g = g * read(io, weight_, i);
    if constexpr (weighs_positives<Rule>) {
      if (positives_ >= 0) {
        const Number w = read(io, positives_, i);
        return which == 0 ? rule_.positives_backward_a(g, a, b, w)
                          : rule_.positives_backward_b(g, a, b, w);
      }
    }
    return which == 0 ? rule_.backward_a(g, a, b, a) : rule_.backward_b(g, a, b, a);
  }

  Rule rule_;
  std::string reduction_;
  BroadcastArguments arguments_;
  int weight_, positives_;  ///< where they stand among the arguments, or -1
  double count_;
};

std::optional<Shape> loss_shape(const OpCall& call, std::string& problem) {
  auto shape = elementwise::broadcast_shape(call, problem);
  if (!shape || call.attributes.choice("reduction") == "none") return shape;
  return Shape{};
}

/// Target and weights take the input's shape, and never the input theirs.
std::optional<Shape> weighed_shape(const OpCall& call, std::string& problem) {
  const Shape& input = call.argument(0).shape;
  if (call.argument(1).shape != input) {
    problem = "target must have the input's shape, " + to_text(input) + ", not " +
              to_text(call.argument(1).shape);
    return std::nullopt;
  }
  for (int i = 2; i < static_cast<int>(call.arguments.size()); ++i) {
    const Shape& weight = call.argument(i).shape;
    if (broadcast_shapes(weight, input) == input) continue;
    problem = std::string(i == place_of(call, weight_parameter) ? "weight" : "pos_weight") +
              " must have the input's shape, " + to_text(input) +
              ", or broadcast to it, which shape " + to_text(weight) + " does not";
    return std::nullopt;
  }
  return call.attributes.choice("reduction") == "none" ? input : Shape{};
}

std::optional<Shape> probabilities_shape(const OpCall& call, std::string& problem) {
  for (const double p : call.argument(0).data) {
    if (!(p >= 0 && p <= 1) && !std::isnan(p)) {
      problem =
          "the input must lie between 0 and 1: sigmoid(x) does; for logits there is "
          "binary_cross_entropy_with_logits";
      return std::nullopt;
    }
  }
  return weighed_shape(call, problem);
}

void sides_of_difference(const OpCall& call, std::vector<Index>& sides) {
  const Shape shape = *broadcast_shapes(call.argument(0).shape, call.argument(1).shape);
  const BroadcastMap a(call.argument(0).shape, shape);
  const BroadcastMap b(call.argument(1).shape, shape);
  for (Index i = 0; i < element_count(shape); ++i)
    sides.push_back(
        static_cast<Index>(rule::sign(call.argument(0)[a[i]] - call.argument(1)[b[i]])));
}

/// Where a logarithm is clamped the loss is not the derivative's integral.
void sides_of_clamped(const OpCall& call, std::vector<Index>& sides) {
  for (const double p : call.argument(0).data) {
    sides.push_back(std::log(p) < -100 ? 1 : 0);
    sides.push_back(std::log1p(-p) < -100 ? 1 : 0);
    sides.push_back((1 - p) * p < 1e-12 ? 1 : 0);
  }
}

constexpr char mse_name[] = "mse_loss";
constexpr char l1_name[] = "l1_loss";
constexpr char huber_name[] = "huber_loss";
constexpr char bce_name[] = "binary_cross_entropy";
constexpr char bce_logits_name[] = "binary_cross_entropy_with_logits";

template <class Rule, const char* Name>
OpRow make_row(std::string_view formula_tex, std::vector<std::string_view> derivative_tex) {
  OpRow row;
  kernel::lift<Loss<Rule>, Name>(row);
  row.kind = OpKind::loss;
  row.parameters = {
      {"input"},
      {"target"},
      {"reduction", ParameterKind::choice, false, std::string("mean"), {"mean", "sum", "none"}}};
  row.shape = loss_shape;
  row.formula_tex = formula_tex;
  row.derivative_tex = std::move(derivative_tex);
  return row;
}

/// PyTorch gives weights no gradient.
void add_weight(OpRow& row) {
  row.parameters.insert(row.parameters.begin() + weight_parameter,
                        {"weight", ParameterKind::optional_tensor, false});
  row.passes_gradient = [](const OpCall&, int which) { return which < weight_parameter; };
}

OpRow binary_row() {
  OpRow row = make_row<BinaryCrossEntropy, bce_name>(
      "y = -\\frac{1}{N} \\sum_i b_i \\log a_i + (1 - b_i) \\log(1 - a_i)",
      {"\\frac{1}{N} \\frac{a_i - b_i}{a_i\\,(1 - a_i)}",
       "\\frac{1}{N} \\log \\frac{1 - a_i}{a_i}"});
  add_weight(row);
  row.shape = probabilities_shape;
  row.sides = sides_of_clamped;
  row.examples = {
      {"binary_cross_entropy(a, b)", {{2, 3}, {2, 3}}, {0.05, 0.95}},
      {"binary_cross_entropy(a, b, reduction='none')", {{4}, {4}}, {0.05, 0.95}},
      {"binary_cross_entropy(a, b, [[0.5], [2.0]])", {{2, 3}, {2, 3}}, {0.05, 0.95}},
      {"binary_cross_entropy(a, b, [0.5, 0.0, 2.0], 'none')", {{3}, {3}}, {0.05, 0.95}}};
  row.pytorch =
      "def binary_cross_entropy(input, target, weight=None, reduction='mean'):\n"
      "    weight = None if weight is None else as_tensor(weight).detach()\n"
      "    return F.binary_cross_entropy(input, target, weight, reduction=reduction)\n";
  return row;
}

OpRow binary_row_with_logits() {
  OpRow row = make_row<rule::BinaryCrossEntropyWithLogits, bce_logits_name>(
      "y = -\\frac{1}{N} \\sum_i b_i \\log \\sigma(a_i) + (1 - b_i) \\log(1 - \\sigma(a_i))",
      {"\\frac{1}{N}\\,(\\sigma(a_i) - b_i)", "-\\frac{1}{N}\\, a_i"});
  add_weight(row);
  row.parameters.push_back({"pos_weight", ParameterKind::optional_tensor, false});
  row.shape = weighed_shape;
  row.examples = {
      {"binary_cross_entropy_with_logits(a, b)", {{2, 3}, {2, 3}}},
      {"binary_cross_entropy_with_logits(a, b, reduction='sum')", {{4}, {4}}},
      {"binary_cross_entropy_with_logits(a, b, [[0.5], [2.0]])", {{2, 3}, {2, 3}}},
      {"binary_cross_entropy_with_logits(a, b, pos_weight=[0.5, 3.0, 2.0])", {{2, 3}, {2, 3}}},
      {"binary_cross_entropy_with_logits(a, b, 0.5, 'none', [3.0, 0.0])", {{2, 2}, {2, 2}}}};
  row.pytorch =
      "def binary_cross_entropy_with_logits(input, target, weight=None, reduction='mean', "
      "pos_weight=None):\n"
      "    weight, pos_weight = (None if w is None else as_tensor(w).detach() for w in (weight, "
      "pos_weight))\n"
      "    return F.binary_cross_entropy_with_logits(input, target, weight, reduction=reduction, "
      "pos_weight=pos_weight)\n";
  return row;
}

std::vector<OpRow> make_rows() {
  OpRow mse = make_row<rule::SquaredError, mse_name>(
      "y = \\frac{1}{N} \\sum_i (a_i - b_i)^2",
      {"\\frac{2}{N}\\,(a_i - b_i)", "\\frac{2}{N}\\,(b_i - a_i)"});
  mse.examples = {{"mse_loss(a, b)", {{2, 3}, {2, 3}}},
                  {"mse_loss(a, b, reduction='none')", {{2, 3}, {3}}}};
  OpRow l1 = make_row<AbsoluteError, l1_name>("y = \\frac{1}{N} \\sum_i |a_i - b_i|",
                                              {"\\frac{1}{N} \\operatorname{sign}(a_i - b_i)",
                                               "\\frac{1}{N} \\operatorname{sign}(b_i - a_i)"});
  l1.sides = sides_of_difference;
  l1.examples = {{"l1_loss(a, b)", {{2, 3}, {2, 3}}},
                 {"l1_loss(a, b, reduction='sum')", {{2, 3}, {2, 1}}}};
  OpRow huber = make_row<Huber, huber_name>(
      "y = \\frac{1}{N} \\sum_i \\begin{cases} \\frac{1}{2} d_i^2 & |d_i| \\le \\delta \\\\ "
      "\\delta\\,(|d_i| - \\frac{\\delta}{2}) & \\text{else} \\end{cases}",
      {"\\frac{1}{N} \\max(-\\delta, \\min(d_i, \\delta))",
       "-\\frac{1}{N} \\max(-\\delta, \\min(d_i, \\delta))"});
  huber.parameters.push_back({"delta", ParameterKind::real, false, 1.0});
  huber.examples = {{"huber_loss(a, b)", {{2, 3}, {2, 3}}},
                    {"huber_loss(a, b, reduction='none', delta=0.5)", {{4}, {4}}}};
  mse.pytorch =
      "def mse_loss(input, target, reduction='mean'):\n"
      "    return F.mse_loss(input, target, reduction=reduction)\n";
  l1.pytorch =
      "def l1_loss(input, target, reduction='mean'):\n"
      "    return F.l1_loss(input, target, reduction=reduction)\n";
  huber.pytorch = "torch.nn.functional";
  return {mse, l1, huber, binary_row(), binary_row_with_logits()};
}

}  // namespace

std::span<const OpRow> loss_ops() {
  static const std::vector<OpRow> rows = make_rows();
  return rows;
}

}  // namespace backprop
