/// The recording as a line: its phases and iterations, and which of these are folded.
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "engine/trace/queries.h"
#include "viz/app/state.h"
#include "viz/scene/draw.h"

namespace backprop::viz {

/// Steps [first, end) of one kind, side by side.
struct TimelinePhase {
  Index first = 0, end = 0;
  StepKind kind = StepKind::forward;
};

struct TimelineIteration {
  Index first = 0, end = 0;
};

struct TimelineModel {
  Index steps = 0;
  std::vector<TimelinePhase> phases;
  std::vector<TimelineIteration> iterations;
};

TimelineModel timeline_of(const Trace& trace);

/// Where each step stands on the bar. Open iterations share the width in proportion to their steps;
/// folded ones are narrow, all alike.
class TimelineScale {
 public:
  /// Where all steps can be told apart, no iteration is folded; else all but the current one, but
  /// those in `flipped` are the other way round.
  TimelineScale(const TimelineModel& model, Rect bar, int current, const std::set<int>& flipped);

  /// Of the place before a step; the end of the bar for the step count.
  float x_of(Index step) const;
  /// The time nearest to a place.
  Index step_at(float x) const;
  bool is_folded(int iteration) const { return parts_[static_cast<std::size_t>(iteration)].folded; }
  bool any_folded() const;
  std::pair<float, float> range_of(int iteration) const;
  /// The width of one step of an iteration.
  float pitch(int iteration) const;
  Rect bar() const { return bar_; }

 private:
  struct Part {
    Index first, end;
    float x0, x1;
    bool folded;
  };
  const Part& part_of(Index step) const;
  std::vector<Part> parts_;
  Rect bar_;
};

/// The steps at which breakpoints that are on stop, found a slice at a time: a frame does not wait
/// for a long recording to be searched.
class StopFinder {
 public:
  /// Goes on searching; starts anew where trace or breakpoints have changed.
  void advance(const State& state);
  bool done() const { return scanned_ >= end_; }
  const std::vector<Index>& stops() const { return stops_; }

 private:
  std::shared_ptr<const Trace> trace_;
  std::vector<BreakpointSetting> breakpoints_;
  Index scanned_ = 0, end_ = 0;
  std::vector<Index> stops_;
};

}  // namespace backprop::viz
