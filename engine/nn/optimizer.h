/// Optimizers: how a parameter's next version is made from this one and its gradient.
#pragma once

#include "engine/ops/terms.h"
#include "engine/trace/trace.h"

namespace backprop {

/// sgd: w - lr * g (torch.optim.SGD without momentum).
Tensor updated(const OptimizerRun& run, const Tensor& parameter, const Tensor& gradient);

/// The terms of one element of the new version.
void explain_update(const OptimizerRun& run, const Tensor& parameter, const Tensor& gradient,
                    Index element, TermList& terms);

/// The same for one number.
double updated_number(const OptimizerRun& run, double parameter, double gradient);

/// Whether there is an optimizer of that name.
bool is_optimizer(std::string_view name);

}  // namespace backprop
