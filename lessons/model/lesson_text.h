/// A lesson as plain text: for terminals, screen readers and teachers.
#pragma once

#include <string>

#include "engine/trace/trace.h"
#include "lessons/model/lesson.h"

namespace backprop::lessons {

/// The chapter with its claims evaluated, in lines of at most 78 columns (a Chinese character takes
/// two). `trace` is a run of the lesson's own program, as shipped or edited; other programs that it
/// is about are run here. Questions stand where the chapter asks them, their answers at the end.
std::string lesson_as_text(const Lesson& lesson, const Trace& trace);

}  // namespace backprop::lessons
