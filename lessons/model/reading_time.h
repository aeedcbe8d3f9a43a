/// How long a chapter takes, from what is in it.
#pragma once

#include "lessons/model/lesson.h"

namespace backprop::lessons {

inline constexpr int most_minutes = 20;   ///< a sitting; what takes longer is made two chapters
inline constexpr int least_minutes = 10;  ///< worth one; `welcome` alone is shorter

/// Minutes that a learner needs who reads all of it and does every task: its words at 200 a minute,
/// and for each block the time to look or to work. Hints and replies to mistakes are not counted.
double minutes_for(const Lesson& lesson);

}  // namespace backprop::lessons
