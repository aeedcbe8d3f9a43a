/// What a step computed, as mathematics: the op's rule, and the step's own expression in symbols,
/// half filled, and in numbers.
#pragma once

#include "viz/scene/column.h"

namespace backprop::viz {

/// The op's formula in the table's own letters, and backward its local derivative; each letter is
/// hovered and selected like the argument that it stands for. Nothing for leaves, the seed and
/// optimizers.
void rule_rows(Column& column, const State& state, Index step, Index element);

/// The expression of one element, down to its number. While terms are stepped through, the one just
/// evaluated, too.
void expression_rows(Column& column, const State& state, Index step, Index element);

}  // namespace backprop::viz
