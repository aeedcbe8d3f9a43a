/// Elementwise rows from rules on single numbers. A rule is a struct with, for T a double or a
/// TermNumber,
///     T forward(T a, T b)                gives y; rules of one argument ignore b
///     T backward_a(T g, T a, T b, T y)   the contribution to a from the upstream gradient g
///     T backward_b(T g, T a, T b, T y)   in rules of two arguments
/// and, where it has attributes, a constructor from them; where it has kinks, kinks(); where many
/// numbers are faster together, with the same bits,
///     static void forward(const double* a, double* y, std::size_t count)
#pragma once

#include <cassert>
#include <initializer_list>
#include <type_traits>

#include "engine/ops/broadcast_arguments.h"
#include "engine/ops/dimensions.h"

namespace backprop::elementwise {

template <class Rule>
constexpr bool is_binary = requires(const Rule rule, double x) {
  rule.backward_b(x, x, x, x);
};
template <class Rule>
constexpr bool has_kinks = requires(const Rule rule) {
  rule.kinks();
};
template <class Rule>
constexpr bool is_faster_together = requires(const double* a, double* y) {
  Rule::forward(a, y, std::size_t{0});
};
/// The scalar tape has it inlined.
template <class Rule>
constexpr bool is_inlined = requires {
  Rule::tape_code;
};
template <class Rule>
constexpr bool has_attributes = std::is_constructible_v<Rule, const Attributes&>;

template <class Rule>
Rule make_rule(const Attributes& attributes) {
  if constexpr (has_attributes<Rule>) {
    return Rule(attributes);
  } else {
    return Rule{};
  }
}

template <class Rule>
class Kernel {
 public:
  Kernel(const OpCall& call, const Shape& output)
      : rule_(make_rule<Rule>(call.attributes)), arguments_(call, output) {}

  Index groups(int which) const { return arguments_.elements(which); }
  Index group_of(int, Index element) const { return element; }

  template <class Io>
  void forward(Io& io, Index i) const {
    io.out(i, rule_.forward(argument(io, 0, i), argument(io, 1, i)));
  }

  template <class Io>
  void backward(Io& io, int which, Index element) const {
    arguments_.contribute(io, which, element, [&](Index i) { return part(io, which, i); });
  }

 private:
  template <class Io>
  typename Io::Number argument(Io& io, int which, Index i) const {
    if (which >= arguments_.count()) return 0.0;
    return io.in(which, arguments_.source(which, i));
  }

  template <class Io>
  typename Io::Number part(Io& io, int which, Index i) const {
    const auto a = argument(io, 0, i);
    const auto b = argument(io, 1, i);
    if constexpr (is_binary<Rule>) {
      if (which == 1) return rule_.backward_b(io.g(i), a, b, io.y(i));
    }
    return rule_.backward_a(io.g(i), a, b, io.y(i));
  }

  Rule rule_;
  BroadcastArguments arguments_;
};

/// Records a row that is the tape's own op, element by element.
std::vector<Tape::Id> record_elements(const OpRow& row, Tape& tape, const TapeCall& call);

std::optional<Shape> broadcast_shape(const OpCall& call, std::string& problem);

template <class Rule>
void sides(const OpCall& call, std::vector<Index>& sides) {
  for (const double kink : make_rule<Rule>(call.attributes).kinks()) {
    for (const double number : call.argument(0).data)
      sides.push_back(number > kink ? 1 : 0);
  }
}

template <class Rule>
void map(std::span<const double* const> arguments, const Attributes& attributes,
         std::span<double> out) {
  if constexpr (is_faster_together<Rule>)
    return Rule::forward(arguments[0], out.data(), out.size());
  const Rule rule = make_rule<Rule>(attributes);
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = rule.forward(arguments[0][i], is_binary<Rule> ? arguments[1][i] : 0.0);
}

template <class Rule>
void map_backward(std::span<const double* const> arguments, const Attributes& attributes,
                  [[maybe_unused]] int which, std::span<const double> g, const double* y,
                  double* contributions) {
  const Rule rule = make_rule<Rule>(attributes);
  const double* const a = arguments[0];
  if constexpr (is_binary<Rule>) {
    const double* const b = arguments[1];
    for (std::size_t i = 0; i < g.size(); ++i) {
      contributions[i] = which == 0 ? rule.backward_a(g[i], a[i], b[i], y[i])
                                    : rule.backward_b(g[i], a[i], b[i], y[i]);
    }
  } else {
    for (std::size_t i = 0; i < g.size(); ++i)
      contributions[i] = rule.backward_a(g[i], a[i], 0.0, y[i]);
  }
}

/// What readers see of a row.
struct Words {
  std::string_view symbol;
  std::string_view formula_tex;
  std::vector<std::string_view> derivative_tex;
  std::string_view formula;
  std::vector<std::string_view> derivative;
};

template <class Rule, const char* Name>
OpRow make_row(OpKind kind, const Words& words, std::vector<CallParameter> attributes = {}) {
  OpRow row;
  kernel::lift<Kernel<Rule>, Name>(row);
  row.symbol = words.symbol;
  row.kind = kind;
  row.parameters = {{"input"}};
  if (is_binary<Rule>) row.parameters.push_back({"other"});
  row.parameters.insert(row.parameters.end(), attributes.begin(), attributes.end());
  row.shape = is_binary<Rule> ? broadcast_shape : same_shape;
  row.map = map<Rule>;
  if constexpr (!has_attributes<Rule>) {
    row.record_scalars = [](Tape& tape, const TapeCall& call) {
      return record_elements(op_named(Name), tape, call);
    };
    if constexpr (is_inlined<Rule>) row.scalar.code = Rule::tape_code;
    row.scalar.forward = [](double a, double b) { return Rule{}.forward(a, b); };
    row.scalar.backward[0] = [](double g, double a, double b, double y) {
      return Rule{}.backward_a(g, a, b, y);
    };
    if constexpr (is_binary<Rule>) {
      row.scalar.backward[1] = [](double g, double a, double b, double y) {
        return Rule{}.backward_b(g, a, b, y);
      };
    }
  }
  row.map_backward = map_backward<Rule>;
  if constexpr (has_kinks<Rule>) {
    row.kinks = make_rule<Rule>(default_attributes(row)).kinks();
    row.sides = sides<Rule>;
  }
  row.formula_tex = words.formula_tex;
  row.derivative_tex = words.derivative_tex;
  row.formula = words.formula;
  row.derivative = words.derivative;
  return row;
}

inline OpRow with_samples(OpRow row, SampleRange a, SampleRange b = {}) {
  row.samples = {a, b};
  return row;
}

}  // namespace backprop::elementwise
