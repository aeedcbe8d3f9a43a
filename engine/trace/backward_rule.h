/// The backward rules of engines: the ops' own, or where an engine has a fault the ones that it
/// uses in their place. Recording and explaining both go through here with the trace's own fault,
/// so that what is explained is what was done; with another fault it is what that engine would do.
#pragma once

#include "engine/trace/trace.h"

namespace backprop {

/// The contribution of an edge of the value `id`, whose op is seen as `call`.
Tensor contribution_of(const Trace& trace, Fault fault, ValueId id, const BackwardCall& call,
                       int edge);

/// The terms of one of its elements. Their operands name elements as they are stored, so that a
/// fault which reads the wrong one shows which.
void explain_contribution(const Trace& trace, Fault fault, ValueId id, const BackwardCall& call,
                          int edge, Index element, TermList& terms);

/// Whether the fault alters the rule of some edge of the value.
bool alters_rule(const Trace& trace, Fault fault, ValueId id);

}  // namespace backprop
