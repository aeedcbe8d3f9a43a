#include "viz/scene/timeline_model.h"

#include <algorithm>
#include <cmath>
#include <variant>

namespace backprop::viz {
namespace {

constexpr float narrowest_step = 5;       // of steps that can be told apart
constexpr float folded_width = 16;        // of an iteration
constexpr float most_for_folded = 0.45F;  // of the bar
constexpr Index steps_per_slice = 3000;   // searched in a frame
constexpr Index numbers_per_slice = 400'000;

/// How many numbers a step's stop has to look at.
Index size_of_step(const Trace& trace, Index at) {
  const Step& step = trace.step(at);
  if (step.kind == StepKind::clear) return 1;
  const ValueId id = step.kind == StepKind::backward ? target(trace, step) : step.value;
  return trace.value(id).data.size();
}

bool same(const std::vector<BreakpointSetting>& a, const std::vector<BreakpointSetting>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.enabled == y.enabled && x.what == y.what;
  });
}

}  // namespace

TimelineModel timeline_of(const Trace& trace) {
  TimelineModel model;
  model.steps = trace.step_count();
  for (Index i = 0; i < trace.step_count(); ++i) {
    const Step& step = trace.step(i);
    if (model.phases.empty() || step.kind != model.phases.back().kind)
      model.phases.push_back({i, i, step.kind});
    model.phases.back().end = i + 1;
    if (static_cast<std::size_t>(step.iteration) >= model.iterations.size())
      model.iterations.push_back({i, i});
    model.iterations.back().end = i + 1;
  }
  return model;
}

TimelineScale::TimelineScale(const TimelineModel& model, Rect bar, int current,
                             const std::set<int>& flipped)
    : bar_(bar) {
  const bool crowded = model.iterations.size() > 1 &&
                       bar.w / static_cast<float>(std::max<Index>(1, model.steps)) < narrowest_step;
  Index open_steps = 0;
  float folded = 0;
  for (std::size_t i = 0; i < model.iterations.size(); ++i) {
    const auto [first, end] = model.iterations[i];
    const int iteration = static_cast<int>(i);
    const bool fold = (crowded && iteration != current) != flipped.contains(iteration);
    parts_.push_back({first, end, 0, 0, fold});
    if (fold) {
      folded += 1;
    } else {
      open_steps += end - first;
    }
  }
  float each = std::min(folded_width, bar.w * most_for_folded / std::max(1.0F, folded));
  if (open_steps == 0) each = bar.w / std::max(1.0F, folded);
  const float open = bar.w - each * folded;
  float x = bar.x;
  for (Part& part : parts_) {
    part.x0 = x;
    const auto share = static_cast<float>(part.end - part.first) /
                       static_cast<float>(std::max<Index>(1, open_steps));
    x += part.folded ? each : open * share;
    part.x1 = x;
  }
  if (!parts_.empty()) parts_.back().x1 = bar.right();
}

const TimelineScale::Part& TimelineScale::part_of(Index step) const {
  const auto next = std::partition_point(parts_.begin(), parts_.end(),
                                         [&](const Part& part) { return part.end <= step; });
  return next == parts_.end() ? parts_.back() : *next;
}

float TimelineScale::x_of(Index step) const {
  if (parts_.empty()) return bar_.x;
  const Part& part = part_of(step);
  const auto share =
      static_cast<float>(step - part.first) / static_cast<float>(part.end - part.first);
  return part.x0 + (part.x1 - part.x0) * std::clamp(share, 0.0F, 1.0F);
}

Index TimelineScale::step_at(float x) const {
  if (parts_.empty()) return 0;
  const auto next = std::partition_point(parts_.begin(), parts_.end(),
                                         [&](const Part& part) { return part.x1 <= x; });
  const Part& part = next == parts_.end() ? parts_.back() : *next;
  const float share = (x - part.x0) / std::max(1e-6F, part.x1 - part.x0);
  const auto count = static_cast<float>(part.end - part.first);
  return part.first + static_cast<Index>(std::lround(std::clamp(share, 0.0F, 1.0F) * count));
}

bool TimelineScale::any_folded() const {
  return std::any_of(parts_.begin(), parts_.end(), [](const Part& part) { return part.folded; });
}

std::pair<float, float> TimelineScale::range_of(int iteration) const {
  const Part& part = parts_[static_cast<std::size_t>(iteration)];
  return {part.x0, part.x1};
}

float TimelineScale::pitch(int iteration) const {
  const Part& part = parts_[static_cast<std::size_t>(iteration)];
  return (part.x1 - part.x0) / static_cast<float>(std::max<Index>(1, part.end - part.first));
}

void StopFinder::advance(const State& state) {
  if (trace_ != state.trace || !same(breakpoints_, state.breakpoints)) {
    trace_ = state.trace;
    breakpoints_ = state.breakpoints;
    stops_.clear();
    scanned_ = 0;
    const bool any = std::any_of(breakpoints_.begin(), breakpoints_.end(),
                                 [](const BreakpointSetting& setting) { return setting.enabled; });
    end_ = any ? trace_->step_count() : 0;
  }
  Index numbers = 0;
  const Index slice_end = std::min(end_, scanned_ + steps_per_slice);
  for (; scanned_ < slice_end && numbers < numbers_per_slice; ++scanned_) {
    numbers += size_of_step(*trace_, scanned_);
    for (const BreakpointSetting& setting : breakpoints_) {
      if (!setting.enabled || !backprop::stops(*trace_, setting.what, scanned_)) continue;
      stops_.push_back(scanned_);
      break;
    }
  }
}

}  // namespace backprop::viz
