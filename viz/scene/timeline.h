/// The timeline: transport buttons, the step in words, and the recording as a bar with the cursor,
/// the stops of breakpoints, and the steps that read and write what is selected.
#pragma once

#include "viz/scene/builder.h"
#include "viz/scene/timeline_model.h"

namespace backprop::viz {

class Timeline {
 public:
  /// `speed`: of playing.
  Scene scene(const State& state, double speed, Rect area, const Look& look);

  /// The time under an x of the bar of the last scene.
  Time time_at(float x) const { return {scale_->step_at(x), 0}; }

  /// Opens or folds an iteration. View state: not undone.
  void flip(int iteration);

  /// While the pointer drags, the bar keeps still under it.
  void hold(bool still) { held_ = still; }

  /// Whether another frame is wanted to go on searching for stops.
  bool is_searching() const { return !finder_.done(); }

 private:
  void refresh(const State& state, Rect bar);

  std::shared_ptr<const Trace> trace_;
  TimelineModel model_;
  std::optional<TimelineScale> scale_;
  int scale_for_ = -1;  ///< the iteration that is open in it
  TimelineStrip strip_;
  std::map<int, bool> folds_;  ///< by iteration, as the user wants them: folded, or not
  bool folds_changed_ = false;
  bool held_ = false;
  ValueId selected_ = no_value;
  Accesses accesses_;
  TimelineMarks marks_;
  StopFinder finder_;
  std::vector<Index> stops_;  ///< those that can be told apart
  std::shared_ptr<const Staleness> stale_;
  std::vector<StepRange> stale_ranges_;
};

}  // namespace backprop::viz
