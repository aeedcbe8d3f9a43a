/// Elementwise ops. Each is a rule on single numbers, forward and backward next to each other,
/// lifted to tensors with broadcasting, to the scalar tape and to terms by the templates below the
/// rules.
#include <cassert>

#include "engine/ops/op.h"

namespace backprop {
namespace {

using rule::gate;
using rule::value_of;

// The rules. forward(a, b) gives y; backward_a and backward_b give the contribution to each
// argument from the upstream gradient g. T is double, or TermNumber to be explained. Unary rules
// ignore b. Formulas: the derivative tables of any calculus text; edge values as PyTorch's
// derivatives.yaml has.

struct Add {
  template <class T>
  static T forward(T a, T b) {
    return a + b;
  }
  template <class T>
  static T backward_a(T g, T, T, T) {
    return rule::copy(g);
  }
  template <class T>
  static T backward_b(T g, T, T, T) {
    return rule::copy(g);
  }
};

struct Subtract {
  template <class T>
  static T forward(T a, T b) {
    return a - b;
  }
  template <class T>
  static T backward_a(T g, T, T, T) {
    return rule::copy(g);
  }
  template <class T>
  static T backward_b(T g, T, T, T) {
    return -g;
  }
};

struct Multiply {
  template <class T>
  static T forward(T a, T b) {
    return a * b;
  }
  template <class T>
  static T backward_a(T g, T, T b, T) {
    return g * b;
  }
  template <class T>
  static T backward_b(T g, T a, T, T) {
    return g * a;
  }
};

struct Divide {
  template <class T>
  static T forward(T a, T b) {
    return a / b;
  }
  template <class T>
  static T backward_a(T g, T, T b, T) {
    return g / b;
  }
  template <class T>
  static T backward_b(T g, T, T b, T y) {
    return -(g * (y / b));
  }
};

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
    return gate(a, g);
  }
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

template <class Rule>
constexpr bool is_binary = requires(double x) {
  Rule::backward_b(x, x, x, x);
};

template <class Rule, class T>
T run_backward(int which, T g, T a, T b, T y) {
  if constexpr (is_binary<Rule>) {
    if (which == 1) return Rule::backward_b(g, a, b, y);
  }
  assert(which == 0);
  return Rule::backward_a(g, a, b, y);
}

// Lifted to tensors.

std::optional<Shape> same_shape(std::span<const Shape> arguments, const Attributes&, std::string&) {
  return arguments[0];
}

std::optional<Shape> broadcast_shape(std::span<const Shape> arguments, const Attributes&,
                                     std::string& problem) {
  auto shape = broadcast_shapes(arguments[0], arguments[1]);
  if (!shape) {
    problem =
        "these shapes do not broadcast: aligned at the last dimension, sizes must be equal or 1";
  }
  return shape;
}

template <class Rule>
Tensor forward(const OpCall& call, const Shape& shape) {
  Tensor output(shape);
  const BroadcastMap map_a(call.argument(0).shape, shape);
  const Tensor& a = call.argument(0);
  if constexpr (is_binary<Rule>) {
    const Tensor& b = call.argument(1);
    const BroadcastMap map_b(b.shape, shape);
    for (Index i = 0; i < output.size(); ++i)
      output[i] = Rule::forward(a[map_a[i]], b[map_b[i]]);
  } else {
    for (Index i = 0; i < output.size(); ++i)
      output[i] = Rule::forward(a[i], 0.0);
  }
  return output;
}

template <class Rule>
Tensor backward(const BackwardCall& call, int which) {
  const Shape& shape = call.output.shape;
  const Tensor& a = call.forward.argument(0);
  const Tensor& b = is_binary<Rule> ? call.forward.argument(1) : a;
  const BroadcastMap map_a(a.shape, shape);
  const BroadcastMap map_b(b.shape, shape);
  const BroadcastMap& into = which == 0 ? map_a : map_b;
  Tensor contribution(call.forward.argument(which).shape);
  for (Index i = 0; i < call.output.size(); ++i) {
    const double second = is_binary<Rule> ? b[map_b[i]] : 0.0;
    const double part =
        run_backward<Rule>(which, call.upstream[i], a[map_a[i]], second, call.output[i]);
    double& sum = contribution[into[i]];
    sum = into.repeats() ? sum + part : part;
  }
  return contribution;
}

// Lifted to terms.

TermNumber argument_number(const OpCall& call, int which, const Shape& shape, Index i,
                           TermList& terms) {
  if (which >= static_cast<int>(call.arguments.size())) return 0.0;
  const Tensor& argument = call.argument(which);
  const Index element = BroadcastMap(argument.shape, shape)[i];
  return TermNumber({Operand::Source::argument, which, element, argument[element]}, terms);
}

template <class Rule>
void explain_forward(const OpCall& call, const Shape& shape, Index element, TermList& terms) {
  const TermNumber a = argument_number(call, 0, shape, element, terms);
  const TermNumber b = argument_number(call, 1, shape, element, terms);
  Rule::template forward<TermNumber>(a, b);
}

template <class Rule>
void explain_backward(const BackwardCall& call, int which, Index element, TermList& terms) {
  const Shape& shape = call.output.shape;
  const BroadcastMap into(call.forward.argument(which).shape, shape);
  const bool sums = into.repeats();
  TermNumber sum = 0.0;
  for (Index i = 0; i < call.output.size(); ++i) {
    if (into[i] != element) continue;
    const TermNumber a = argument_number(call.forward, 0, shape, i, terms);
    const TermNumber b = argument_number(call.forward, 1, shape, i, terms);
    const TermNumber g({Operand::Source::upstream, 0, i, call.upstream[i]}, terms);
    const TermNumber y({Operand::Source::output, 0, i, call.output[i]}, terms);
    const TermNumber part = run_backward<Rule, TermNumber>(which, g, a, b, y);
    if (sums) sum = sum + part;
  }
}

// Lifted to the scalar tape: the rows are the tape's own ops.

std::vector<Tape::Id> element_copies(Tape& tape, const TapeArgument& argument) {
  static const OpRow& clone = op_named("clone");
  std::vector<Tape::Id> copies;
  tape.begin_block();
  for (const Tape::Id id : argument.elements) {
    tape.begin_element();
    copies.push_back(tape.record(clone, id));
  }
  tape.end_block();
  return copies;
}

std::vector<Tape::Id> record_elements(const OpRow& row, Tape& tape, const TapeCall& call) {
  // An argument that several elements read is copied first, so that its contributions are added up
  // from zero and then into its gradient once: what the tensor kernel does. The copies of the
  // second argument come first, since the sweep meets them in reverse.
  std::array<std::vector<Tape::Id>, 2> sources;
  std::vector<BroadcastMap> maps;
  for (const TapeArgument& argument : call.arguments) {
    maps.emplace_back(argument.shape, call.output_shape);
  }
  for (std::size_t which = call.arguments.size(); which-- > 0;) {
    const TapeArgument& argument = call.arguments[which];
    sources[which] = maps[which].repeats() ? element_copies(tape, argument)
                                           : std::vector<Tape::Id>(argument.elements.begin(),
                                                                   argument.elements.end());
  }
  std::vector<Tape::Id> output;
  tape.begin_block();
  for (Index i = 0; i < element_count(call.output_shape); ++i) {
    tape.begin_element();
    const auto source = [&](std::size_t which) {
      return sources[which][static_cast<std::size_t>(maps[which][i])];
    };
    output.push_back(row.arity == 1 ? tape.record(row, source(0))
                                    : tape.record(row, source(0), source(1)));
  }
  tape.end_block();
  return output;
}

template <class Rule, const char* Name>
std::vector<Tape::Id> record_scalars(Tape& tape, const TapeCall& call) {
  static const OpRow& row = op_named(Name);
  return record_elements(row, tape, call);
}

/// What readers see of a row.
struct Words {
  std::string_view symbol;
  std::string_view formula_tex;
  std::array<std::string_view, 2> derivative_tex;
  std::string_view formula;
  std::array<std::string_view, 2> derivative;
};

template <class Rule, const char* Name>
OpRow make_row(OpKind kind, const Words& words) {
  OpRow row;
  row.name = Name;
  row.symbol = words.symbol;
  row.arity = is_binary<Rule> ? 2 : 1;
  row.kind = kind;
  row.shape = is_binary<Rule> ? broadcast_shape : same_shape;
  row.forward = forward<Rule>;
  row.backward = backward<Rule>;
  row.explain_forward = explain_forward<Rule>;
  row.explain_backward = explain_backward<Rule>;
  row.record_scalars = record_scalars<Rule, Name>;
  row.scalar.forward = [](double a, double b) { return Rule::forward(a, b); };
  row.scalar.backward[0] = [](double g, double a, double b, double y) {
    return Rule::backward_a(g, a, b, y);
  };
  if constexpr (is_binary<Rule>) {
    row.scalar.backward[1] = [](double g, double a, double b, double y) {
      return Rule::backward_b(g, a, b, y);
    };
  }
  row.formula_tex = words.formula_tex;
  row.derivative_tex = words.derivative_tex;
  row.formula = words.formula;
  row.derivative = words.derivative;
  return row;
}

OpRow with_samples(OpRow row, SampleRange a, SampleRange b = {}) {
  row.samples = {a, b};
  return row;
}

OpRow with_kink(OpRow row, double at) {
  row.kinks[0] = at;
  row.kink_count = 1;
  return row;
}

// Names with linkage, so that they can be template arguments.
constexpr char add_name[] = "add";
constexpr char sub_name[] = "sub";
constexpr char mul_name[] = "mul";
constexpr char div_name[] = "div";
constexpr char pow_name[] = "pow";
constexpr char neg_name[] = "neg";
constexpr char exp_name[] = "exp";
constexpr char log_name[] = "log";
constexpr char sqrt_name[] = "sqrt";
constexpr char sigmoid_name[] = "sigmoid";
constexpr char tanh_name[] = "tanh";
constexpr char relu_name[] = "relu";
constexpr char clone_name[] = "clone";

std::vector<OpRow> make_rows() {
  constexpr auto plain = OpKind::elementwise;
  constexpr auto activation = OpKind::activation;
  constexpr SampleRange positive{0.2, 3};
  return {
      make_row<Add, add_name>(plain, {"+", "y = a + b", {"1", "1"}, "a + b", {"1", "1"}}),
      make_row<Subtract, sub_name>(plain, {"-", "y = a - b", {"1", "-1"}, "a - b", {"1", "-1"}}),
      make_row<Multiply, mul_name>(plain, {"*", "y = a\\,b", {"b", "a"}, "a * b", {"b", "a"}}),
      with_samples(make_row<Divide, div_name>(plain, {"/",
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
      make_row<Negate, neg_name>(plain, {"-", "y = -a", {"-1", ""}, "-a", {"-1", ""}}),
      make_row<Exp, exp_name>(plain, {"", "y = e^{a}", {"y", ""}, "exp(a)", {"y", ""}}),
      with_samples(make_row<Log, log_name>(
                       plain, {"", "y = \\log a", {"\\frac{1}{a}", ""}, "log(a)", {"1 / a", ""}}),
                   positive),
      with_samples(
          make_row<Sqrt, sqrt_name>(
              plain, {"", "y = \\sqrt{a}", {"\\frac{1}{2y}", ""}, "sqrt(a)", {"1 / (2 * y)", ""}}),
          positive),
      make_row<Sigmoid, sigmoid_name>(activation, {"",
                                                   "y = \\frac{1}{1 + e^{-a}}",
                                                   {"y\\,(1 - y)", ""},
                                                   "1 / (1 + exp(-a))",
                                                   {"y * (1 - y)", ""}}),
      make_row<Tanh, tanh_name>(
          activation, {"", "y = \\tanh a", {"1 - y^2", ""}, "tanh(a)", {"1 - y * y", ""}}),
      with_kink(make_row<Relu, relu_name>(
                    activation, {"",
                                 "y = \\max(0, a)",
                                 {"\\begin{cases} 1 & a > 0 \\\\ 0 & a \\le 0 \\end{cases}", ""},
                                 "relu(a)",
                                 {"relu(a) / a", ""}}),
                0),
      make_row<Clone, clone_name>(plain, {"", "y = a", {"1", ""}, "a", {"1", ""}}),
  };
}

}  // namespace

std::span<const OpRow> elementwise_ops() {
  static const std::vector<OpRow> rows = make_rows();
  return rows;
}

}  // namespace backprop
