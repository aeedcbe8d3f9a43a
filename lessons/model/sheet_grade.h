/// Marks a student's answers: which are right, which follow from an earlier mistake, and what went
/// wrong with the others.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lessons/model/practice.h"
#include "lessons/model/sheet.h"

namespace backprop::lessons::sheet {

enum class Mark : std::uint8_t {
  right,
  rough,    ///< right, but with fewer than three significant digits, or from rounded answers
  follows,  ///< worked out rightly from earlier answers that are wrong
  wrong,
  unreadable,  ///< neither a number nor an expression of numbers
  missing,     ///< nothing is written
};
inline constexpr std::size_t mark_count = 6;

/// "rough": in JSON and as the end of keys.
std::string_view id_of(Mark mark);

struct Marked {
  std::string text;  ///< what is written
  std::optional<double> typed;
  double right = 0;
  Mark mark = Mark::missing;
  practice::Verdict mistake = practice::Verdict::wrong;  ///< of a wrong answer: its name
  double detail = 0;                                     ///< see practice::Reply
  /// Blanks, from 0, whose given numbers this answer was worked out with, not the right ones.
  std::vector<std::size_t> from;
  std::optional<Error> error;  ///< of what is unreadable
};

struct Grade {
  std::vector<Marked> answers;  ///< by blank
  std::size_t count(Mark mark) const;
};

/// Marks what is written for each blank of a sheet on this trace.
///
/// An answer is right when it is within practice::right_within of the right number or, with three
/// significant digits at least, rounds it. What is not right is compared with what follows from the
/// student's own earlier answers, and then with the numbers that mistakes would have given.
Grade graded(const Trace& trace, const std::vector<Blank>& blanks,
             const std::vector<std::string>& answers);

}  // namespace backprop::lessons::sheet
