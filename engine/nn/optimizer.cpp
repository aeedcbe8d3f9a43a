#include "engine/nn/optimizer.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace backprop {
namespace {

// The rules. T is double, or TermNumber to be explained.

/// w - lr g. With momentum the velocity v = mu v + (1 - dampening) g takes the place of g (the
/// first time v = g), with Nesterov's g + mu v.
struct Sgd {
  template <class T>
  static T update(const Attributes& s, T w, T g, std::span<T> state, Index t) {
    if (s.real("weight_decay") != 0) g = g + T(s.real("weight_decay")) * w;
    if (s.real("momentum") != 0) {
      const T mu = s.real("momentum");
      state[0] = t == 1 ? rule::copy(g) : mu * state[0] + T(1 - s.real("dampening")) * g;
      g = s.flag("nesterov") ? g + mu * state[0] : state[0];
    }
    return w - T(s.real("lr")) * g;
  }
  static std::vector<std::string_view> state_names(const Attributes& s) {
    if (s.real("momentum") == 0) return {};
    return {"momentum_buffer"};
  }
};

/// Kingma, Ba 2014: m and v are running means of g and g^2, both corrected for their start at 0.
/// adamw (Loshchilov, Hutter 2017) shrinks the parameter itself instead of adding to the gradient.
template <bool decoupled>
struct AdamRule {
  template <class T>
  static T update(const Attributes& s, T w, T g, std::span<T> state, Index t) {
    const double beta1 = s.reals("betas")[0];
    const double beta2 = s.reals("betas")[1];
    const double decay = s.real("weight_decay");
    if (decay != 0 && decoupled) w = w * T(1 - s.real("lr") * decay);
    if (decay != 0 && !decoupled) g = g + T(decay) * w;
    state[0] = T(beta1) * state[0] + T(1 - beta1) * g;
    state[1] = T(beta2) * state[1] + T(1 - beta2) * (g * g);
    const double steps = static_cast<double>(t);
    const double correction1 = 1 - std::pow(beta1, steps);
    const double correction2 = 1 - std::pow(beta2, steps);
    const T spread = rule::sqrt(state[1]) * T(1 / std::sqrt(correction2)) + T(s.real("eps"));
    return w - T(s.real("lr") / correction1) * (state[0] / spread);
  }
  static std::vector<std::string_view> state_names(const Attributes&) {
    return {"exp_avg", "exp_avg_sq"};
  }
};

/// Hinton's lecture 6e: g over the root of the running mean of its square; centred, less the square
/// of its running mean.
struct Rmsprop {
  template <class T>
  static T update(const Attributes& s, T w, T g, std::span<T> state, Index) {
    if (s.real("weight_decay") != 0) g = g + T(s.real("weight_decay")) * w;
    const T alpha = s.real("alpha");
    const T rest = 1 - s.real("alpha");
    std::size_t next = 1;
    state[0] = alpha * state[0] + rest * (g * g);
    T mean_square = state[0];
    if (s.flag("centered")) {
      T& mean = state[next++];
      mean = alpha * mean + rest * g;
      mean_square = mean_square - mean * mean;
    }
    T step = g / (rule::sqrt(mean_square) + T(s.real("eps")));
    if (s.real("momentum") > 0) {
      T& buffer = state[next];
      buffer = T(s.real("momentum")) * buffer + step;
      step = buffer;
    }
    return w - T(s.real("lr")) * step;
  }
  static std::vector<std::string_view> state_names(const Attributes& s) {
    std::vector<std::string_view> names{"square_avg"};
    if (s.flag("centered")) names.emplace_back("grad_avg");
    if (s.real("momentum") > 0) names.emplace_back("momentum_buffer");
    return names;
  }
};

/// Duchi, Hazan, Singer 2011: g over the root of the sum of its squares so far.
struct Adagrad {
  template <class T>
  static T update(const Attributes& s, T w, T g, std::span<T> state, Index t) {
    if (s.real("weight_decay") != 0) g = g + T(s.real("weight_decay")) * w;
    const double rate = s.real("lr") / (1 + static_cast<double>(t - 1) * s.real("lr_decay"));
    state[0] = state[0] + g * g;
    return w - T(rate) * (g / (rule::sqrt(state[0]) + T(s.real("eps"))));
  }
  static std::vector<std::string_view> state_names(const Attributes&) { return {"sum"}; }
};

// What the settings may be.

std::string common_problem(const Attributes& s) {
  for (const auto& [name, value] : s.named()) {
    const auto* number = std::get_if<double>(&value);
    if (number != nullptr && !(*number >= 0)) {
      return (name == "lr" ? "the learning rate" : std::string(name)) + " is the number " +
             value_text(value) + "; it must not be negative";
    }
  }
  return {};
}

std::string sgd_problem(const Attributes& s) {
  if (s.flag("nesterov") && (s.real("momentum") <= 0 || s.real("dampening") != 0))
    return "nesterov needs a momentum above 0 and no dampening";
  return common_problem(s);
}

std::string adam_problem(const Attributes& s) {
  const auto& betas = s.reals("betas");
  const auto fits = [](double beta) { return beta >= 0 && beta < 1; };
  if (betas.size() != 2 || !fits(betas[0]) || !fits(betas[1]))
    return "betas are two numbers from 0 to below 1: (0.9, 0.999)";
  return common_problem(s);
}

CallParameter real(std::string_view name, double fallback) {
  return {name, ParameterKind::real, false, fallback};
}
CallParameter flag(std::string_view name) {
  return {name, ParameterKind::flag, false, false};
}

template <class Rule>
OptimizerRow make_row(std::string_view name, std::string_view pytorch, std::string_view formula_tex,
                      std::vector<CallParameter> parameters,
                      std::string (*problem)(const Attributes&) = common_problem) {
  return {name,
          std::move(parameters),
          formula_tex,
          pytorch,
          Rule::state_names,
          problem,
          Rule::template update<double>,
          Rule::template update<TermNumber>};
}

std::vector<OptimizerRow> make_rows() {
  const CallParameter betas{"betas", ParameterKind::reals, false, std::vector<double>{0.9, 0.999}};
  const std::string_view adam_tex = "w - \\eta\\, \\frac{\\hat m}{\\sqrt{\\hat v} + \\epsilon}";
  return {
      make_row<Sgd>("sgd", "torch.optim.SGD", "w - \\eta\\, g",
                    {{"lr", ParameterKind::real},
                     real("momentum", 0),
                     real("dampening", 0),
                     real("weight_decay", 0),
                     flag("nesterov")},
                    sgd_problem),
      make_row<AdamRule<false>>(
          "adam", "torch.optim.Adam", adam_tex,
          {real("lr", 0.001), betas, real("eps", 1e-8), real("weight_decay", 0)}, adam_problem),
      make_row<AdamRule<true>>(
          "adamw", "torch.optim.AdamW", adam_tex,
          {real("lr", 0.001), betas, real("eps", 1e-8), real("weight_decay", 0.01)}, adam_problem),
      make_row<Rmsprop>("rmsprop", "torch.optim.RMSprop",
                        "w - \\eta\\, \\frac{g}{\\sqrt{v} + \\epsilon}",
                        {real("lr", 0.01), real("alpha", 0.99), real("eps", 1e-8),
                         real("weight_decay", 0), real("momentum", 0), flag("centered")}),
      make_row<Adagrad>("adagrad", "torch.optim.Adagrad",
                        "w - \\eta\\, \\frac{g}{\\sqrt{\\sum g^2} + \\epsilon}",
                        {real("lr", 0.01), real("lr_decay", 0), real("weight_decay", 0),
                         real("initial_accumulator_value", 0), real("eps", 1e-10)}),
  };
}

}  // namespace

