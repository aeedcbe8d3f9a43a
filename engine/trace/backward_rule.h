/// The backward rules of the engine that recorded a trace: the ops' own, or where the engine had a
/// fault the ones that it used in their place. Recording and explaining both go through here, so
/// that what is explained is what was done.
#pragma once

#include "engine/trace/trace.h"

namespace backprop {

/// The contribution of an edge of the value `id`, whose op is seen as `call`.
Tensor contribution_of(const Trace& trace, ValueId id, const BackwardCall& call, int edge);

/// The terms of one of its elements. Their operands name elements as they are stored, so that a
/// fault which reads the wrong one shows which.
void explain_contribution(const Trace& trace, ValueId id, const BackwardCall& call, int edge,
                          Index element, TermList& terms);

/// Whether the fault alters the rule of some edge of the value.
bool alters_rule(const Trace& trace, Fault fault, ValueId id);

}  // namespace backprop
