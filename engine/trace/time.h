/// Time: what the learner looks at, and the state there as a function of (trace, time).
#pragma once

#include "engine/trace/trace.h"

namespace backprop {

/// `step` steps are done, and of the next one `term` terms. The end is (step_count, 0).
struct Time {
  Index step = 0;
  Index term = 0;
  auto operator<=>(const Time&) const = default;
};

/// Whether a value has been made by then. Constants are always there.
bool exists(const Trace& trace, ValueId id, Index step);

/// How many contributions its gradient holds at that time, since gradients were last cleared: the
/// last so many before it. One at most where the engine overwrites.
Index contribution_count(const Trace& trace, ValueId id, Index step);

/// The gradient when `step` steps are done: the sum of its contributions, in order, from +0; what
/// an engine that overwrites holds is the last of them. It belongs to a parameter or buffer as a
/// whole: any of its versions may be asked.
Tensor gradient_at(const Trace& trace, ValueId id, Index step);

/// One element of it, without the work of the others; the same bits.
double gradient_element_at(const Trace& trace, ValueId id, Index element, Index step);

/// The version of a parameter that holds at that time; its first before it is made.
ValueId version_at(const Trace& trace, int parameter, Index step);

/// The version of a parameter or buffer that holds at that time, named by any of its versions; any
/// other value itself.
ValueId version_of(const Trace& trace, ValueId id, Index step);

/// Step sizes, smallest first.
enum class StepSize : std::uint8_t { term, step, layer, phase };

/// The time one such step later or earlier; the end or the start where there is none. A buffer's
/// update is part of the forward phase.
Time next(const Trace& trace, Time time, StepSize size);
Time previous(const Trace& trace, Time time, StepSize size);

/// `time` moved into the trace's range: for positions that come from elsewhere.
Time clamped(const Trace& trace, Time time);

}  // namespace backprop
