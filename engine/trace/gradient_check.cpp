#include "engine/trace/gradient_check.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/random.h"
#include "engine/trace/derivative.h"
#include "engine/trace/time.h"

namespace backprop {
namespace {

constexpr Index most_elements = 512;      // of one parameter
constexpr Index most_work = 200'000'000;  // numbers recomputed in all

constexpr double directional_step = 1e-5;

/// Which way every choice of the recomputed ops fell.
using Sides = std::vector<Index>;

struct Probe {
  double loss = 0;
  Sides sides;
};

Probe probe(const Trace& trace, ValueId loss, const Replaced& replaced) {
  Probe result;
  const auto note_sides = [&](ValueId id, const OpCall& call) {
    const OpRow& op = *trace.value(id).op;
    if (op.sides != nullptr) op.sides(call, result.sides);
  };
  result.loss = recompute(trace, loss, replaced, note_sides)[0];
  return result;
}

double step_size(double w) {
  return std::cbrt(std::numeric_limits<double>::epsilon()) * std::max(1.0, std::abs(w));
}

/// The two losses beside one element, and how far apart their arguments really are.
struct Difference {
  Probe above, below;
  double distance = 0;
  double slope() const { return (above.loss - below.loss) / distance; }
};

Difference difference(const Trace& trace, ValueId loss, ValueId of, Index element, double h) {
  Tensor tensor = trace.value(of).data;
  const double w = tensor[element];
  Difference result;
  tensor[element] = w + h;
  result.above = probe(trace, loss, {{of, tensor}});
  tensor[element] = w - h;
  result.below = probe(trace, loss, {{of, tensor}});
  result.distance = (w + h) - (w - h);
  return result;
}

/// Whether a zero_grad() has run since the backward() before this one, whatever it did.
bool starts_from_zero(const Trace& trace, const BackwardRun& run) {
  for (Index at = run.first_step - 1; at >= 0; --at) {
    if (trace.step(at).kind == StepKind::clear) return true;
    if (trace.step(at).kind == StepKind::backward) return false;
  }
  return false;
}

/// Of an engine whose sums are broken: how its gradient stands beside what it should build on.
Tensor held_gradient(const Trace& trace, const BackwardRun& run, ValueId parameter) {
  Tensor gradient = gradient_at(trace, parameter, run.end_step);
  if (starts_from_zero(trace, run)) return gradient;
  const Tensor before = gradient_at(trace, parameter, run.first_step);
  for (Index e = 0; e < gradient.size(); ++e)
    gradient[e] -= before[e];
  return gradient;
}

Tensor exact_gradient(const Trace& trace, const BackwardRun& run, ValueId parameter) {
  if (trace.fault == Fault::overwrite || trace.fault == Fault::keeps_gradients)
    return held_gradient(trace, run, parameter);
  Tensor gradient(trace.value(parameter).data.shape);
  for (const Index at : contributions_to(trace, parameter)) {
    if (at < run.first_step || at >= run.end_step) continue;
    add_into(gradient, trace.contributions[static_cast<std::size_t>(trace.step(at).contribution)]);
  }
  return gradient;
}

void compare(CheckedParameter& row, Index element, double exact, double numeric, double loss) {
  const double difference = std::abs(exact - numeric);
  const double allowed = 1e-6 * std::abs(exact) + 1e-9 * std::max(1.0, std::abs(loss));
  const bool passed = difference <= allowed;  // false for NaN
  ++row.checked;
  row.passed = row.passed && passed;
  if (row.checked == 1 || difference > row.difference || std::isnan(difference)) {
    row.worst = element;
    row.exact = exact;
    row.numeric = numeric;
    row.difference = difference;
  }
}

CheckedParameter check_parameter(const Trace& trace, int run_index, ValueId parameter, Index most) {
  const BackwardRun& run = trace.backward_runs[static_cast<std::size_t>(run_index)];
  const Value& value = trace.value(parameter);
  CheckedParameter row;
  row.name = value.name;
  row.run = run_index;
  row.line = run.place.line;
  row.elements = value.data.size();
  const Tensor exact = exact_gradient(trace, run, parameter);
  const double loss = trace.value(run.loss).data[0];
  const Sides sides = probe(trace, run.loss, {{parameter, value.data}}).sides;
  const Index stride = std::max<Index>(1, (row.elements + most - 1) / most);
  for (Index e = 0; e < row.elements; e += stride) {
    const Difference beside = difference(trace, run.loss, parameter, e, step_size(value.data[e]));
    if (beside.above.sides != sides || beside.below.sides != sides) {
      ++row.at_kinks;
      continue;
    }
    compare(row, e, exact[e], beside.slope(), loss);
  }
  return row;
}

}  // namespace

bool GradientCheck::passed() const {
  return std::all_of(parameters.begin(), parameters.end(),
                     [](const CheckedParameter& row) { return row.passed; });
}

GradientCheck check_gradients(const Trace& trace) {
  struct Task {
    int run;
    ValueId parameter;
  };
  std::vector<Task> tasks;
  for (std::size_t r = 0; r < trace.backward_runs.size(); ++r) {
    const BackwardRun& run = trace.backward_runs[r];
    for (std::size_t p = 0; p < trace.parameters.size(); ++p) {
      const auto& into = contributions_to(trace, trace.parameters[p].versions.front());
      const auto first = std::lower_bound(into.begin(), into.end(), run.first_step);
      if (first == into.end() || *first >= run.end_step) continue;
      tasks.push_back(
          {static_cast<int>(r), version_at(trace, static_cast<int>(p), run.first_step)});
    }
  }
  Index recorded = 0;
  for (const Value& value : trace.values)
    recorded += value.data.size();
  const Index affordable =
      most_work / std::max<Index>(1, recorded * static_cast<Index>(tasks.size()));
  GradientCheck check;
  for (const Task& task : tasks) {
    check.parameters.push_back(check_parameter(trace, task.run, task.parameter,
                                               std::clamp<Index>(affordable, 1, most_elements)));
  }
  return check;
}

DirectionalCheck check_direction(const Trace& trace, int run_index, std::uint64_t seed) {
  const BackwardRun& run = trace.backward_runs[static_cast<std::size_t>(run_index)];
  Replaced above;
  Replaced below;
  DirectionalCheck check;
  std::uint64_t position = 0;
  for (std::size_t p = 0; p < trace.parameters.size(); ++p) {
    const ValueId id = version_at(trace, static_cast<int>(p), run.first_step);
    const Tensor& data = trace.value(id).data;
    const Tensor gradient = exact_gradient(trace, run, id);
    Tensor up = data;
    Tensor down = data;
    for (Index e = 0; e < data.size(); ++e) {
      const double direction = random::normal(seed, position++);
      check.exact += gradient[e] * direction;
      check.sum_of_sizes += std::abs(gradient[e] * direction);
      up[e] += direction * directional_step;
      down[e] -= direction * directional_step;
    }
    above[id] = std::move(up);
    below[id] = std::move(down);
  }
  const Probe higher = probe(trace, run.loss, above);
  const Probe lower = probe(trace, run.loss, below);
  const double loss = trace.value(run.loss).data[0];
  check.numeric = (higher.loss - lower.loss) / (2 * directional_step);
  check.crosses_kinks = higher.sides != lower.sides;
  const double allowed = 1e-6 * check.sum_of_sizes + 1e-9 * std::max(1.0, std::abs(loss));
  check.passed = std::abs(check.exact - check.numeric) <= allowed;  // false for NaN
  return check;
}

double numeric_gradient(const Trace& trace, ValueId loss, ValueId of, Index element) {
  const double h = step_size(trace.value(of).data[element]);
  return difference(trace, loss, of, element, h).slope();
}

double numeric_gradient(const Trace& trace, ValueId loss, ValueId of, Index element, double h) {
  const Difference beside = difference(trace, loss, of, element, h);
  return (beside.above.loss - beside.below.loss) / (2 * h);
}

}  // namespace backprop
