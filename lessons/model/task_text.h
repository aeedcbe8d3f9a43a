/// What a task asks, in plain text: for lists of tasks and reports about them.
#pragma once

#include <string>

#include "lessons/model/lesson.h"

namespace backprop::lessons {

/// Running text without its styles; formulas on the line, links by their words alone.
std::string plain_words(const Inlines& inlines);

/// The whole question, or what a task of the window's modes says; empty for what is no task.
std::string question_text(const Block& block);

}  // namespace backprop::lessons
