#include "engine/trace/time.h"

#include <algorithm>

#include "engine/trace/explain.h"
#include "engine/trace/layers.h"

namespace backprop {

bool exists(const Trace& trace, ValueId id, Index step) {
  return trace.value(id).made_by < step;
}

namespace {

/// The first step whose contributions still count at that time.
Index last_clear(const Trace& trace, Index step) {
  const auto next = std::lower_bound(trace.clears.begin(), trace.clears.end(), step);
  return next == trace.clears.begin() ? -1 : *(next - 1);
}

/// The last kept sum of more than `begin` and at most `end` contributions; null without one.
const GradientSum* last_sum(const Trace& trace, ValueId id, std::size_t begin, std::size_t end) {
  const auto& sums = trace.gradient_sums[static_cast<std::size_t>(first_version(trace, id))];
  const auto next = std::partition_point(sums.begin(), sums.end(),
                                         [&](const GradientSum& s) { return s.count <= end; });
  return next == sums.begin() || std::prev(next)->count <= begin ? nullptr : &*std::prev(next);
}

}  // namespace

Index contribution_count(const Trace& trace, ValueId id, Index step) {
  const auto& into = contributions_to(trace, id);
  const auto begin = std::upper_bound(into.begin(), into.end(), last_clear(trace, step));
  const auto end = std::lower_bound(into.begin(), into.end(), step);
  const Index count = std::max<Index>(0, end - begin);
  return trace.fault == Fault::overwrite ? std::min<Index>(count, 1) : count;
}

namespace {

/// What a gradient at some time is made of: a kept sum, or nothing, and contributions [at, end).
struct GradientParts {
  const GradientSum* sum = nullptr;
  std::size_t at = 0, end = 0;
};

GradientParts gradient_parts(const Trace& trace, ValueId id, Index step) {
  const auto& into = contributions_to(trace, id);
  const auto count_before = [&](Index limit) {
    return static_cast<std::size_t>(std::lower_bound(into.begin(), into.end(), limit) -
                                    into.begin());
  };
  GradientParts parts{nullptr, count_before(last_clear(trace, step) + 1), count_before(step)};
  if (trace.fault == Fault::overwrite) {  // only the last one is left
    if (parts.end > parts.at) parts.at = parts.end - 1;
    return parts;
  }
  parts.sum = last_sum(trace, id, parts.at, parts.end);
  if (parts.sum != nullptr) parts.at = parts.sum->count;
  return parts;
}

const Tensor& contribution_of(const Trace& trace, Index step) {
  return trace.contributions[static_cast<std::size_t>(trace.step(step).contribution)];
}

}  // namespace

Tensor gradient_at(const Trace& trace, ValueId id, Index step) {
  const auto& into = contributions_to(trace, id);
  const GradientParts parts = gradient_parts(trace, id, step);
  Tensor gradient = parts.sum == nullptr ? Tensor(trace.value(id).data.shape) : parts.sum->gradient;
  for (std::size_t at = parts.at; at < parts.end; ++at)
    add_into(gradient, contribution_of(trace, into[at]));
  return gradient;
}

double gradient_element_at(const Trace& trace, ValueId id, Index element, Index step) {
  const auto& into = contributions_to(trace, id);
  const GradientParts parts = gradient_parts(trace, id, step);
  double gradient = parts.sum == nullptr ? 0 : parts.sum->gradient[element];
  for (std::size_t at = parts.at; at < parts.end; ++at)
    gradient += contribution_of(trace, into[at])[element];
  return gradient;
}

ValueId version_at(const Trace& trace, int parameter, Index step) {
  const auto& versions = trace.parameters[static_cast<std::size_t>(parameter)].versions;
  return version_of(trace, versions.front(), step);
}

ValueId version_of(const Trace& trace, ValueId id, Index step) {
  const Versioned* tensor = versioned(trace, id);
  if (tensor == nullptr) return id;
  const auto& versions = tensor->versions;
  const auto later = std::partition_point(versions.begin(), versions.end(), [&](ValueId version) {
    return exists(trace, version, step);
  });
  return later == versions.begin() ? versions.front() : *(later - 1);
}

namespace {

/// Steps with the same key, side by side, are one step of that size.
std::int64_t group_key(const Trace& trace, Index at, StepSize size) {
  const Step& step = trace.step(at);
  const auto phase = step.kind == StepKind::clear ? StepKind::update
                     : updates_buffer(step)       ? StepKind::forward
                                                  : step.kind;
  const std::int64_t phase_key =
      static_cast<std::int64_t>(step.iteration) * 4 + static_cast<int>(phase);
  if (size == StepSize::phase) return phase_key;
  const std::int64_t layer = step.value == no_value ? -1 : layer_key(trace, step.value);
  return phase_key * (static_cast<std::int64_t>(trace.values.size()) + 2) + layer + 1;
}

Index group_end(const Trace& trace, Index at, StepSize size) {
  const auto key = group_key(trace, at, size);
  while (at < trace.step_count() && group_key(trace, at, size) == key)
    ++at;
  return at;
}

Index group_begin(const Trace& trace, Index at, StepSize size) {
  const auto key = group_key(trace, at, size);
  while (at > 0 && group_key(trace, at - 1, size) == key)
    --at;
  return at;
}

}  // namespace

Time next(const Trace& trace, Time time, StepSize size) {
  if (time.step >= trace.step_count()) return {trace.step_count(), 0};
  if (size == StepSize::term && time.term + 1 < term_count(trace, time.step)) {
    return {time.step, time.term + 1};
  }
  if (size <= StepSize::step) return {time.step + 1, 0};
  return {group_end(trace, time.step, size), 0};
}

Time previous(const Trace& trace, Time time, StepSize size) {
  if (size == StepSize::term) {
    if (time.term > 0) return {time.step, time.term - 1};
    if (time.step == 0) return {0, 0};
    return {time.step - 1, std::max<Index>(0, term_count(trace, time.step - 1) - 1)};
  }
  if (time.term > 0 && size == StepSize::step) return {time.step, 0};
  if (time.step == 0) return {0, 0};
  if (size == StepSize::step) return {time.step - 1, 0};
  return {group_begin(trace, time.step - 1, size), 0};
}

Time clamped(const Trace& trace, Time time) {
  if (time.step < 0) return {0, 0};
  if (time.step >= trace.step_count()) return {trace.step_count(), 0};
  if (time.term <= 0) return {time.step, 0};
  return {time.step, std::min(time.term, std::max<Index>(0, term_count(trace, time.step) - 1))};
}

}  // namespace backprop
