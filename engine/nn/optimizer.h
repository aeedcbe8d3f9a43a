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
  std::vector<Tensor> tensors;  ///< in the order of state(), in the parameter's shape
};

/// One of the tensors that it keeps.
struct StateTensor {
  std::string_view name;    ///< PyTorch's: "momentum_buffer", "exp_avg"
  char letter = 0;          ///< in formulas: v, m
  std::string formula_tex;  ///< what it becomes: g the gradient, the letters as they were before
};

struct OptimizerRow {
  std::string_view name;                  ///< "adam"
  std::vector<CallParameter> parameters;  ///< lr, ...: bound like an op's attributes
  /// The next parameter with these settings: w the parameter, g its gradient, the state's letters
  /// as they are after the update, with a hat where they are corrected.
  std::string (*formula_tex)(const Attributes& settings) = nullptr;
  std::string_view pytorch;  ///< "torch.optim.Adam"
  /// Which tensors it keeps with these settings.
  std::vector<StateTensor> (*state)(const Attributes& settings) = nullptr;
  /// Why the settings make no sense; empty where they do.
  std::string (*problem)(const Attributes& settings) = nullptr;
  /// The next parameter; `state` is read and written. `t` counts this parameter's updates from 1.
  double (*update)(const Attributes& settings, double w, double g, std::span<double> state,
                   Index t) = nullptr;
  /// The same for every number of `w`, with its gradient in `g` and its number of the k-th state
  /// tensor in state[k]; no two of these may overlap. `w` and the state are read and written.
  void (*update_all)(const Attributes& settings, Index t, std::span<double> w,
                     std::span<const double> g, double* const* state) = nullptr;
  TermNumber (*explain)(const Attributes& settings, TermNumber w, TermNumber g,
                        std::span<TermNumber> state, Index t) = nullptr;
  /// What the k-th state tensor is divided by, because it started at 0, after `t` updates:
  /// 1 - beta^t. Null where nothing is corrected.
  double (*correction)(const Attributes& settings, std::size_t k, Index t) = nullptr;
};

/// sgd (momentum, dampening, weight_decay, nesterov), adam, adamw, rmsprop, adagrad.
std::span<const OptimizerRow> optimizers();
const OptimizerRow* find_optimizer(std::string_view name);

/// Whether an argument of the optimizer's call says what it goes on from: `updates`, how many were
/// made before, or the name of a tensor that it keeps with some settings.
bool is_state_name(const OptimizerRow& row, std::string_view name);

/// The state before the first update.
OptimizerState first_state(const OptimizerRow& row, const Attributes& settings, const Shape& shape);

/// The next version of a parameter; `state` becomes the state after.
Tensor updated(const OptimizerRow& row, const Attributes& settings, const Tensor& parameter,
               const Tensor& gradient, OptimizerState& state);

/// The terms of one element of the new version.
void explain_update(const OptimizerRow& row, const Attributes& settings, const Tensor& parameter,
                    const Tensor& gradient, const OptimizerState& before, Index element,
                    TermList& terms);

/// The same opened part by part: each list gives its number bit for bit.
struct UpdateParts {
  struct Kept {
    StateTensor what;
    double before = 0;
    double after = 0;
    TermList terms;         ///< of `after`; none where the update only keeps the gradient
    double correction = 1;  ///< see OptimizerRow::correction
  };
  std::vector<Kept> state;
  TermList next;  ///< of the parameter: what was kept is read as it is after the update
};
UpdateParts explain_parts(const OptimizerRow& row, const Attributes& settings,
                          const Tensor& parameter, const Tensor& gradient,
                          const OptimizerState& before, Index element);

}  // namespace backprop
