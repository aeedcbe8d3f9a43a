/// A learner's answers as a file, and what went wrong in them. See progress_report.h as well.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lessons/model/answers.h"
#include "lessons/model/catalogue.h"

namespace backprop::viz {

inline constexpr std::size_t longest_progress = 8'000'000;  ///< bytes of the file

/// As JSON, an answer a line.
std::string progress_text(const lessons::Answers& answers);

/// From JSON. Errors: no JSON, entries of a wrong kind, another version.
Result<lessons::Answers> read_progress(std::string_view text);

/// A task that did not go well at once: wrong tries, hints, or the answer shown; of all rounds.
struct Trouble {
  lessons::TaskKey task;
  int wrong = 0;  ///< tries
  int hints = 0;
  bool shown = false;
  bool done = false;
  bool well_since = false;  ///< done once more, without any of these
};

/// In the chapters' order.
std::vector<Trouble> troubles(const lessons::Answers& answers,
                              const std::vector<lessons::Chapter>& chapters);

/// How often a kind of step went wrong while the learner was backprop, and how: "activation" ->
/// "missing-slope" -> 2. Ids as in practice.h.
using StepMistakes = std::map<std::string, std::map<std::string, int>>;
StepMistakes step_mistakes(const lessons::Answers& answers);

/// What follows "done" or "found" in an answer, part by part: "activation missing-slope".
std::vector<std::string> details_of(const std::string& given);

}  // namespace backprop::viz
