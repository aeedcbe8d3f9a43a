#include "viz/scene/paths_model.h"

#include <algorithm>
#include <map>

#include "engine/trace/time.h"

namespace backprop::viz {
namespace {

constexpr Index most_elements_for_work = 3000;  // counted while a frame waits

const BackwardRun& run_of(const Trace& trace, int run) {
  return trace.backward_runs[static_cast<std::size_t>(run)];
}

/// Whether some contribution of that backward() goes into the value's gradient.
bool reached_by(const Trace& trace, int run, ValueId id) {
  const auto& into = contributions_to(trace, id);
  const auto first = std::lower_bound(into.begin(), into.end(), run_of(trace, run).first_step);
  return first != into.end() && *first < run_of(trace, run).end_step;
}

/// The version of a parameter that the backward() went through.
ValueId as_seen_by(const Trace& trace, int run, ValueId id) {
  return version_of(trace, id, run_of(trace, run).first_step);
}

Index elements_of_run(const Trace& trace, const BackwardRun& run) {
  Index elements = 0;
  for (Index at = run.first_step; at < run.end_step; ++at) {
    const Step& step = trace.step(at);
    if (step.contribution >= 0)
      elements += trace.contributions[static_cast<std::size_t>(step.contribution)].size();
    if (elements > most_elements_for_work) break;
  }
  return elements;
}

/// Which contribution each path came with; see PathsModel::arrivals.
std::vector<Index> arrivals_of(const Trace& trace, const PathsModel& model, Index end) {
  const auto& all = contributions_to(trace, model.from.value);
  const auto last = std::lower_bound(all.begin(), all.end(), end);
  const Index held = std::min<Index>(contribution_count(trace, model.from.value, end),
                                     static_cast<Index>(last - all.begin()));
  if (held < 2) return {};
  std::vector<Index> arrivals;
  for (const std::vector<Index>& steps : model.steps) {
    const auto found = steps.empty() ? last : std::find(last - held, last, steps.front());
    arrivals.push_back(found == last ? -1 : static_cast<Index>(found - (last - held)));
  }
  return arrivals;
}

}  // namespace

int backward_run_at(const Trace& trace, Index step) {
  const auto later = std::partition_point(
      trace.backward_runs.begin(), trace.backward_runs.end(),
      [&](const BackwardRun& run) { return run.first_step < std::max<Index>(1, step); });
  if (trace.backward_runs.empty()) return -1;
  return std::max(0, static_cast<int>(later - trace.backward_runs.begin()) - 1);
}

std::vector<Quantity> path_starts(const Trace& trace, int run) {
  std::vector<Quantity> starts;
  if (run < 0) return starts;
  for (const Parameter& parameter : trace.parameters) {
    const ValueId id = as_seen_by(trace, run, parameter.versions.front());
    if (!reached_by(trace, run, id)) continue;
    for (Index e = 0; e < trace.value(id).data.size(); ++e)
      starts.push_back({id, e, false, 0});
  }
  return starts;
}

std::optional<Quantity> paths_start(const State& state) {
  const Trace& trace = *state.trace;
  const int run = backward_run_at(trace, state.time.step);
  if (run < 0) return std::nullopt;
  const Entity& chosen = state.selection;
  if (chosen.kind == Entity::Kind::value && trace.value(chosen.id).kind != ValueKind::constant) {
    const ValueId id = as_seen_by(trace, run, chosen.id);
    const Index size = trace.value(id).data.size();
    if (size > 0 && reached_by(trace, run, id))
      return Quantity{id, std::clamp<Index>(chosen.index, 0, size - 1), false, 0};
  }
  for (const Parameter& parameter : trace.parameters) {
    const ValueId id = as_seen_by(trace, run, parameter.versions.front());
    if (reached_by(trace, run, id) && trace.value(id).data.size() > 0)
      return Quantity{id, 0, false, 0};
  }
  const ValueId loss = run_of(trace, run).loss;
  return Quantity{loss, 0, false, 0};
}

PathsModel paths_of(const Trace& trace, int run, const Quantity& from) {
  PathsModel model;
  model.run = run;
  model.from = from;
  if (run < 0) return model;
  const BackwardRun& backward = run_of(trace, run);
  model.before = gradient_element_at(trace, from.value, from.element, backward.first_step);
  model.gradient = gradient_element_at(trace, from.value, from.element, backward.end_step);
  auto found = paths(trace, backward.loss, from.value, from.element, most_paths);
  model.counted = found.has_value();
  if (!found) return model;
  model.paths = std::move(*found);
  std::map<std::pair<ValueId, ValueId>, Index> edges;  // (op's value, argument) -> step
  for (Index at = backward.first_step; at < backward.end_step; ++at) {
    const Step& step = trace.step(at);
    if (step.edge >= 0)
      edges.emplace(std::pair{step.value, first_version(trace, target(trace, step))}, at);
  }
  for (const Path& path : model.paths.top) {
    auto& steps = model.steps.emplace_back();
    for (std::size_t i = 0; i + 1 < path.elements.size(); ++i) {
      const auto edge =
          edges.find({path.elements[i + 1].value, first_version(trace, path.elements[i].value)});
      steps.push_back(edge == edges.end() ? -1 : edge->second);
    }
  }
  model.arrivals = arrivals_of(trace, model, backward.end_step);
  if (elements_of_run(trace, backward) <= most_elements_for_work)
    model.work = count_work(trace, backward);
  return model;
}

}  // namespace backprop::viz
