#include "viz/scene/progress_bar.h"

namespace backprop::viz {

void progress_bar(Builder& b, const lessons::LessonProgress& progress, Rect bar) {
  if (progress.tasks == 0) return;
  const float part = static_cast<float>(progress.done) / static_cast<float>(progress.tasks);
  const float round = bar.h / 2;
  b.add(draw::Rectangle{bar, round, b.colors.background, b.colors.hairline, 1});
  if (progress.done > 0)
    b.add(draw::Rectangle{{bar.x, bar.y, bar.w * part, bar.h}, round, b.colors.good});
}

std::string progress_text(const lessons::LessonProgress& progress) {
  return std::to_string(progress.done) + "/" + std::to_string(progress.tasks) +
         (progress.done == progress.tasks ? " \u2713" : "");
}

}  // namespace backprop::viz
