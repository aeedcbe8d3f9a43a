/// The routes from one number to the loss, as the paths view lists them.
#pragma once

#include <optional>

#include "engine/trace/paths.h"
#include "viz/app/state.h"

namespace backprop::viz {

struct PathsModel {
  int run = -1;         ///< which backward() the paths are of; -1: the recording has none
  Quantity from;        ///< the number that they start at, as that backward() saw it
  bool counted = true;  ///< false: there are too many connections
  Paths paths;
  /// Of each listed path, for each of its derivatives the backward step that multiplied by it; -1
  /// where none was recorded.
  std::vector<std::vector<Index>> steps;
  /// Of each listed path the contribution that it is part of, counted from 0 in the order of their
  /// arrival since gradients were last cleared, as Arrivals lists them; -1 for none. Empty where
  /// all arrives at once.
  std::vector<Index> arrivals;
  std::optional<Work> work;  ///< of that whole backward(); nothing where it is too large
  double before = 0;         ///< the gradient that earlier backward() calls had left
  double gradient = 0;       ///< what this one made of it
};

/// The largest paths by themselves; the rest is only summed.
inline constexpr std::size_t most_paths = 60;

/// The backward() that a time is in or has seen last; before the first, the first. -1: none.
int backward_run_at(const Trace& trace, Index step);

/// The number whose paths a state shows: the selected element where the loss depends on it, else
/// the first element of the first parameter that it depends on.
std::optional<Quantity> paths_start(const State& state);

/// All elements of parameters that the backward() reaches, in order: to go through them.
std::vector<Quantity> path_starts(const Trace& trace, int run);

PathsModel paths_of(const Trace& trace, int run, const Quantity& from);

}  // namespace backprop::viz
