/// What a learner has answered in the lessons, and whether it is right. The window's state holds
/// it; see progress.h for the file that keeps it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/trace/trace.h"
#include "lessons/model/lesson.h"

namespace backprop::lessons {

/// One task of a chapter, as far as the learner has got with it.
struct Answer {
  /// Every try, in order: "-1", "0", "1" (predict), an option's index (choose), what was typed
  /// (number), "reached" (change), "done" (backprop), "found" (fault).
  std::vector<std::string> given;
  int hints = 0;        ///< asked for
  bool shown = false;   ///< the answer was asked for
  bool done = false;    ///< answered in the end, rightly or by showing; a prediction at once
  bool missed = false;  ///< a prediction that was wrong
  // Of earlier rounds, before the task began anew:
  std::vector<std::string> given_before = {};
  int wrong_before = 0, hints_before = 0;
  bool operator==(const Answer&) const = default;
};

/// The tries of this round that were not right.
int wrong_tries(const Answer& answer);

/// The task begins anew; what went before stays known.
Answer another_round(const Answer& answer);

inline constexpr std::size_t most_tries = 20;  ///< that are kept of one round or of all before it

/// By chapter and block: a block's id is the same in both languages.
struct TaskKey {
  std::string lesson;
  std::string block;
  auto operator<=>(const TaskKey&) const = default;
};
using Answers = std::map<TaskKey, Answer>;

/// What is said to a try.
enum class Verdict : std::uint8_t {
  right,
  too_rough,      ///< right, but with fewer digits than asked for
  wrong_sign,     ///< the right number with the other sign
  known_mistake,  ///< one of TypeNumber::mistakes or the chosen option has a reply: see `reply`
  wrong,
  unreadable,  ///< no number and no expression, or the task has no answer here: does not count
};

struct Judgement {
  Verdict verdict = Verdict::wrong;
  const Inlines* reply = nullptr;  ///< of a known mistake or a chosen option; into the block
  std::string truth;               ///< the number that the engine computes, in the digits asked for
  std::optional<Error> error{};    ///< of what is unreadable, or why the task has no answer here
};

/// Judges a try at a Predict, Choose or TypeNumber block on a run of its program, at the moment
/// that claims are evaluated at.
Judgement judge(const Block& block, const Trace& trace, const std::string& given);

/// The answer to a TypeNumber on a run of its program, with what the question supposes. Errors:
/// that run fails, or the expression is no number there.
Result<double> answer_of(const TypeNumber& number, const Trace& trace);

/// Whether the goal of a Change holds on a run of the learner's program. Error: it cannot be
/// evaluated there (the program no longer has its names).
Result<bool> reaches_goal(const Change& change, const Trace& trace);

/// The program with these lines in the place of its own that assign the same name, or call the
/// same. Error: a line that is like none of the program's.
Result<std::string> with_lines(const std::vector<std::string>& new_lines,
                               const std::string& program);

/// The program with the solution's lines in place. Error: a line that assigns nothing the program
/// assigns.
Result<std::string> solved_program(const Change& change, const std::string& program);

/// How much of a chapter is done; see also catalogue.h.
struct LessonProgress {
  int done = 0;
  int tasks = 0;
};
LessonProgress progress_of(const Lesson& lesson, const Answers& answers);
LessonProgress progress_of(const std::string& lesson, const std::vector<std::string>& tasks,
                           const Answers& answers);

}  // namespace backprop::lessons
