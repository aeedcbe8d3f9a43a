/// What a changed text makes out of date in a recording, before it is run again.
#pragma once

#include <string>
#include <vector>

#include "engine/trace/trace.h"

namespace backprop {

/// Nothing is out of date where both lists are empty.
struct Staleness {
  std::vector<bool> values;  ///< per value: running the text may give another number
  std::vector<bool> steps;   ///< per step: what it writes may be another number

  bool any() const { return !values.empty(); }
  bool value(ValueId id) const { return any() && values[static_cast<std::size_t>(id)]; }
  bool step(Index at) const { return any() && steps[static_cast<std::size_t>(at)]; }
};

/// Compares `text` line by line with the program that was recorded; comments and spaces do not
/// count. What a changed line made is stale, what used it, the gradients of a loss that did, and
/// the parameters that were updated with these. Where lines were added or taken away, all that may
/// come of it is: later uses of the names that they assign, and all that follows a call such as
/// sgd() or J.backward(). It may name too much, never too little.
Staleness stale_values(const Trace& trace, const std::string& text);

/// Whether the gradient of a value, as it stands when `step` steps are done, is stale: one of the
/// contributions in it is.
bool gradient_is_stale(const Trace& trace, const Staleness& stale, ValueId id, Index step);

}  // namespace backprop
