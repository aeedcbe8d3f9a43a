/// A step opened into its terms: what the computation did, never a re-enactment beside it.
#pragma once

#include "engine/nn/optimizer.h"
#include "engine/trace/trace.h"

namespace backprop {

/// How many elements the step `at` writes.
Index element_count_of(const Trace& trace, Index at);

/// The terms that made one element of what the step `at` writes: of the value (forward), of the
/// contribution (backward), of the parameter's or buffer's new version (update). The last term's
/// result is that element, bit for bit. Empty for a leaf, the seed and a clearing, which compute
/// nothing.
TermList explain(const Trace& trace, Index at, Index element);

/// One element of an optimizer's step, opened part by part: what the optimizer keeps, then the
/// parameter's next version.
UpdateParts explain_update_parts(const Trace& trace, Index at, Index element);

/// The number of terms of the whole step, all elements in order; 0 where it computes nothing, and
/// no more than limits::terms_in_step: beyond, the last are not stepped through.
Index term_count(const Trace& trace, Index step);

/// Which element, and which of its terms, the step's n-th term belongs to.
struct TermPlace {
  Index element = 0;
  Index term = 0;
};
TermPlace term_place(const Trace& trace, Index step, Index term);

/// What an operand of the terms of the step `at` reads: a value's element, or the gradient's at it.
struct OperandPlace {
  ValueId value = no_value;  ///< no_value for a plain number or an earlier term
  bool gradient = false;
  Index element = 0;
};
OperandPlace operand_place(const Trace& trace, Index at, const Operand& operand);

}  // namespace backprop
