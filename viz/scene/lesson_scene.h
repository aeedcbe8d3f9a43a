/// The open chapter: its text, its claims with the numbers that the engine gives them, its
/// questions.
#pragma once

#include <map>
#include <memory>

#include "lessons/model/claims.h"
#include "viz/scene/builder.h"

namespace backprop::viz {

/// A chapter with everything it needs to be shown.
struct LessonContent {
  lessons::Lesson lesson;
  lessons::LessonTraces traces;  ///< of the programs as they are shipped
};

/// What the engine says of a chapter's claims and questions: on the learner's own run where that is
/// of the claim's program, else on the shipped one. Worked out once for each run, not each frame.
struct LessonNumbers {
  std::map<std::size_t, lessons::ClaimResult> claims;      ///< by block
  std::map<std::size_t, lessons::PredictResult> predicts;  ///< by block
};

LessonNumbers numbers_of(const LessonContent& content, const State& state);

Scene lesson_scene(const LessonContent& content, const LessonNumbers& numbers, const State& state,
                   Rect area, float scroll, const Look& look);

/// How many of the chapter's questions there are, and how many are answered.
struct Progress {
  int answered = 0;
  int questions = 0;
};
Progress progress_of(const LessonContent& content, const State& state);

}  // namespace backprop::viz
