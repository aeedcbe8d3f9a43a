/// Activations: what a neuron applies to its weighted sum. Formulas, constants and edge values are
/// those of torch.nn.functional; the paper that introduced each is named at its rule.
#include <cmath>

#include "engine/ops/elementwise.h"

namespace backprop {
namespace {

using elementwise::make_row;
using rule::value_of;

struct Sigmoid {
  template <class T>
  static T forward(T a, T) {
    return T(1.0) / (T(1.0) + rule::exp(-a));
  }
  template <class T>
  static T backward_a(T g, T, T, T y) {
    return g * (y * (T(1.0) - y));
  }
};

struct Tanh {
  template <class T>
  static T forward(T a, T) {
    return rule::tanh(a);
  }
  static void forward(const double* a, double* y, std::size_t count) { tanh_of(a, y, count); }
  template <class T>
  static T backward_a(T g, T, T, T y) {
    return g * (T(1.0) - y * y);
  }
};

struct Relu {
  template <class T>
  static T forward(T a, T) {
    return rule::relu(a);
  }
  template <class T>
  static T backward_a(T g, T a, T, T) {
    return rule::gate(a, g);
  }
  static std::vector<double> kinks() { return {0}; }
};

/// Also relu6: limits 0 and 6. At the limits the derivative is 0.
struct Hardtanh {
  double min, max;
  Hardtanh(double its_min, double its_max) : min(its_min), max(its_max) {}
  explicit Hardtanh(const Attributes& attributes)
      : min(attributes.real("min_val")), max(attributes.real("max_val")) {}
  template <class T>
  T forward(T a, T) const {
    return rule::minimum(rule::maximum(a, T(min)), T(max));
  }
  template <class T>
  T backward_a(T g, T a, T, T) const {
    return rule::copy(value_of(a) <= min || value_of(a) >= max ? T(0.0) : g);
  }
  std::vector<double> kinks() const { return {min, max}; }
};

struct Relu6 : Hardtanh {
  Relu6() : Hardtanh(0, 6) {}
};

/// Maas, Hannun, Ng 2013. At 0 the derivative is the slope.
struct LeakyRelu {
  double slope;
  explicit LeakyRelu(const Attributes& attributes) : slope(attributes.real("negative_slope")) {}
  template <class T>
  T forward(T a, T) const {
    return value_of(a) > 0 ? rule::copy(a) : a * T(slope);
  }
  template <class T>
  T backward_a(T g, T a, T, T) const {
    return value_of(a) > 0 ? rule::copy(g) : g * T(slope);
  }
  static std::vector<double> kinks() { return {0}; }
};

/// Clevert, Unterthiner, Hochreiter 2015. At 0 the derivative is alpha.
struct Elu {
  double alpha;
  explicit Elu(const Attributes& attributes) : alpha(attributes.real("alpha")) {}
  template <class T>
  T forward(T a, T) const {
    return value_of(a) <= 0 ? T(alpha) * rule::expm1(a) : rule::copy(a);
  }
  template <class T>
  T backward_a(T g, T a, T, T) const {
    return value_of(a) <= 0 ? g * (T(alpha) * rule::exp(a)) : rule::copy(g);
  }
  std::vector<double> kinks() const {
    return alpha == 1 ? std::vector<double>{} : std::vector<double>{0};
  }
};

/// Klambauer, Unterthiner, Mayr, Hochreiter 2017: the constants make mean 0 and variance 1 a fixed
/// point.
struct Selu {
  static constexpr double alpha = 1.6732632423543772848170429916717;
  static constexpr double scale = 1.0507009873554804934193349852946;
  template <class T>
  static T forward(T a, T) {
    return value_of(a) <= 0 ? T(scale * alpha) * rule::expm1(a) : T(scale) * a;
  }
  template <class T>
  static T backward_a(T g, T a, T, T) {
    return value_of(a) <= 0 ? g * (T(scale * alpha) * rule::exp(a)) : g * T(scale);
  }
  static std::vector<double> kinks() { return {0}; }
};

/// Hendrycks, Gimpel 2016: a times the normal distribution function of a, or its tanh
/// approximation. erfc and the logistic form keep their digits far on the left, where
/// 1 + erf and 1 + tanh cancel.
struct Gelu {
  static constexpr double sqrt_half = 0.70710678118654752440;
  static constexpr double density = 0.39894228040143267794;  // 1 / sqrt(2 pi)
  static constexpr double k = 0.79788456080286535588;        // sqrt(2 / pi)
  static constexpr double cubic = 0.044715;
  bool tanh_form;
  explicit Gelu(const Attributes& attributes)
      : tanh_form(attributes.choice("approximate") == "tanh") {}
  template <class T>
  static T distribution(T a) {
    return T(0.5) * rule::erfc(-(a * T(sqrt_half)));
  }
  /// (1 + tanh u) / 2 = 1 / (1 + exp(-2u)), u = k (a + 0.044715 a^3)
  template <class T>
  static T approximate_distribution(T a) {
    const T u = T(k) * (a + T(cubic) * (a * a * a));
    return T(1.0) / (T(1.0) + rule::exp(T(-2.0) * u));
  }
  template <class T>
  T forward(T a, T) const {
    return a * (tanh_form ? approximate_distribution(a) : distribution(a));
  }
  template <class T>
  T backward_a(T g, T a, T, T) const {
    if (tanh_form) {
      const T p = approximate_distribution(a);
      const T slope = T(2 * k) * (T(1.0) + T(3 * cubic) * (a * a));
      return g * (p + a * (p * (T(1.0) - p) * slope));
    }
    return g * (distribution(a) + a * (T(density) * rule::exp(T(-0.5) * (a * a))));
  }
};

/// a * sigmoid(a): Elfwing, Uchibe, Doya 2017.
struct Silu {
  template <class T>
  static T forward(T a, T) {
    return a / (T(1.0) + rule::exp(-a));
  }
  template <class T>
  static T backward_a(T g, T a, T, T) {
    const T s = Sigmoid::forward(a, a);
    return g * (s * (T(1.0) + a * (T(1.0) - s)));
  }
};

/// Linear where beta * a is above the threshold.
struct Softplus {
  double beta, threshold;
  explicit Softplus(const Attributes& attributes)
      : beta(attributes.real("beta")), threshold(attributes.real("threshold")) {}
  template <class T>
  T forward(T a, T) const {
    const T scaled = a * T(beta);
    if (value_of(scaled) > threshold) return rule::copy(a);
    return rule::log1p(rule::exp(scaled)) / T(beta);
  }
  template <class T>
  T backward_a(T g, T a, T, T) const {
    const T scaled = a * T(beta);
    if (value_of(scaled) > threshold) return rule::copy(g);
    const T z = rule::exp(scaled);
    return g * (z / (z + T(1.0)));
  }
  std::vector<double> kinks() const { return {threshold / beta}; }  // a step of exp(-threshold)
};

struct Softsign {
  template <class T>
  static T forward(T a, T) {
    return a / (T(1.0) + rule::abs(a));
  }
  template <class T>
  static T backward_a(T g, T a, T, T y) {
    if (std::isinf(value_of(a))) return g * y;  // inf / inf: NaN, and so is the slope
    const T d = T(1.0) + rule::abs(a);
    return g / (d * d);
  }
};

/// a * tanh(softplus(a)): Misra 2019.
struct Mish {
  template <class T>
  static T squashed(T a) {
    return rule::tanh(rule::log1p(rule::exp(a)));
  }
  template <class T>
  static T forward(T a, T) {
    return a * squashed(a);
  }
  template <class T>
  static T backward_a(T g, T a, T, T) {
    const T t = squashed(a);
    return g * (t + a * (Sigmoid::forward(a, a) * (T(1.0) - t * t)));
  }
};

/// min(max(a + 3, 0), 6), the core of hardsigmoid and hardswish.
template <class T>
T ramp(T a) {
  return rule::minimum(rule::maximum(a + T(3.0), T(0.0)), T(6.0));
}

struct Hardsigmoid {
  template <class T>
  static T forward(T a, T) {
    return ramp(a) / T(6.0);
  }
  template <class T>
  static T backward_a(T g, T a, T, T) {
    return value_of(a) > -3 && value_of(a) < 3 ? g * T(1.0 / 6) : rule::copy(T(0.0));
  }
  static std::vector<double> kinks() { return {-3, 3}; }
};

/// Howard et al. 2019 (MobileNetV3).
struct Hardswish {
  template <class T>
  static T forward(T a, T) {
    return a * ramp(a) / T(6.0);
  }
  template <class T>
  static T backward_a(T g, T a, T, T) {
    if (value_of(a) < -3) return rule::copy(T(0.0));
    return value_of(a) < 3 ? g * (a / T(3.0) + T(0.5)) : rule::copy(g);
  }
  static std::vector<double> kinks() { return {-3, 3}; }
};

// Names with linkage, so that they can be template arguments.
constexpr char sigmoid_name[] = "sigmoid";
constexpr char tanh_name[] = "tanh";
constexpr char relu_name[] = "relu";
constexpr char relu6_name[] = "relu6";
constexpr char hardtanh_name[] = "hardtanh";
constexpr char leaky_relu_name[] = "leaky_relu";
constexpr char elu_name[] = "elu";
constexpr char selu_name[] = "selu";
constexpr char gelu_name[] = "gelu";
constexpr char silu_name[] = "silu";
constexpr char softplus_name[] = "softplus";
constexpr char softsign_name[] = "softsign";
constexpr char mish_name[] = "mish";
constexpr char hardsigmoid_name[] = "hardsigmoid";
constexpr char hardswish_name[] = "hardswish";

CallParameter real(std::string_view name, double fallback) {
  return {name, ParameterKind::real, false, fallback};
}

constexpr auto kind = OpKind::activation;

constexpr std::string_view gelu_formula = "a * 0.5 * (1 + erf(a / sqrt(2)))";
constexpr std::string_view gelu_derivative =
    "0.5 * (1 + erf(a / sqrt(2))) + a * 0.3989422804014327 * exp(-0.5 * a * a)";

/// (1 + tanh u) / 2 = sigmoid(2u)
OpNotation gelu_notation(const Attributes& attributes) {
  if (attributes.choice("approximate") != "tanh") return {gelu_formula, {gelu_derivative}};
  return {"a * sigmoid(1.5957691216057308 * (a + 0.044715 * a ** 3))",
          {"sigmoid(1.5957691216057308 * (a + 0.044715 * a ** 3)) + a * 1.5957691216057308 * "
           "(1 + 0.134145 * a ** 2) * sigmoid(1.5957691216057308 * (a + 0.044715 * a ** 3)) * "
           "(1 - sigmoid(1.5957691216057308 * (a + 0.044715 * a ** 3)))"}};
}

std::vector<OpRow> smooth_rows() {
  return {
      make_row<Sigmoid, sigmoid_name>(
          kind,
          {"", "y = \\frac{1}{1 + e^{-a}}", {"y\\,(1 - y)"}, "1 / (1 + exp(-a))", {"y * (1 - y)"}}),
      make_row<Tanh, tanh_name>(kind, {"", "y = \\tanh a", {"1 - y^2"}, "tanh(a)", {"1 - y * y"}}),
      make_row<Elu, elu_name>(
          kind,
          {"",
           "y = \\begin{cases} a & a > 0 \\\\ \\alpha\\,(e^{a} - 1) & a \\le 0 \\end{cases}",
           {"\\begin{cases} 1 & a > 0 \\\\ \\alpha\\, e^{a} & a \\le 0 \\end{cases}"},
           "where(a > 0, a, alpha * expm1(a))",
           {"where(a > 0, 1, alpha * exp(a))"}},
          {real("alpha", 1)}),
      make_row<Gelu, gelu_name>(
          kind,
          {"",
           "y = a\\,\\Phi(a)",
           {"\\Phi(a) + \\frac{a}{\\sqrt{2\\pi}}\\, e^{-a^2/2}"},
           gelu_formula,
           {gelu_derivative}},
          {{"approximate", ParameterKind::choice, false, std::string("none"), {"none", "tanh"}}}),
      make_row<Silu, silu_name>(kind, {"",
                                       "y = \\frac{a}{1 + e^{-a}}",
                                       {"\\sigma(a)\\,(1 + a\\,(1 - \\sigma(a)))"},
                                       "a * sigmoid(a)",
                                       {"sigmoid(a) * (1 + a * (1 - sigmoid(a)))"}}),
      make_row<Softplus, softplus_name>(kind,
                                        {"",
                                         "y = \\frac{1}{\\beta} \\log(1 + e^{\\beta a})",
                                         {"\\frac{1}{1 + e^{-\\beta a}}"},
                                         "where(beta * a > threshold, a, "
                                         "log1p(exp(beta * a)) / beta)",
                                         {"where(beta * a > threshold, 1, sigmoid(beta * a))"}},
                                        {real("beta", 1), real("threshold", 20)}),
      make_row<Softsign, softsign_name>(kind, {"",
                                               "y = \\frac{a}{1 + |a|}",
                                               {"\\frac{1}{(1 + |a|)^2}"},
                                               "a / (1 + abs(a))",
                                               {"1 / (1 + abs(a)) ** 2"}}),
      make_row<Mish, mish_name>(
          kind, {"",
                 "y = a \\tanh(\\log(1 + e^{a}))",
                 {"\\frac{y}{a} + a\\,\\sigma(a)\\,(1 - (\\frac{y}{a})^2)"},
                 "a * tanh(log(1 + exp(a)))",
                 {"tanh(softplus(a)) + a * sigmoid(a) * (1 - tanh(softplus(a)) ** 2)"}}),
  };
}

std::vector<OpRow> kinked_rows() {
  return {
      make_row<Relu, relu_name>(kind, {"",
                                       "y = \\max(0, a)",
                                       {"\\begin{cases} 1 & a > 0 \\\\ 0 & a \\le 0 \\end{cases}"},
                                       "maximum(0, a)",
                                       {"a > 0"}}),
      make_row<Relu6, relu6_name>(
          kind, {"",
                 "y = \\min(\\max(0, a), 6)",
                 {"\\begin{cases} 1 & 0 < a < 6 \\\\ 0 & \\text{else} \\end{cases}"},
                 "minimum(maximum(0, a), 6)",
                 {"(a > 0) * (a < 6)"}}),
      make_row<Hardtanh, hardtanh_name>(
          kind,
          {"",
           "y = \\min(\\max(a, \\text{min}), \\text{max})",
           {"\\begin{cases} 1 & \\text{min} < a < \\text{max} \\\\ 0 & \\text{else} \\end{cases}"},
           "minimum(maximum(a, min_val), max_val)",
           {"(a > min_val) * (a < max_val)"}},
          {real("min_val", -1), real("max_val", 1)}),
      make_row<LeakyRelu, leaky_relu_name>(
          kind,
          {"",
           "y = \\begin{cases} a & a > 0 \\\\ s\\,a & a \\le 0 \\end{cases}",
           {"\\begin{cases} 1 & a > 0 \\\\ s & a \\le 0 \\end{cases}"},
           "where(a > 0, a, negative_slope * a)",
           {"where(a > 0, 1, negative_slope)"}},
          {real("negative_slope", 0.01)}),
      make_row<Selu, selu_name>(
          kind,
          {"",
           "y = \\lambda \\begin{cases} a & a > 0 \\\\ \\alpha\\,(e^{a} - 1) & a \\le 0 "
           "\\end{cases}",
           {"\\lambda \\begin{cases} 1 & a > 0 \\\\ \\alpha\\, e^{a} & a \\le 0 \\end{cases}"},
           "1.0507009873554805 * where(a > 0, a, 1.6732632423543772 * expm1(a))",
           {"1.0507009873554805 * where(a > 0, 1, 1.6732632423543772 * exp(a))"}}),
      make_row<Hardsigmoid, hardsigmoid_name>(
          kind, {"",
                 "y = \\frac{\\min(\\max(a + 3, 0), 6)}{6}",
                 {"\\begin{cases} \\frac{1}{6} & -3 < a < 3 \\\\ 0 & \\text{else} \\end{cases}"},
                 "minimum(maximum(a + 3, 0), 6) / 6",
                 {"(a > -3) * (a < 3) / 6"}}),
      make_row<Hardswish, hardswish_name>(kind,
                                          {"",
                                           "y = a\\,\\frac{\\min(\\max(a + 3, 0), 6)}{6}",
                                           {"\\begin{cases} 0 & a < -3 \\\\ \\frac{a}{3} + "
                                            "\\frac{1}{2} & -3 \\le a < 3 \\\\ 1 & a "
                                            "\\ge 3 \\end{cases}"},
                                           "a * minimum(maximum(a + 3, 0), 6) / 6",
                                           {"where(a < -3, 0, where(a < 3, a / 3 + 0.5, 1))"}}),
  };
}

std::vector<OpRow> make_rows() {
  std::vector<OpRow> rows = smooth_rows();
  for (OpRow& row : kinked_rows())
    rows.push_back(std::move(row));
  for (OpRow& row : rows) {
    row.samples[0] = {-7, 7};
    if (row.name == gelu_name) row.notation_for = gelu_notation;
  }
  for (OpRow& row : rows) {
    const bool in_torch = row.name == "sigmoid" || row.name == "tanh" || row.name == "relu";
    row.pytorch = in_torch ? "torch" : "torch.nn.functional";
  }
  return rows;
}

}  // namespace

std::span<const OpRow> activation_ops() {
  static const std::vector<OpRow> rows = make_rows();
  return rows;
}

}  // namespace backprop
