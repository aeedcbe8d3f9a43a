/// Iterations: rounds of forward, backward and update, whose steps stand side by side.
#pragma once

#include "engine/trace/trace.h"

namespace backprop {

/// Steps [first, end).
struct StepRange {
  Index first = 0;
  Index end = 0;
};

/// The steps of an iteration; none where there is no such iteration.
StepRange steps_of(const Trace& trace, int iteration);

}  // namespace backprop
