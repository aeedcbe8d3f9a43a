/// Mistakes by name: for each that a learner is known to make, the number that it would have given
/// is computed and compared with what they gave.
#pragma once

#include <vector>

#include "lessons/model/practice.h"
#include "lessons/model/practice_rules.h"

namespace backprop::lessons::practice {

/// Relative differences: up to `right_within` a number is right, since people round; up to
/// `rough_within` it is right but too rough. Zero is met within `zero_within`. A mistake's number
/// is met like a right one, and only where it is farther than `rough_within` from the right one.
inline constexpr double right_within = 5e-4;
inline constexpr double rough_within = 5e-3;
inline constexpr double zero_within = 1e-9;

/// A number that was given, and how exactly: half a unit of its last digit, where it was written
/// with three significant digits or more; 0 to compare it by the tolerances alone.
struct Typed {
  double number = 0;
  double half_unit = 0;
};

/// What an answer is about.
struct Question {
  Ask ask = Ask::local;
  Index element = 0;
  Index output = 0;
  double before = 0;  ///< of a sum: what the gradient held
};

/// The right number.
double right_number(const Edge& edge, const Question& question);

/// A mistake and the number that it would give.
struct Wrong {
  Verdict verdict = Verdict::wrong;
  double number = 0;
  double detail = 0;  ///< see Reply
};

/// All mistakes that could be made here, in the order of Verdict. Some may give the right number by
/// chance: those are none here.
std::vector<Wrong> possible_mistakes(const Edge& edge, const Question& question);

/// Whether a number that was given stands for `number`: within the relative tolerance, or as exact
/// as it was written.
bool stands_for(const Typed& typed, double number, double tolerance = right_within);

/// What is said to a number where `right` is the right one: right, right but too rough, the first
/// mistake that would give it, or wrong.
Wrong judge(double right, const std::vector<Wrong>& mistakes, const Typed& typed);

/// The same of a question's number; of the seed, whose right number is 1, with `loss` the loss's
/// value.
Wrong judge(const Edge& edge, const Question& question, double typed);
Wrong judge_seed(double loss, double typed);

}  // namespace backprop::lessons::practice
