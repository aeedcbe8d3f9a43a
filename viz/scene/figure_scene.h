/// A view of a recording at one moment as a small picture that nothing inside can be clicked in.
#pragma once

#include <memory>

#include "lessons/model/lesson.h"
#include "viz/scene/views.h"

namespace backprop::viz {

/// What a figure shows: a state of its own, whatever the window shows. Keep it from frame to frame.
class FigureModel {
 public:
  /// Errors: no such moment, or no such number to select.
  static Result<FigureModel> of(const lessons::Figure& figure, std::shared_ptr<const Trace> trace);

  const Trace* trace() const { return state_.trace.get(); }

  /// How high it stands in a column.
  float height(float width) const;

  /// Puts it into the frame, cut at its edges: records alone.
  void paint(Builder& b, Rect frame, Language language, Theme theme);

 private:
  State state_;
  Views views_;
  std::size_t rows_ = 1;  ///< neurons in the network's largest column
};

/// The view that a figure names.
View view_of(lessons::Figure::View view);

}  // namespace backprop::viz
