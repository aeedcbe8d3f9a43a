/// What lessons as text say besides their own words, in each language.
#pragma once

#include <string_view>

#include "engine/trace/fault.h"
#include "lessons/model/lesson.h"

namespace backprop::lessons {

/// Patterns of fmt where they hold {}.
struct TextWords {
  std::string_view minutes, comma, semicolon;
  // Claims.
  std::string_view holds, fails, printed, said, program, error, in_delta;
  // Tasks and their answers.
  std::string_view question, task, answers, answer, negative, zero, positive;
  std::string_view digits, goal, only, goal_reached, goal_missed, one_solution;
  std::string_view hint, for_option, for_number;
  std::string_view by_hand, broken, fault_is, gradient_pair, more;
  // Recordings.
  std::string_view listing, listed_above, opens_at;
  std::string_view at_start, at_end, after_step;
  std::string_view made, read, seeded, received, updated, cleared;
  std::string_view figure, select, value_is, gradient_is, not_made, no_gradient;
  std::string_view plot, axes, axis, points, log_scale, own_program, line, round, path;
  // Other blocks.
  std::string_view lab, lab_settings, chapter, map, printed_edge, summary, reading;
};

const TextWords& text_words(Language language);

/// "overwrites gradients where it should add"
std::string_view words_of(Fault fault, Language language);
std::string_view words_of(Figure::View view, Language language);
std::string_view words_of(Plot::Kind kind, Language language);

}  // namespace backprop::lessons
