#include "engine/trace/iteration.h"

#include <algorithm>

namespace backprop {

StepRange steps_of(const Trace& trace, int iteration) {
  const auto before = [](const Step& step, int wanted) { return step.iteration < wanted; };
  const auto& steps = trace.steps;
  const auto first = std::lower_bound(steps.begin(), steps.end(), iteration, before);
  const auto end = std::lower_bound(first, steps.end(), iteration + 1, before);
  return {first - steps.begin(), end - steps.begin()};
}

}  // namespace backprop
