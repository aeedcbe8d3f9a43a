/// How a function ends on one side.
#pragma once

#include "engine/function/facts.h"

namespace backprop {

/// Only the limits; see `End`. `side` is -1 or 1.
struct Limit {
  EndKind kind = EndKind::undefined;
  double value = 0;
};
Limit limit_of(const FunctionAt& function, int side);

/// Outwards of which point the derivative is 0 by its formula, once all choices are made as they
/// are out there.
std::optional<double> dies_from(const FunctionAt& function, const FormulaPtr& derivative, int side);

}  // namespace backprop
