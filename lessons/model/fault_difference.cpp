#include "lessons/model/fault_difference.h"

#include <algorithm>
#include <cmath>

#include "engine/trace/time.h"

namespace backprop::lessons {
namespace {

bool same_bits(const Tensor& a, const Tensor& b) {
  for (Index i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (a[i] != b[i] && !(std::isnan(a[i]) && std::isnan(b[i]))) return false;
  }
  return a.size() == b.size();
}

}  // namespace

std::vector<GradientDifference> fault_differences(const Trace& right, const Trace& broken) {
  std::vector<GradientDifference> differences;
  const std::size_t runs = std::min(right.backward_runs.size(), broken.backward_runs.size());
  const std::size_t parameters = std::min(right.parameters.size(), broken.parameters.size());
  for (std::size_t run = 0; run < runs && differences.empty(); ++run) {
    for (std::size_t i = 0; i < parameters; ++i) {
      const auto gradient = [&](const Trace& trace) {
        return gradient_at(trace, trace.parameters[i].versions.front(),
                           trace.backward_runs[run].end_step);
      };
      GradientDifference found{right.parameters[i].name, run, gradient(right), gradient(broken)};
      if (!same_bits(found.right, found.broken)) differences.push_back(std::move(found));
    }
  }
  return differences;
}

}  // namespace backprop::lessons
