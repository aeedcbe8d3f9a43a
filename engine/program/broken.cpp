#include "engine/program/broken.h"

#include <algorithm>
#include <cmath>

#include "engine/program/interpreter.h"
#include "engine/trace/backward_rule.h"
#include "engine/trace/time.h"

namespace backprop {
namespace {

bool any_value(const Trace& trace, const auto& holds) {
  for (std::size_t id = 0; id < trace.values.size(); ++id) {
    if (holds(static_cast<ValueId>(id))) return true;
  }
  return false;
}

bool more_than_rounding(double a, double b) {
  if (!std::isfinite(a) || !std::isfinite(b)) {
    return a != b && !(std::isnan(a) && std::isnan(b));
  }
  return std::abs(a - b) > 1e-6 * (std::abs(a) + std::abs(b));
}

}  // namespace

bool may_show(const Trace& healthy, Fault fault) {
  switch (fault) {
    case Fault::none:
      return false;
    case Fault::overwrite:
    case Fault::no_order:
      return any_value(healthy,
                       [&](ValueId id) { return contributions_to(healthy, id).size() > 1; });
    case Fault::keeps_gradients:
      return !healthy.clears.empty();
    default:
      return any_value(healthy, [&](ValueId id) { return alters_rule(healthy, fault, id); });
  }
}

bool shows_fault(const Trace& healthy, const Trace& broken) {
  const std::size_t runs = std::min(healthy.backward_runs.size(), broken.backward_runs.size());
  const std::size_t parameters = std::min(healthy.parameters.size(), broken.parameters.size());
  for (std::size_t run = 0; run < runs; ++run) {
    for (std::size_t p = 0; p < parameters; ++p) {
      const auto gradient = [run, p](const Trace& trace) {
        return gradient_at(trace, trace.parameters[p].versions.front(),
                           trace.backward_runs[run].end_step);
      };
      const Tensor x = gradient(healthy);
      const Tensor y = gradient(broken);
      if (x.shape != y.shape) return true;
      for (Index e = 0; e < x.size(); ++e) {
        if (more_than_rounding(x[e], y[e])) return true;
      }
    }
  }
  return false;
}

bool can_show(const Trace& healthy, Fault fault) {
  if (!may_show(healthy, fault)) return false;
  const auto broken = run_with_fault(healthy.program, fault);
  return broken.ok() && shows_fault(healthy, *broken.value());
}

std::vector<Fault> faults_shown_by(const Trace& healthy) {
  std::vector<Fault> shown;
  for (const FaultRow& row : faults()) {
    if (can_show(healthy, row.fault)) shown.push_back(row.fault);
  }
  return shown;
}

}  // namespace backprop
