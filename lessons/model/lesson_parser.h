/// Reads the Markdown file of a lesson:
///
///     ---
///     id: 4.2
///     title: The chain rule
///     subtitle: mirrors section 4.2          (may be left out)
///     program: neuron-mse
///     order: 42                              (may be left out, as may `minutes:`)
///     ---
///
///     Text, ## headings, lists, tables; $x$ is mathematics, and a paragraph of $$...$$ a formula.
///
///     ```claim
///     tex: \frac{\partial J}{\partial a} = 2 (a - y)
///     left: derivative(J, a)
///     right: 2 * (a - y)
///     ```
///
/// lessons/README.md tells authors of all kinds of fenced block; lesson_fences.cpp reads them.
#pragma once

#include <string_view>

#include "lessons/model/lesson.h"

namespace backprop::lessons {

/// Errors carry the line and column in the file. Nothing in a file can crash it.
Result<Lesson> parse_lesson(std::string_view source, Language language);

}  // namespace backprop::lessons
