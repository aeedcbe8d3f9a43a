/// A graded sheet in words and as JSON.
#pragma once

#include <string>
#include <vector>

#include "lessons/model/sheet_grade.h"
#include "viz/app/strings.h"
#include "viz/scene/sheet_code.h"

namespace backprop::viz {

/// What is said of one answer: "right", "wrong: it should be 0.24. f' is missing: ...".
std::string told(const Trace& trace, const CodedSheet& coded, const lessons::sheet::Grade& grade,
                 std::size_t answer, const Strings& words);

/// "9 of 12 right; wrong: 2; not answered: 1"
std::string score_text(const lessons::sheet::Grade& grade, const Strings& words);

/// One line for each blank, and the score.
std::vector<std::string> grade_in_words(const Trace& trace, const CodedSheet& coded,
                                        const lessons::sheet::Grade& grade, const Strings& words);

/// {"title", "seed", "blanks": [{"number", "name", "typed", "value", "right", "mark", "mistake",
/// "from", "told"}], "score": {"right", "rough", "follows", "wrong", "unreadable", "missing",
/// "of"}}
std::string grade_json(const Trace& trace, const CodedSheet& coded,
                       const lessons::sheet::Grade& grade, const Strings& words);

}  // namespace backprop::viz
