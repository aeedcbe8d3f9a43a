#include "engine/train/playground/plan.h"

#include <algorithm>
#include <cmath>

namespace backprop::playground {
namespace {

void drop_after(Plan& plan, std::int64_t iteration) {
  std::erase_if(plan.edits, [&](const Edit& edit) { return edit.iteration > iteration; });
}

std::optional<Error> wrong_weight(const WeightEdit& edit, std::size_t parameters) {
  if (edit.parameter >= parameters) {
    return Error{{},
                 "there is no parameter " + std::to_string(edit.parameter),
                 "there are " + std::to_string(parameters) + " parameters"};
  }
  if (!std::isfinite(edit.value))
    return Error{{}, "a weight must be a finite number", "give it one such as 0.5"};
  return std::nullopt;
}

}  // namespace

const Setup& setup_at(const Plan& plan, std::int64_t iteration) {
  const Setup* found = &plan.setup;
  for (const Edit& edit : plan.edits) {
    if (edit.iteration > iteration) break;
    if (const auto* change = std::get_if<Setup>(&edit.what)) found = change;
  }
  return *found;
}

Plan with_weight(Plan plan, std::int64_t iteration, WeightEdit edit) {
  drop_after(plan, iteration);
  std::erase_if(plan.edits, [&](const Edit& other) {
    const auto* weight = std::get_if<WeightEdit>(&other.what);
    return weight != nullptr && weight->parameter == edit.parameter && other.iteration == iteration;
  });
  plan.edits.push_back({iteration, edit});
  return plan;
}

Plan with_setup(Plan plan, std::int64_t iteration, Setup setup) {
  drop_after(plan, iteration);
  std::erase_if(plan.edits, [&](const Edit& other) {
    return std::holds_alternative<Setup>(other.what) && other.iteration == iteration;
  });
  if (iteration == 0) {
    if (!same_layers(plan.setup, setup)) plan.edits.clear();
    plan.setup = std::move(setup);
  } else if (!(setup_at(plan, iteration) == setup)) {
    plan.edits.push_back({iteration, std::move(setup)});
  }
  return plan;
}

bool same_layers(const Setup& a, const Setup& b) {
  return a.features == b.features && sizes_of(a) == sizes_of(b);
}

std::optional<Error> validate(const Plan& plan) {
  if (auto error = validate(plan.setup)) return error;
  const std::size_t parameters = layers_of(plan.setup).back().end();
  std::int64_t before = 0;
  for (const Edit& edit : plan.edits) {
    if (edit.iteration < before)
      return Error{{}, "the changes of a run are out of order", "give them by their iterations"};
    before = edit.iteration;
    if (const auto* weight = std::get_if<WeightEdit>(&edit.what)) {
      if (auto error = wrong_weight(*weight, parameters)) return error;
      continue;
    }
    const Setup& setup = std::get<Setup>(edit.what);
    if (auto error = validate(setup)) return error;
    if (!same_layers(plan.setup, setup)) {
      return Error{{},
                   "a run that has begun keeps its features and layers",
                   "begin a new one to change them"};
    }
  }
  return std::nullopt;
}

}  // namespace backprop::playground
