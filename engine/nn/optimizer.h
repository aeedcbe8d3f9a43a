/// Optimizers: how a parameter's next version is made from this one, its gradient and the
/// optimizer's own state. Formulas, order of operations and defaults are those of torch.optim 1.13.
/// Each is a rule on single numbers, written once: it updates, and it explains itself in terms.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ops/op.h"

namespace backprop {

/// What an optimizer's line keeps for one parameter.
struct OptimizerState {
  Index updates = 0;            ///< made so far
  std::vector<Tensor> tensors;  ///< in the order of state_names(), in the parameter's shape
};

struct OptimizerRow {
  std::string_view name;                  ///< "adam"
  std::vector<CallParameter> parameters;  ///< lr, ...: bound like an op's attributes
  std::string_view formula_tex;           ///< w the parameter, g its gradient
  std::string_view pytorch;               ///< "torch.optim.Adam"
  /// Which tensors it keeps with these settings: "momentum_buffer", "exp_avg", ...
  std::vector<std::string_view> (*state_names)(const Attributes& settings) = nullptr;
  /// Why the settings make no sense; empty where they do.
  std::string (*problem)(const Attributes& settings) = nullptr;
  /// The next parameter; `state` is read and written. `t` counts this parameter's updates from 1.
  double (*update)(const Attributes& settings, double w, double g, std::span<double> state,
                   Index t) = nullptr;
  TermNumber (*explain)(const Attributes& settings, TermNumber w, TermNumber g,
                        std::span<TermNumber> state, Index t) = nullptr;
};

/// sgd (momentum, dampening, weight_decay, nesterov), adam, adamw, rmsprop, adagrad.
std::span<const OptimizerRow> optimizers();
const OptimizerRow* find_optimizer(std::string_view name);

/// The state before the first update.
OptimizerState first_state(const OptimizerRow& row, const Attributes& settings, const Shape& shape);

/// The next version of a parameter; `state` becomes the state after.
Tensor updated(const OptimizerRow& row, const Attributes& settings, const Tensor& parameter,
               const Tensor& gradient, OptimizerState& state);

/// The terms of one element of the new version, or of the state tensor `state_of` after it.
void explain_update(const OptimizerRow& row, const Attributes& settings, const Tensor& parameter,
                    const Tensor& gradient, const OptimizerState& before, Index element,
                    TermList& terms, int state_of = -1);

}  // namespace backprop
