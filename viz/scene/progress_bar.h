/// How much of a chapter is done, as a bar.
#pragma once

#include "lessons/model/answers.h"
#include "viz/scene/builder.h"

namespace backprop::viz {

/// As long as what is done of the tasks; nothing for a chapter without any.
void progress_bar(Builder& b, const lessons::LessonProgress& progress, Rect bar);

/// "2/5", all of them with a tick.
std::string progress_text(const lessons::LessonProgress& progress);

}  // namespace backprop::viz
