/// Derivatives in symbols, by the chain rule over the op table's own derivatives: a new row needs
/// nothing here.
#pragma once

#include "engine/function/formula.h"

namespace backprop {

/// The derivative by `variable`, not simplified. Where a row's derivative speaks of its output, the
/// call itself stands, shared. Names other than the variable are constants, also in attributes.
FormulaPtr differentiated(const FormulaPtr& formula, std::string_view variable);

}  // namespace backprop
