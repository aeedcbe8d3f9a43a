/// Where a lesson points in a recording: `at:` of figures, programs and claims.
#pragma once

#include <optional>
#include <string_view>

#include "engine/trace/queries.h"
#include "engine/trace/time.h"
#include "lessons/model/lesson.h"

namespace backprop::lessons {

struct Moment {
  Time time;
  std::optional<Quantity> focus;  ///< what has just been computed there; nothing for a bare time
};

/// "12": 12 steps are done. "end". "z", "h@2[0]": it has just been made. "grad W2[0,0]": its last
/// contribution has just been added, before any later update; "grad W2" is of all its elements.
/// "a -> z": the backward step from a to its argument z has just been done; of several the last.
/// Empty: the start. Errors: no such name or edge.
Result<Moment> find_moment(const Trace& trace, std::string_view at);

/// The step at which the claim's factor is computed: its `at`, or what its left side is, or names
/// first. Nothing where it names no value.
std::optional<Moment> moment_of(const Trace& trace, const Claim& claim);

}  // namespace backprop::lessons
