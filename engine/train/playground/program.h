/// Set-ups and iterations as programs in the notation: what a learner reads, steps through, edits
/// and exports. Running one gives the very bits that the session computes.
#pragma once

#include <string>

#include "engine/train/playground/trainer.h"

namespace backprop::playground {

/// The set-up's first update: its parameters as calls of their initialiser, its first batch written
/// out.
std::string program_of(const Setup& setup, const std::shared_ptr<const Data>& data);

/// The update that follows the state: batch, parameters and the optimizer's own tensors written
/// out, in the shortest digits that read back as the same numbers.
std::string program_at(const Setup& setup, std::span<const Point> batch, const State& state);

}  // namespace backprop::playground
