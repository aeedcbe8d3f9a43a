/// The recording as a line: its phases and iterations, and which of these are folded.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "engine/trace/iteration.h"
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
  /// Where all steps can be told apart, no iteration is folded; else all but the current one.
  /// `chosen` tells by iteration what the user wants instead: folded, or not.
  TimelineScale(const TimelineModel& model, Rect bar, int current,
                const std::map<int, bool>& chosen);

  /// Of the place before a step; the end of the bar for the step count.
  float x_of(Index step) const;
  /// The time nearest to a place.
  Index step_at(float x) const;

  /// x_of() for steps that ascend from call to call: without a search for each.
  class Walk {
   public:
    explicit Walk(const TimelineScale& scale) : scale_(scale) {}
    float x_of(Index step);

   private:
    const TimelineScale& scale_;
    std::size_t part_ = 0;
  };

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
  static float place_in(const Part& part, Index step);
  std::vector<Part> parts_;
  Rect bar_;
};

/// The phases as they stand on the bar. Many that lie within a pixel or two are drawn as the first
/// of them.
struct TimelineStrip {
  struct Piece {
    float left = 0, right = 0;
    StepKind kind = StepKind::forward;
  };
  std::vector<Piece> drawn;
  std::vector<Piece> roomy;  ///< the phases that have room for a word
};
TimelineStrip strip_of(const TimelineModel& model, const TimelineScale& scale);

inline constexpr float finest_piece = 1.5F;  // pixels: what lies closer is drawn as one
inline constexpr float least_roomy = 24;     // pixels

/// The first of the steps, and then each that stands at least `apart` pixels after the one taken
/// before it. `steps` ascend.
std::vector<Index> told_apart(const std::vector<Index>& steps, const TimelineScale& scale,
                              float apart);

/// What touches a value: of each kind the steps that can be told apart on the bar.
struct TimelineMarks {
  std::vector<Index> reads, gradient_reads;           ///< hollow
  std::vector<Index> made, gradient_writes, updated;  ///< filled
};
TimelineMarks marks_of(const Trace& trace, const Accesses& accesses, const TimelineScale& scale);

inline constexpr float nearest_marks = 5;  // pixels between marks that can be clicked

/// Where the middle of a step stands.
float middle_of(const TimelineScale& scale, Index step);

/// What a run of the edited program may do otherwise.
std::vector<StepRange> stale_ranges(const Trace& trace, const Staleness& stale);

/// The steps at which breakpoints that are on stop, found a slice at a time: a frame does not wait
/// for a long recording to be searched.
class StopFinder {
 public:
  /// Goes on searching; starts anew where trace or breakpoints have changed. Whether what is found
  /// has changed.
  bool advance(const State& state);
  bool done() const { return scanned_ >= end_; }
  const std::vector<Index>& stops() const { return stops_; }

 private:
  std::shared_ptr<const Trace> trace_;
  std::vector<BreakpointSetting> breakpoints_;
  Index scanned_ = 0, end_ = 0;
  std::vector<Index> stops_;
};

}  // namespace backprop::viz
