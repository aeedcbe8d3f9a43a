/// A chapter's formulas in the notation that the reader has chosen. Chapters say by data how their
/// symbols are written otherwise: see Lesson::source_letters and Lesson::written_out.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lessons/model/lesson.h"
#include "lessons/model/lesson_fields.h"

namespace backprop::lessons {

enum class Notation : std::uint8_t {
  written_out,  ///< the chapters' letters, with derivatives in place of delta
  source,       ///< the letters of the source document, derivatives too
  delta,        ///< the chapters' letters, with delta for the gradient at a neuron
};
inline constexpr std::array<std::string_view, 3> notation_names{"written-out", "source", "delta"};

/// "z_# = y_#; \sigma = f". Errors: a part without '=', or a left side that is no symbol.
Result<std::vector<Letter>> read_letters(const Field& field);

/// The formula with other letters. What stands in double braces, as {{z}}, and words stay.
std::string with_letters(std::string_view tex, std::span<const Letter> letters);

/// The chapter in that notation; tex_delta and tex_source are empty then. What the source prints or
/// says stays as it is.
Lesson in_notation(Lesson lesson, Notation notation);

/// What a letter with its digits, ("y", "1"), may be called in this course: one for each rule that
/// leads to it.
std::vector<std::pair<std::string, std::string>> own_letters(std::span<const Letter> letters,
                                                             const std::string& name,
                                                             const std::string& digits);

}  // namespace backprop::lessons
