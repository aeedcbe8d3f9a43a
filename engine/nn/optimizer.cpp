#include "engine/nn/optimizer.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace backprop {
namespace {

// The rules: made from the settings for a parameter's update number t, then applied to each of its
// numbers. T is double, or TermNumber to be explained; state[k] is the k-th tensor's number, read
// and written. Beside each its formulas.

/// What takes the gradient's place where the weights decay into it: as a sum of its own, and as a
/// factor or part of another sum.
std::string decayed_sum(const Attributes& s) {
  return s.real("weight_decay") != 0 ? "g + \\lambda w" : "g";
}
std::string decayed_gradient(const Attributes& s) {
  return s.real("weight_decay") != 0 ? "(" + decayed_sum(s) + ")" : decayed_sum(s);
}

/// w - lr g. With momentum the velocity v = mu v + (1 - dampening) g takes the place of g (the
/// first time v = g), with Nesterov's g + mu v.
struct Sgd {
  double lr, momentum, rest, decay;
  bool nesterov, first;
  Sgd(const Attributes& s, Index t)
      : lr(s.real("lr")),
        momentum(s.real("momentum")),
        rest(1 - s.real("dampening")),
        decay(s.real("weight_decay")),
        nesterov(s.flag("nesterov")),
        first(t == 1) {}
  template <class T, class State>
  T next(T w, T g, State state) const {
    if (decay != 0) g = g + T(decay) * w;
    if (momentum != 0) {
      const T mu = momentum;
      state[0] = first ? rule::copy(g) : mu * state[0] + T(rest) * g;
      g = nesterov ? g + mu * state[0] : state[0];
    }
    return w - T(lr) * g;
  }
  static std::vector<StateTensor> state(const Attributes& s) {
    if (s.real("momentum") == 0) return {};
    const std::string share = s.real("dampening") != 0 ? "(1 - d)\\, " : "";
    return {{"momentum_buffer", 'v', "\\mu v + " + share + decayed_gradient(s)}};
  }
  static std::string formula_tex(const Attributes& s) {
    if (s.real("momentum") == 0) return "w - \\eta\\, " + decayed_gradient(s);
    if (!s.flag("nesterov")) return "w - \\eta\\, v";
    return "w - \\eta\\, (" + decayed_sum(s) + " + \\mu v)";
  }
};

/// Kingma, Ba 2014: m and v are running means of g and g^2, both corrected for their start at 0.
/// adamw (Loshchilov, Hutter 2017) shrinks the parameter itself instead of adding to the gradient.
template <bool decoupled>
struct AdamRule {
  double beta1, beta2, decay, kept, scale, eps, rate;
  AdamRule(const Attributes& s, Index t)
      : beta1(s.reals("betas")[0]),
        beta2(s.reals("betas")[1]),
        decay(s.real("weight_decay")),
        kept(1 - s.real("lr") * decay),
        scale(1 / std::sqrt(correction(s, 1, t))),
        eps(s.real("eps")),
        rate(s.real("lr") / correction(s, 0, t)) {}
  template <class T, class State>
  T next(T w, T g, State state) const {
    if (decay != 0 && decoupled) w = w * T(kept);
    if (decay != 0 && !decoupled) g = g + T(decay) * w;
    state[0] = T(beta1) * state[0] + T(1 - beta1) * g;
    state[1] = T(beta2) * state[1] + T(1 - beta2) * (g * g);
    const T spread = rule::sqrt(state[1]) * T(scale) + T(eps);
    return w - T(rate) * (state[0] / spread);
  }
  static double correction(const Attributes& s, std::size_t k, Index t) {
    return 1 - std::pow(s.reals("betas")[k], static_cast<double>(t));
  }
  static std::vector<StateTensor> state(const Attributes& s) {
    const std::string g = decoupled ? "g" : decayed_gradient(s);
    return {{"exp_avg", 'm', "\\beta_1 m + (1 - \\beta_1)\\, " + g},
            {"exp_avg_sq", 'v', "\\beta_2 v + (1 - \\beta_2)\\, " + g + "^2"}};
  }
  static std::string formula_tex(const Attributes& s) {
    const bool shrinks = decoupled && s.real("weight_decay") != 0;
    return std::string(shrinks ? "(1 - \\eta \\lambda)\\, w" : "w") +
           " - \\eta\\, \\frac{\\hat m}{\\sqrt{\\hat v} + \\epsilon}";
  }
};

/// Hinton's lecture 6e: g over the root of the running mean of its square; centred, less the square
/// of its running mean.
struct Rmsprop {
  double lr, its_alpha, its_rest, eps, decay, momentum;
  bool centered;
  Rmsprop(const Attributes& s, Index)
      : lr(s.real("lr")),
        its_alpha(s.real("alpha")),
        its_rest(1 - its_alpha),
        eps(s.real("eps")),
        decay(s.real("weight_decay")),
        momentum(s.real("momentum")),
        centered(s.flag("centered")) {}
  template <class T, class State>
  T next(T w, T g, State state) const {
    if (decay != 0) g = g + T(decay) * w;
    const T alpha = its_alpha;
    const T rest = its_rest;
    std::size_t place = 1;
    state[0] = alpha * state[0] + rest * (g * g);
    T mean_square = state[0];
    if (centered) {
      T& mean = state[place++];
      mean = alpha * mean + rest * g;
      mean_square = mean_square - mean * mean;
    }
    T step = g / (rule::sqrt(mean_square) + T(eps));
    if (momentum > 0) {
      T& buffer = state[place];
      buffer = T(momentum) * buffer + step;
      step = buffer;
    }
    return w - T(lr) * step;
  }
  static std::string ratio_tex(const Attributes& s) {
    return "\\frac{" + decayed_sum(s) + "}{\\sqrt{v" + (s.flag("centered") ? " - u^2" : "") +
           "} + \\epsilon}";
  }
  static std::vector<StateTensor> state(const Attributes& s) {
    const std::string g = decayed_gradient(s);
    std::vector<StateTensor> kept{{"square_avg", 'v', "\\alpha v + (1 - \\alpha)\\, " + g + "^2"}};
    if (s.flag("centered")) kept.push_back({"grad_avg", 'u', "\\alpha u + (1 - \\alpha)\\, " + g});
    if (s.real("momentum") > 0)
      kept.push_back({"momentum_buffer", 'b', "\\mu b + " + ratio_tex(s)});
    return kept;
  }
  static std::string formula_tex(const Attributes& s) {
    return "w - \\eta\\, " + (s.real("momentum") > 0 ? "b" : ratio_tex(s));
  }
};

/// Duchi, Hazan, Singer 2011: g over the root of the sum of its squares so far.
struct Adagrad {
  double rate, eps, decay;
  Adagrad(const Attributes& s, Index t)
      : rate(s.real("lr") / (1 + static_cast<double>(t - 1) * s.real("lr_decay"))),
        eps(s.real("eps")),
        decay(s.real("weight_decay")) {}
  template <class T, class State>
  T next(T w, T g, State state) const {
    if (decay != 0) g = g + T(decay) * w;
    state[0] = state[0] + g * g;
    return w - T(rate) * (g / (rule::sqrt(state[0]) + T(eps)));
  }
  static std::vector<StateTensor> state(const Attributes& s) {
    return {{"sum", 's', "s + " + decayed_gradient(s) + "^2"}};
  }
  static std::string formula_tex(const Attributes& s) {
    const std::string rate =
        s.real("lr_decay") != 0 ? "\\frac{\\eta}{1 + (t - 1)\\, \\kappa}" : "\\eta";
    return "w - " + rate + "\\, \\frac{" + decayed_sum(s) + "}{\\sqrt{s} + \\epsilon}";
  }
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

// The rules as the rows have them.

template <class Rule>
double next_number(const Attributes& settings, double w, double g, std::span<double> state,
                   Index t) {
  return Rule(settings, t).next(w, g, state);
}

template <class Rule>
TermNumber explained_number(const Attributes& settings, TermNumber w, TermNumber g,
                            std::span<TermNumber> state, Index t) {
  return Rule(settings, t).next(w, g, state);
}

/// The i-th number of each of the state's tensors.
struct StateAt {
  double* const* tensors;
  std::size_t i;
  double& operator[](std::size_t k) const { return tensors[k][i]; }
};

template <class Rule>
void all_numbers(const Attributes& settings, Index t, std::span<double> w,
                 std::span<const double> g, double* const* state) {
  const Rule rule(settings, t);
  for (std::size_t i = 0; i < w.size(); ++i)
    w[i] = rule.next(w[i], g[i], StateAt{state, i});
}

CallParameter real(std::string_view name, double fallback) {
  return {name, ParameterKind::real, false, fallback};
}
CallParameter flag(std::string_view name) {
  return {name, ParameterKind::flag, false, false};
}

template <class Rule>
OptimizerRow make_row(std::string_view name, std::string_view pytorch,
                      std::vector<CallParameter> parameters,
                      std::string (*problem)(const Attributes&) = common_problem) {
  OptimizerRow row{name,
                   std::move(parameters),
                   Rule::formula_tex,
                   pytorch,
                   Rule::state,
                   problem,
                   next_number<Rule>,
                   all_numbers<Rule>,
                   explained_number<Rule>};
  if constexpr (requires { Rule::correction; }) row.correction = Rule::correction;
  return row;
}

std::vector<OptimizerRow> make_rows() {
  const CallParameter betas{"betas", ParameterKind::reals, false, std::vector<double>{0.9, 0.999}};
  return {
      make_row<Sgd>("sgd", "torch.optim.SGD",
                    {{"lr", ParameterKind::real},
                     real("momentum", 0),
                     real("dampening", 0),
                     real("weight_decay", 0),
                     flag("nesterov")},
                    sgd_problem),
      make_row<AdamRule<false>>(
          "adam", "torch.optim.Adam",
          {real("lr", 0.001), betas, real("eps", 1e-8), real("weight_decay", 0)}, adam_problem),
      make_row<AdamRule<true>>(
          "adamw", "torch.optim.AdamW",
          {real("lr", 0.001), betas, real("eps", 1e-8), real("weight_decay", 0.01)}, adam_problem),
      make_row<Rmsprop>("rmsprop", "torch.optim.RMSprop",
                        {real("lr", 0.01), real("alpha", 0.99), real("eps", 1e-8),
                         real("weight_decay", 0), real("momentum", 0), flag("centered")}),
      make_row<Adagrad>("adagrad", "torch.optim.Adagrad",
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

bool is_state_name(const OptimizerRow& row, std::string_view name) {
  Attributes all;  // every setting that adds to the state
  for (const CallParameter& parameter : row.parameters)
    all.set(parameter.name, parameter.fallback);
  if (all.has("momentum")) all.set("momentum", 1.0);
  if (all.has("centered")) all.set("centered", true);
  if (!all.has("lr")) all.set("lr", 1.0);
  const std::vector<StateTensor> kept = row.state(all);
  return name == "updates" || std::any_of(kept.begin(), kept.end(), [&](const StateTensor& tensor) {
           return tensor.name == name;
         });
}

OptimizerState first_state(const OptimizerRow& row, const Attributes& settings,
                           const Shape& shape) {
  const bool starts_above = settings.has("initial_accumulator_value");
  const double start = starts_above ? settings.real("initial_accumulator_value") : 0;
  return {0, std::vector<Tensor>(row.state(settings).size(), Tensor(shape, start))};
}

Tensor updated(const OptimizerRow& row, const Attributes& settings, const Tensor& parameter,
               const Tensor& gradient, OptimizerState& state) {
  assert(parameter.shape == gradient.shape);
  ++state.updates;
  Tensor next = parameter;
  std::vector<double*> tensors;
  for (Tensor& tensor : state.tensors)
    tensors.push_back(tensor.data.data());
  row.update_all(settings, state.updates, next.data, gradient.data, tensors.data());
  return next;
}

namespace {

/// The rule run on numbers that write down what is done with them.
struct WrittenUpdate {
  TermList terms;  ///< of all that the rule computes
  std::vector<TermNumber> state;
  TermNumber next;

  WrittenUpdate(const WrittenUpdate&) = delete;  // its numbers write into `terms`
  WrittenUpdate(const OptimizerRow& row, const Attributes& settings, const Tensor& parameter,
                const Tensor& gradient, const OptimizerState& before, Index element) {
    const auto read = [&](Operand::Source source, std::size_t which, double value) {
      return TermNumber({source, static_cast<int>(which), element, value}, terms);
    };
    for (std::size_t k = 0; k < before.tensors.size(); ++k)
      state.push_back(read(Operand::Source::state, k, before.tensors[k][element]));
    next = row.explain(settings, read(Operand::Source::argument, 0, parameter[element]),
                       read(Operand::Source::upstream, 0, gradient[element]), state,
                       before.updates + 1);
  }

  /// Those that a number depends on.
  TermList of(const TermNumber& number) const {
    TermList its = terms;
    keep_only(its, number);
    return its;
  }
};

/// Reads the state after the update wherever one of its numbers had been a term's result, except
/// that of the k-th itself.
void read_new_state(TermList& terms, std::span<const TermNumber> state, std::size_t except,
                    Index element) {
  for (Term& term : terms) {
    for (Operand* operand : {&term.a, &term.b}) {
      for (std::size_t k = 0; k < state.size(); ++k) {
        const Operand& made = state[k].operand();
        if (k != except && made.source == Operand::Source::term &&
            operand->source == Operand::Source::term && operand->which == made.which)
          *operand = {Operand::Source::new_state, static_cast<int>(k), element, made.value};
      }
    }
  }
}

}  // namespace

void explain_update(const OptimizerRow& row, const Attributes& settings, const Tensor& parameter,
                    const Tensor& gradient, const OptimizerState& before, Index element,
                    TermList& terms) {
  const WrittenUpdate update(row, settings, parameter, gradient, before, element);
  terms = update.of(update.next);
}

UpdateParts explain_parts(const OptimizerRow& row, const Attributes& settings,
                          const Tensor& parameter, const Tensor& gradient,
                          const OptimizerState& before, Index element) {
  const WrittenUpdate update(row, settings, parameter, gradient, before, element);
  const std::vector<StateTensor> kept = row.state(settings);
  UpdateParts parts;
  for (std::size_t k = 0; k < kept.size(); ++k) {
    TermList terms = update.terms;
    read_new_state(terms, update.state, k, element);
    keep_only(terms, update.state[k]);
    const double correction =
        row.correction == nullptr ? 1 : row.correction(settings, k, before.updates + 1);
    parts.state.push_back({kept[k], before.tensors[k][element], update.state[k].value(),
                           std::move(terms), correction});
  }
  parts.next = update.terms;
  read_new_state(parts.next, update.state, kept.size(), element);
  keep_only(parts.next, update.next);
  return parts;
}

}  // namespace backprop
