/// The diagrams and pictures of the open chapter, made when they first come into view and kept
/// while their programs' texts are the same.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "lessons/model/plots.h"
#include "viz/scene/figure_scene.h"

namespace backprop::viz {

struct LessonContent;

/// Of one chapter: another one begins anew.
class LessonThings {
 public:
  /// The block must be a Plot, a Figure. On the learner's own runs where they have a program open.
  const Result<lessons::PlotData>& plot(const LessonContent& content, const State& state,
                                        std::size_t block);
  Result<FigureModel>& figure(const LessonContent& content, const State& state, std::size_t block);

 private:
  using Traces = std::vector<std::shared_ptr<const Trace>>;
  struct KeptPlot {
    Traces traces;
    std::optional<Result<lessons::PlotData>> data;
  };
  struct KeptFigure {
    Traces traces;
    std::optional<Result<FigureModel>> model;
  };
  static bool still_hold(const Traces& before, const Traces& now);

  std::map<std::size_t, KeptPlot> plots_;
  std::map<std::size_t, KeptFigure> figures_;
};

}  // namespace backprop::viz
