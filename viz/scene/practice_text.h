/// Practice in words: what is asked, what is said to an answer, the hints.
#pragma once

#include <string>
#include <vector>

#include "lessons/model/practice.h"
#include "viz/app/entity.h"
#include "viz/app/strings.h"
#include "viz/scene/expression_tex.h"

namespace backprop::viz {

using lessons::practice::Practice;

/// Words with formulas between dollars, whose symbols \mark{n} refer to `marks`.
struct Question {
  std::string text;
  std::vector<MarkedNumber> marks;
};

/// What the learner is to do now; when finished, how well they did.
Question practice_question(const Trace& trace, const Practice& practice, const Strings& words);

/// What is said to their last pick or answer; empty before the first.
std::string practice_reply(const Trace& trace, const Practice& practice, const Strings& words);

/// The hints taken at this question, in their order: the rule, the formula, the same with numbers,
/// the answer. All but the first are worded alike in every language.
std::vector<std::string> practice_hints(const Trace& trace, const Practice& practice,
                                        const Strings& words);

/// A number that the question may be answered with.
struct Known {
  std::string name;
  double number = 0;
  Entity entity;
  bool gradient = false;
};

/// The numbers around the edge that is being done: the elements that its op read and made and, once
/// the local derivative is known, the gradients that arrived. At most `most`.
std::vector<Known> practice_known(const Trace& trace, const Practice& practice, std::size_t most);

/// An edge as a choice: "∂J/∂W2 through @".
std::string practice_choice(const Trace& trace, Index step, const Strings& words);

/// "12 of 14, 9 at once": of one kind or of all.
std::string practice_score(const lessons::practice::Score& score, const Strings& words);

/// What an edge is practice in, for the table of scores.
std::string practice_kind(lessons::practice::Kind kind, const Strings& words);

}  // namespace backprop::viz
