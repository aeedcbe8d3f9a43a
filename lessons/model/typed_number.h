/// Numbers as learners type them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace backprop::lessons {

/// The window's signs, and those of a Chinese keyboard, as the notation writes them.
std::string plain_signs(std::string text);

/// Without the space around it.
std::string_view trimmed_answer(std::string_view text);

/// A number by itself; beside those of the notation what the window shows of others: "inf", "nan",
/// a '+' in front. Nothing where it is none.
std::optional<double> plain_number(std::string_view text);

}  // namespace backprop::lessons
