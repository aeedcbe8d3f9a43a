/// Two traces side by side: the first step at which they part.
#pragma once

#include <optional>

#include "engine/trace/trace.h"

namespace backprop {

struct TraceDifference {
  enum class What : std::uint8_t {
    structure,  ///< another op, edge or shape, or one trace ends here
    number,     ///< the same step wrote another number
    gradient,   ///< engines of different faults: it left another gradient where it added
    clearing,   ///< the same: one cleared gradients, the other did not
  };
  What what = What::structure;
  Index step = 0;
  Index element = 0;  ///< of a number or gradient: the first that differs
  double a = 0, b = 0;
};

/// Nothing where both did the same, bit for bit. Zeros of either sign differ; NaN equals NaN.
std::optional<TraceDifference> first_difference(const Trace& a, const Trace& b);

/// The value of `b` that stands for `id` of `a`: the one of the same name, assignment and version;
/// without a name, of the same place in the order and the same text. no_value where there is none,
/// or where its shape is another.
ValueId counterpart(const Trace& a, ValueId id, const Trace& b);

}  // namespace backprop
