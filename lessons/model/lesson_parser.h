/// Reads the Markdown file of a lesson.
///
///     ---
///     id: 4.2
///     title: The chain rule
///     subtitle: mirrors section 4.2          (may be left out)
///     program: neuron-mse
///     ---
///
///     Text, ## headings, lists; $x$ is mathematics, and a paragraph of $$...$$ a formula.
///
///     ```claim
///     tex: \frac{\partial J}{\partial a} = 2 (a - y)
///     left: derivative(J, a)
///     right: 2 * (a - y)
///     note: May be left out, as may `program:` and `id:`. A long value goes on
///       in lines that are indented.
///     ```
///
/// `claim printed` marks an equation that the source prints and that does not hold, `claim printed
/// holds` one that it prints and that does. A question has the keys question, expression,
/// answer_note, program, id:
///
///     ```predict
///     question: Which sign will $\frac{\partial J}{\partial b}$ have?
///     expression: grad(b)
///     answer_note: That of $a - y$.
///     ```
#pragma once

#include <string_view>

#include "lessons/model/lesson.h"

namespace backprop::lessons {

/// Errors carry the line and column in the file. Nothing in a file can crash it.
Result<Lesson> parse_lesson(std::string_view source, Language language);

}  // namespace backprop::lessons
