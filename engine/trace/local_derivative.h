/// The local derivative: the factor by which a backward step multiplies what arrives. Found by
/// asking the rule itself with a gradient of 1 at one output and 0 elsewhere.
#pragma once

#include "engine/trace/trace.h"

namespace backprop {

/// The terms of d output / d element of the edge that the backward step `at` went along, as the
/// trace's engine computes it, simplified. At least one term.
TermList explain_local(const Trace& trace, Index at, Index element, Index output);

/// The same of a rule's terms for an upstream gradient of 1 and 0: those numbers become plain ones,
/// and the terms are made shorter by them.
TermList without_upstream(TermList terms);

}  // namespace backprop
