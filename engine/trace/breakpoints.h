/// Breakpoints: the next or previous step after which something is so.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "engine/trace/trace.h"

namespace backprop {

namespace breakpoint {
/// The step wrote a NaN or an infinity: into a value, or into a gradient.
struct NotFinite {
  bool operator==(const NotFinite&) const = default;
};
/// After the step some element of the gradient it added to is smaller, or larger, than the bound in
/// absolute value. Elements that no contribution has reached do not count as small: exact zeros do.
struct GradientBelow {
  double bound = 0;
  bool operator==(const GradientBelow&) const = default;
};
struct GradientAbove {
  double bound = 0;
  bool operator==(const GradientAbove&) const = default;
};
/// A relu was computed in which some neuron is off for every sample of the batch (for a vector, is
/// off). Samples stand in all dimensions but the last.
struct DeadRelu {
  bool operator==(const DeadRelu&) const = default;
};
/// A value of that name ("h", "h@2"), or its gradient, was written.
struct Written {
  std::string name;
  bool operator==(const Written&) const = default;
};
/// An operation of that program line.
struct Line {
  int line = 1;
  bool operator==(const Line&) const = default;
};
}  // namespace breakpoint

using Breakpoint =
    std::variant<breakpoint::NotFinite, breakpoint::GradientBelow, breakpoint::GradientAbove,
                 breakpoint::DeadRelu, breakpoint::Written, breakpoint::Line>;

/// Whether the step stops there.
bool stops(const Trace& trace, const Breakpoint& breakpoint, Index step);

/// The first step at or after `from` that stops; nothing where none does.
std::optional<Index> next_stop(const Trace& trace, const Breakpoint& breakpoint, Index from);

/// The last step before `before` that stops.
std::optional<Index> previous_stop(const Trace& trace, const Breakpoint& breakpoint, Index before);

}  // namespace backprop