std::span<const OptimizerRow> optimizers() {
  static const std::vector<OptimizerRow> rows = make_rows();
  return rows;
}

const OptimizerRow* find_optimizer(std::string_view name) {
  const auto rows = optimizers();
  const auto found = std::find_if(rows.begin(), rows.end(),
                                  [&](const OptimizerRow& row) { return row.name == name; });
  return found == rows.end() ? nullptr : &*found;
}

OptimizerState first_state(const OptimizerRow& row, const Attributes& settings,
                           const Shape& shape) {
  const bool starts_above = settings.has("initial_accumulator_value");
  const double start = starts_above ? settings.real("initial_accumulator_value") : 0;
  return {0, std::vector<Tensor>(row.state_names(settings).size(), Tensor(shape, start))};
}

Tensor updated(const OptimizerRow& row, const Attributes& settings, const Tensor& parameter,
               const Tensor& gradient, OptimizerState& state) {
  assert(parameter.shape == gradient.shape);
  ++state.updates;
  Tensor next(parameter.shape);
  std::vector<double> numbers(state.tensors.size());
  for (Index i = 0; i < next.size(); ++i) {
    for (std::size_t k = 0; k < numbers.size(); ++k)
      numbers[k] = state.tensors[k][i];
    next[i] = row.update(settings, parameter[i], gradient[i], numbers, state.updates);
    for (std::size_t k = 0; k < numbers.size(); ++k)
      state.tensors[k][i] = numbers[k];
  }
  return next;
}

void explain_update(const OptimizerRow& row, const Attributes& settings, const Tensor& parameter,
                    const Tensor& gradient, const OptimizerState& before, Index element,
                    TermList& terms, int state_of) {
  const TermNumber w({Operand::Source::argument, 0, element, parameter[element]}, terms);
  const TermNumber g({Operand::Source::upstream, 0, element, gradient[element]}, terms);
  std::vector<TermNumber> state;
  for (std::size_t k = 0; k < before.tensors.size(); ++k) {
    state.emplace_back(
        Operand{Operand::Source::state, static_cast<int>(k), element, before.tensors[k][element]},
        terms);
  }
  const TermNumber next = row.explain(settings, w, g, state, before.updates + 1);
  keep_only(terms, state_of < 0 ? next : state[static_cast<std::size_t>(state_of)]);
}

}  // namespace backprop
