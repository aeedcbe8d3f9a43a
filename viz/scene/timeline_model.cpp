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
                             const std::map<int, bool>& chosen)
    : bar_(bar) {
  const bool crowded = model.iterations.size() > 1 &&
                       bar.w / static_cast<float>(std::max<Index>(1, model.steps)) < narrowest_step;
  Index open_steps = 0;
  float folded = 0;
  for (std::size_t i = 0; i < model.iterations.size(); ++i) {
    const auto [first, end] = model.iterations[i];
    const int iteration = static_cast<int>(i);
    const auto wanted = chosen.find(iteration);
    const bool fold = wanted != chosen.end() ? wanted->second : crowded && iteration != current;
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
  return parts_.empty() ? bar_.x : place_in(part_of(step), step);
}

float TimelineScale::place_in(const Part& part, Index step) {
  const auto share =
      static_cast<float>(step - part.first) / static_cast<float>(part.end - part.first);
  return part.x0 + (part.x1 - part.x0) * std::clamp(share, 0.0F, 1.0F);
}

float TimelineScale::Walk::x_of(Index step) {
  const auto& parts = scale_.parts_;
  if (parts.empty()) return scale_.bar_.x;
  while (part_ + 1 < parts.size() && parts[part_].end <= step)
    ++part_;
  return place_in(parts[part_], step);
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

TimelineStrip strip_of(const TimelineModel& model, const TimelineScale& scale) {
  TimelineStrip strip;
  TimelineScale::Walk walk(scale);
  float drawn_to = scale.bar().x - 1;
  for (const TimelinePhase& phase : model.phases) {
    const float x0 = walk.x_of(phase.first);
    const float x1 = walk.x_of(phase.end);
    if (x1 - x0 >= least_roomy) strip.roomy.push_back({x0, x1, phase.kind});
    if (x1 < drawn_to + finest_piece) continue;
    strip.drawn.push_back({std::max(x0, drawn_to), x1, phase.kind});
    drawn_to = x1;
  }
  return strip;
}

float middle_of(const TimelineScale& scale, Index step) {
  return (scale.x_of(step) + scale.x_of(step + 1)) / 2;
}

std::vector<Index> told_apart(const std::vector<Index>& steps, const TimelineScale& scale,
                              float apart) {
  std::vector<Index> taken;
  for (auto at = steps.begin(); at != steps.end();) {
    taken.push_back(*at);
    const float last = middle_of(scale, *at);
    const auto near = [&](Index step) { return middle_of(scale, step) - last < apart; };
    // The next is near as a rule: twice as far in each try, then between the last two.
    auto below = at;
    std::ptrdiff_t stride = 1;
    while (stride < steps.end() - below && near(below[stride])) {
      below += stride;
      stride *= 2;
    }
    const auto limit = stride < steps.end() - below ? below + stride : steps.end();
    at = std::partition_point(below + 1, limit, near);
  }
  return taken;
}

TimelineMarks marks_of(const Trace& trace, const Accesses& accesses, const TimelineScale& scale) {
  std::vector<Index> made;
  std::vector<Index> updated;
  for (const Index step : accesses.writes)
    (trace.step(step).kind == StepKind::update ? updated : made).push_back(step);
  const auto apart = [&](const std::vector<Index>& steps) {
    return told_apart(steps, scale, nearest_marks);
  };
  return {apart(accesses.reads), apart(accesses.gradient_reads), apart(made),
          apart(accesses.gradient_writes), apart(updated)};
}

std::vector<StepRange> stale_ranges(const Trace& trace, const Staleness& stale) {
  std::vector<StepRange> ranges;
  if (!stale.any()) return ranges;
  for (Index at = 0; at < trace.step_count(); ++at) {
    if (!stale.step(at)) continue;
    if (ranges.empty() || ranges.back().end != at) ranges.push_back({at, at});
    ranges.back().end = at + 1;
  }
  return ranges;
}

bool StopFinder::advance(const State& state) {
  const bool anew = trace_ != state.trace || !same(breakpoints_, state.breakpoints);
  if (anew) {
    trace_ = state.trace;
    breakpoints_ = state.breakpoints;
    stops_.clear();
    scanned_ = 0;
    const bool any = std::any_of(breakpoints_.begin(), breakpoints_.end(),
                                 [](const BreakpointSetting& setting) { return setting.enabled; });
    end_ = any ? trace_->step_count() : 0;
  }
  const std::size_t known = anew ? 0 : stops_.size();
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
  return anew || stops_.size() != known;
}

}  // namespace backprop::viz
