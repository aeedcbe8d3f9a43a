/// Claims and questions of lessons, evaluated by the engine on the numbers of a run.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/number_text.h"
#include "engine/trace/trace.h"
#include "lessons/model/lesson.h"

namespace backprop::lessons {

struct ClaimResult {
  bool holds = false;
  /// The sides; where they are tensors, the element in which they differ most.
  double left = 0;
  double right = 0;
  /// For people: the digits that were asked for, or as many as it takes to tell unequal sides
  /// apart. Of a tensor up to 4 elements: "[0.1, -0.2]".
  std::string left_text;
  std::string right_text;
  std::optional<Error> error;  ///< why a side has no value: then nothing else is set
};

/// When claims are evaluated: after the last backward() and before any update that follows it; at
/// the end of a run without one.
Index moment_of_claims(const Trace& trace);

/// An expression that must be one number; else the error says that it is none.
Result<double> number_of(const Trace& trace, Index step, const std::string& expression);

/// Whether a condition is true of every element. Error: it cannot be evaluated there.
Result<bool> is_true(const Trace& trace, Index step, const std::string& condition);

/// Evaluates both sides at that moment. Holds if the shapes are equal and |l - r| <= 1e-12 (|l| +
/// |r|) + within for every element; what is not finite never holds.
ClaimResult check_claim(const Claim& claim, const Trace& trace, int digits = usual_digits);

struct PredictResult {
  int sign = 0;  ///< -1, 0, +1
  double value = 0;
  std::string text;            ///< the value, 6 significant digits
  std::optional<Error> error;  ///< it has no value, several elements, or is not a number
};

/// The answer to a question, at the same moment as a claim.
PredictResult check_predict(const Predict& predict, const Trace& trace);

/// The names of all programs that a lesson is about, each once: its own, then in the order of its
/// text.
std::vector<std::string> programs_of(const Lesson& lesson);

/// A finished run of every program that a lesson is about, by name.
using LessonTraces = std::map<std::string, std::shared_ptr<const Trace>>;

/// Loads and runs them.
Result<LessonTraces> run_programs(const Lesson& lesson);

}  // namespace backprop::lessons
