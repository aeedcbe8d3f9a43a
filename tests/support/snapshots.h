/// What the plainly mutating interpreter holds after each step, under the ids of a trace of the
/// same program. For the trace of an engine with a fault it makes the same mistake; redrawn masks
/// it does not know.
#pragma once

#include <map>
#include <vector>

#include "engine/trace/trace.h"

namespace backprop::test {

struct Held {
  std::vector<double> value;
  std::vector<double> gradient;
};

/// One element for each time from 0 to the number of steps. A parameter stands under the id of the
/// version that holds at that time.
using Snapshots = std::vector<std::map<ValueId, Held>>;

Snapshots snapshots_of(const Trace& trace);

}  // namespace backprop::test
