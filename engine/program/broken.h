/// Which programs can show which fault of an engine: see engine/trace/fault.h.
#pragma once

#include <vector>

#include "engine/trace/trace.h"

namespace backprop {

/// Whether the program of a healthy run, run with that fault, gives some parameter another gradient
/// than the healthy run, as some backward() left it, by more than rounding: |a - b| > 1e-6 (|a| +
/// |b|). A fault that moves sums about changes bits without being one that can be found. Runs the
/// program once more, unless nothing in it could show the fault.
bool can_show(const Trace& healthy, Fault fault);

/// The same in two halves, for a run in slices: whether it is worth running the program with the
/// fault, and whether the run shows it.
bool may_show(const Trace& healthy, Fault fault);
bool shows_fault(const Trace& healthy, const Trace& broken);

/// All that it can show, in the order of faults().
std::vector<Fault> faults_shown_by(const Trace& healthy);

}  // namespace backprop
