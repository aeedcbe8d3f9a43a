/// Arithmetic and the elementary functions. Formulas: the derivative tables of any calculus text;
/// edge values as PyTorch's derivatives.yaml has.
#include "engine/ops/arithmetic_rules.h"
#include "engine/ops/elementwise.h"

namespace backprop {
namespace {

using elementwise::make_row;
using elementwise::with_samples;
using rule::value_of;

struct Power {
  /// The exponents that PyTorch computes without pow are computed the same way.
  template <class T>
  static T forward(T a, T b) {
    const double exponent = value_of(b);
    if (exponent == 2) return a * a;
    if (exponent == 3) return a * a * a;
    if (exponent == 0.5) return rule::sqrt(a);
    if (exponent == 1) return rule::copy(a);
    if (exponent == -1) return T(1.0) / a;
    if (exponent == -2) return T(1.0) / (a * a);
    return rule::pow(a, b);
  }
  template <class T>
  static T backward_a(T g, T a, T b, T) {
    if (value_of(b) == 0) return rule::copy(T(0.0));  // also at a = 0, where the formula gives NaN
    return g * (b * forward(a, b - T(1.0)));
  }
  template <class T>
  static T backward_b(T g, T a, T b, T y) {
    if (value_of(a) == 0 && value_of(b) >= 0) return rule::copy(T(0.0));
    return g * (y * rule::log(a));
  }
};

struct Negate {
  template <class T>
  static T forward(T a, T) {
    return -a;
  }
  template <class T>
  static T backward_a(T g, T, T, T) {
    return -g;
  }
};

// The derivatives of maximum and minimum follow PyTorch's masks: half to each where both are equal,
// and all to each where one is NaN.

struct Maximum {
  template <class T>
  static T forward(T a, T b) {
    return rule::maximum(a, b);
  }
  template <class T>
  static T backward_a(T g, T a, T b, T) {
    if (value_of(a) == value_of(b)) return g / T(2.0);
    return rule::copy(value_of(a) < value_of(b) ? T(0.0) : g);
  }
  template <class T>
  static T backward_b(T g, T a, T b, T y) {
    return backward_a(g, b, a, y);
  }
};

struct Minimum {
  template <class T>
  static T forward(T a, T b) {
    return rule::minimum(a, b);
  }
  template <class T>
  static T backward_a(T g, T a, T b, T) {
    if (value_of(a) == value_of(b)) return g / T(2.0);
    return rule::copy(value_of(a) > value_of(b) ? T(0.0) : g);
  }
  template <class T>
  static T backward_b(T g, T a, T b, T y) {
    return backward_a(g, b, a, y);
  }
};

void sides_of_larger(const OpCall& call, std::vector<Index>& sides) {
  const Shape shape = *broadcast_shapes(call.argument(0).shape, call.argument(1).shape);
  const BroadcastMap a(call.argument(0).shape, shape);
  const BroadcastMap b(call.argument(1).shape, shape);
  for (Index i = 0; i < element_count(shape); ++i) {
    const double difference = call.argument(0)[a[i]] - call.argument(1)[b[i]];
    sides.push_back(static_cast<Index>(rule::sign(difference)));
  }
}

struct Exp {
  template <class T>
  static T forward(T a, T) {
    return rule::exp(a);
  }
  template <class T>
  static T backward_a(T g, T, T, T y) {
    return g * y;
  }
};

struct Expm1 {
  template <class T>
  static T forward(T a, T) {
    return rule::expm1(a);
  }
  template <class T>
  static T backward_a(T g, T, T, T y) {
    return g * (y + T(1.0));
  }
};

struct Log {
  template <class T>
  static T forward(T a, T) {
    return rule::log(a);
  }
  template <class T>
  static T backward_a(T g, T a, T, T) {
    return g / a;
  }
};

struct Log1p {
  template <class T>
  static T forward(T a, T) {
    return rule::log1p(a);
  }
  template <class T>
  static T backward_a(T g, T a, T, T) {
    return g / (a + T(1.0));
  }
};

struct Sqrt {
  template <class T>
  static T forward(T a, T) {
    return rule::sqrt(a);
  }
  template <class T>
  static T backward_a(T g, T, T, T y) {
    return g / (T(2.0) * y);
  }
};

struct Sin {
  template <class T>
  static T forward(T a, T) {
    return rule::sin(a);
  }
  template <class T>
  static T backward_a(T g, T a, T, T) {
    return g * rule::cos(a);
  }
};

struct Cos {
  template <class T>
  static T forward(T a, T) {
    return rule::cos(a);
  }
  template <class T>
  static T backward_a(T g, T a, T, T) {
    return g * -rule::sin(a);
  }
};

constexpr double two_over_sqrt_pi = 1.1283791670955126;

struct Erf {
  template <class T>
  static T forward(T a, T) {
    return rule::erf(a);
  }
  template <class T>
  static T backward_a(T g, T a, T, T) {
    return g * (T(two_over_sqrt_pi) * rule::exp(-(a * a)));
  }
};

struct Erfc {
  template <class T>
  static T forward(T a, T) {
    return rule::erfc(a);
  }
  template <class T>
  static T backward_a(T g, T a, T, T) {
    return g * (T(-two_over_sqrt_pi) * rule::exp(-(a * a)));
  }
};

struct Abs {
  template <class T>
  static T forward(T a, T) {
    return rule::abs(a);
  }
  template <class T>
  static T backward_a(T g, T a, T, T) {
    return g * rule::sign(a);
  }
  static std::vector<double> kinks() { return {0}; }
};

struct Sign {
  template <class T>
  static T forward(T a, T) {
    return rule::sign(a);
  }
  template <class T>
  static T backward_a(T, T, T, T) {
    return rule::copy(T(0.0));
  }
  static std::vector<double> kinks() { return {0}; }
};

struct Clone {
  template <class T>
  static T forward(T a, T) {
    return rule::copy(a);
  }
  template <class T>
  static T backward_a(T g, T, T, T) {
    return rule::copy(g);
  }
};

/// Limits that are plain numbers; either may be left out.
struct Clamp {
  bool has_min, has_max;
  double min, max;
  explicit Clamp(const Attributes& attributes)
      : has_min(attributes.has("min")),
        has_max(attributes.has("max")),
        min(has_min ? attributes.real("min") : 0),
        max(has_max ? attributes.real("max") : 0) {}
  template <class T>
  T forward(T a, T) const {
    const bool crossed = has_min && min > max;  // then PyTorch gives max
    if (has_max && (crossed || value_of(a) > max)) return rule::copy(T(max));
    if (has_min && value_of(a) < min) return rule::copy(T(min));
    return rule::copy(a);
  }
  template <class T>
  T backward_a(T g, T a, T, T) const {
    const bool inside = (!has_min || value_of(a) >= min) && (!has_max || value_of(a) <= max);
    return rule::copy(inside ? g : T(0.0));
  }
  std::vector<double> kinks() const {
    std::vector<double> list;
    if (has_min) list.push_back(min);
    if (has_max) list.push_back(max);
    return list;
  }
};

// Names with linkage, so that they can be template arguments.
constexpr char add_name[] = "add";
constexpr char sub_name[] = "sub";
constexpr char mul_name[] = "mul";
constexpr char div_name[] = "div";
constexpr char pow_name[] = "pow";
constexpr char neg_name[] = "neg";
constexpr char maximum_name[] = "maximum";
constexpr char minimum_name[] = "minimum";
constexpr char exp_name[] = "exp";
constexpr char expm1_name[] = "expm1";
constexpr char log_name[] = "log";
constexpr char log1p_name[] = "log1p";
constexpr char sqrt_name[] = "sqrt";
constexpr char sin_name[] = "sin";
constexpr char cos_name[] = "cos";
constexpr char erf_name[] = "erf";
constexpr char erfc_name[] = "erfc";
constexpr char abs_name[] = "abs";
constexpr char sign_name[] = "sign";
constexpr char clone_name[] = "clone";
constexpr char clamp_name[] = "clamp";

OpRow with_sides(OpRow row, void (*sides)(const OpCall&, std::vector<Index>&)) {
  row.sides = sides;
  return row;
}

OpRow with_python(OpRow row, std::string_view definition) {
  row.pytorch = definition;
  return row;
}

OpNotation clamp_notation(const Attributes& attributes) {
  const bool has_min = attributes.has("min");
  const bool has_max = attributes.has("max");
  if (has_min && has_max) return {"minimum(maximum(a, min), max)", {"(a >= min) * (a <= max)"}};
  if (has_min) return {"maximum(a, min)", {"a >= min"}};
  if (has_max) return {"minimum(a, max)", {"a <= max"}};
  return {"a", {"1"}};
}

OpRow clamp_row() {
  OpRow row = make_row<Clamp, clamp_name>(
      OpKind::elementwise,
      {"",
       "y = \\min(\\max(a, \\text{min}), \\text{max})",
       {"\\begin{cases} 1 & \\text{min} \\le a \\le \\text{max} \\\\ 0 & \\text{else} "
        "\\end{cases}"},
       "",
       {}},
      {{"min", ParameterKind::real, false}, {"max", ParameterKind::real, false}});
  row.notation_for = clamp_notation;
  row.examples = {{"clamp(a, min=-0.5, max=0.75)", {{3, 4}}},
                  {"clamp(a, max=0.5)", {{5}}},
                  {"clamp(a, 0.25)", {{5}}}};
  return row;
}

std::vector<OpRow> make_rows() {
  constexpr auto plain = OpKind::elementwise;
  constexpr SampleRange positive{0.2, 3};
  return {
      make_row<rule::Add, add_name>(plain, {"+", "y = a + b", {"1", "1"}, "a + b", {"1", "1"}}),
      make_row<rule::Subtract, sub_name>(plain,
                                         {"-", "y = a - b", {"1", "-1"}, "a - b", {"1", "-1"}}),
      make_row<rule::Multiply, mul_name>(plain,
                                         {"*", "y = a\\,b", {"b", "a"}, "a * b", {"b", "a"}}),
      with_samples(make_row<rule::Divide, div_name>(plain, {"/",
                                                            "y = \\frac{a}{b}",
                                                            {"\\frac{1}{b}", "-\\frac{y}{b}"},
                                                            "a / b",
                                                            {"1 / b", "-(y / b)"}}),
                   {}, positive),
      with_samples(make_row<Power, pow_name>(plain, {"**",
                                                     "y = a^{b}",
                                                     {"b\\,a^{b-1}", "y \\log a"},
                                                     "a ** b",
                                                     {"b * a ** (b - 1)", "y * log(a)"}}),
                   positive),
      // neg's symbol is the same "-"; the parser tells them apart by arity.
      make_row<Negate, neg_name>(plain, {"-", "y = -a", {"-1"}, "-a", {"-1"}}),
      with_python(with_sides(make_row<Maximum, maximum_name>(
                                 plain, {"",
                                         "y = \\max(a, b)",
                                         {"[a > b] + \\tfrac{1}{2}[a = b]",
                                          "[b > a] + \\tfrac{1}{2}[a = b]"},
                                         "maximum(a, b)",
                                         {"(a > b) + (a == b) / 2", "(b > a) + (a == b) / 2"}}),
                             sides_of_larger),
                  "def maximum(a, b):\n    return torch.maximum(as_tensor(a), as_tensor(b))\n"),
      with_python(with_sides(make_row<Minimum, minimum_name>(
                                 plain, {"",
                                         "y = \\min(a, b)",
                                         {"[a < b] + \\tfrac{1}{2}[a = b]",
                                          "[b < a] + \\tfrac{1}{2}[a = b]"},
                                         "minimum(a, b)",
                                         {"(a < b) + (a == b) / 2", "(b < a) + (a == b) / 2"}}),
                             sides_of_larger),
                  "def minimum(a, b):\n    return torch.minimum(as_tensor(a), as_tensor(b))\n"),
      make_row<Exp, exp_name>(plain, {"", "y = e^{a}", {"y"}, "exp(a)", {"y"}}),
      make_row<Expm1, expm1_name>(plain, {"", "y = e^{a} - 1", {"y + 1"}, "expm1(a)", {"y + 1"}}),
      with_samples(make_row<Log, log_name>(
                       plain, {"", "y = \\log a", {"\\frac{1}{a}"}, "log(a)", {"1 / a"}}),
                   positive),
      with_samples(
          make_row<Log1p, log1p_name>(
              plain, {"", "y = \\log(1 + a)", {"\\frac{1}{1 + a}"}, "log1p(a)", {"1 / (1 + a)"}}),
          positive),
      with_samples(make_row<Sqrt, sqrt_name>(
                       plain, {"", "y = \\sqrt{a}", {"\\frac{1}{2y}"}, "sqrt(a)", {"1 / (2 * y)"}}),
                   positive),
      make_row<Sin, sin_name>(plain, {"", "y = \\sin a", {"\\cos a"}, "sin(a)", {"cos(a)"}}),
      make_row<Cos, cos_name>(plain, {"", "y = \\cos a", {"-\\sin a"}, "cos(a)", {"-sin(a)"}}),
      make_row<Erf, erf_name>(plain, {"",
                                      "y = \\operatorname{erf} a",
                                      {"\\frac{2}{\\sqrt{\\pi}}\\, e^{-a^2}"},
                                      "erf(a)",
                                      {"1.1283791670955126 * exp(-a * a)"}}),
      make_row<Erfc, erfc_name>(plain, {"",
                                        "y = 1 - \\operatorname{erf} a",
                                        {"-\\frac{2}{\\sqrt{\\pi}}\\, e^{-a^2}"},
                                        "1 - erf(a)",
                                        {"-1.1283791670955126 * exp(-a * a)"}}),
      make_row<Abs, abs_name>(plain,
                              {"", "y = |a|", {"\\operatorname{sign} a"}, "abs(a)", {"sign(a)"}}),
      make_row<Sign, sign_name>(plain,
                                {"", "y = \\operatorname{sign} a", {"0"}, "a / abs(a)", {"0"}}),
      make_row<Clone, clone_name>(plain, {"", "y = a", {"1"}, "a", {"1"}}),
      clamp_row(),
  };
}

}  // namespace

std::span<const OpRow> arithmetic_ops() {
  static const std::vector<OpRow> rows = make_rows();
  return rows;
}

}  // namespace backprop
