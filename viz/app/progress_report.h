/// A learner's answers as a report for a teacher.
#pragma once

#include <string>
#include <vector>

#include "lessons/model/answers.h"
#include "lessons/model/catalogue.h"
#include "viz/app/strings.h"

namespace backprop::viz {

/// Whose report it is, and of which day.
struct ReportHead {
  std::string name;  ///< empty: a blank to write on
  std::string date;
};

/// Markdown: what is done of each chapter, what went wrong, which kinds of step went wrong, and
/// every task that was tried, with each try. `language` is that of the chapters and words.
std::string progress_report(const ReportHead& head, const lessons::Answers& answers,
                            const std::vector<lessons::Chapter>& chapters,
                            lessons::Language language, const Strings& words);

}  // namespace backprop::viz
