/// What a step computed, as mathematics: the op's rule, and the step's own expression in symbols,
/// half filled, and in numbers.
#pragma once

#include "engine/ops/terms.h"
#include "viz/scene/column.h"

namespace backprop::viz {

/// The op's formula in the table's own letters, and backward its local derivative; each letter is
/// hovered and selected like the argument that it stands for. Nothing for leaves, the seed and
/// optimizers.
void rule_rows(Column& column, const Trace& trace, Index step);

/// Terms of a step in symbols and, once the step has begun, half filled and in numbers; their
/// result where it is `made` by the time that is looked at.
void term_rows(Column& column, const State& state, Index step, const TermList& terms,
               const std::string& sign, bool made, Color ink);

/// While the step's terms are stepped through, and at work on that element: the one just evaluated.
void open_term_rows(Column& column, const State& state, Index step, Index element);

/// The expression of one element, down to its number, and open_term_rows().
void expression_rows(Column& column, const State& state, Index step, Index element);

}  // namespace backprop::viz
