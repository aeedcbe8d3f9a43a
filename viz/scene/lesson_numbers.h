/// What the engine says of a chapter: its claims, its tasks and the answers given so far.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "lessons/model/answers.h"
#include "lessons/model/claims.h"
#include "viz/app/command.h"
#include "viz/scene/lesson_things.h"

namespace backprop::viz {

/// A chapter before or after the open one.
struct Neighbour {
  std::string id;
  std::string title;
};

/// A chapter with everything it needs to be shown.
struct LessonContent {
  lessons::Lesson lesson;
  lessons::LessonTraces traces;  ///< of the programs as they are shipped
  std::optional<Neighbour> before = {}, after = {};
  /// The tasks of all chapters, by chapter: how far the learner is in those that a map leads to.
  std::map<std::string, std::vector<std::string>> tasks = {};
};

/// Worked out once for each run and answer, not each frame; by the block's place in the chapter.
struct LessonNumbers {
  long revision = 0;  ///< another one each time
  std::map<std::size_t, lessons::ClaimResult> claims;
  std::map<std::size_t, lessons::PredictResult> predicts;
  std::map<std::size_t, lessons::Judgement> judgements;  ///< of the last try at a task
  /// Of a change that the open run tries: a line that it may not change.
  std::map<std::size_t, std::string> forbidden;
  /// Or that the goal is not reached, with the reason where it cannot be evaluated.
  std::map<std::size_t, std::optional<Error>> missed;
  /// Plots and figures, filled as they are painted: handed on while the chapter stays open.
  std::shared_ptr<LessonThings> things = std::make_shared<LessonThings>();
};

/// The run that a chapter shows of a program: the learner's own if it is of that program and no
/// fault was planted in it, else the shipped one; null where there is none.
std::shared_ptr<const Trace> shown_run(const LessonContent& content, const State& state,
                                       const std::string& program);

/// Each on the run that is shown of its program; claims have that many digits.
LessonNumbers numbers_of(const LessonContent& content, const State& state,
                         int digits = usual_digits);

/// Null where the learner has not tried it yet.
const lessons::Answer* answer_to(const LessonContent& content, const State& state,
                                 std::size_t block);

/// The tasks that the learner's state completes without an answer of its own: a goal that the open
/// run reaches, a practice that is finished, a fault that is found. Each as the command that says
/// so.
std::vector<command::AnswerTask> completed_tasks(const LessonContent& content, const State& state);

}  // namespace backprop::viz
