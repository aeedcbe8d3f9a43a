/// What a session is to do, as plain data: where it starts from and what is changed on its way. The
/// same plan with the same data gives the same bits at every iteration, so that a run can be kept,
/// shared, taken back and made again.
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "engine/train/playground/setup.h"

namespace backprop::playground {

struct WeightEdit {
  std::size_t parameter = 0;
  double value = 0;
  bool operator==(const WeightEdit&) const = default;
};

/// Made on arrival at the iteration, before its update: a weight is set, or the set-up changes.
struct Edit {
  std::int64_t iteration = 0;
  std::variant<WeightEdit, Setup> what;
  bool operator==(const Edit&) const = default;
};

struct Plan {
  Setup setup;
  std::vector<Edit> edits;  ///< their iterations ascending
  bool operator==(const Plan&) const = default;
};

/// The set-up of the update that is made there.
const Setup& setup_at(const Plan& plan, std::int64_t iteration);

// Another way from an iteration on: edits that came after are dropped, and of two that say the same
// thing at the same iteration the later one counts.

Plan with_weight(Plan plan, std::int64_t iteration, WeightEdit edit);
/// At iteration 0 the plan begins with it.
Plan with_setup(Plan plan, std::int64_t iteration, Setup setup);

/// Whether a state under one set-up is one under the other, too: only such ones can follow each
/// other in a plan.
bool same_layers(const Setup& a, const Setup& b);

/// Why the plan makes no sense; nothing where it does.
std::optional<Error> validate(const Plan& plan);

}  // namespace backprop::playground
