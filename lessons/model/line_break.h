/// What the line breaks of a Markdown paragraph mean.
#pragma once

#include <string_view>

namespace backprop::lessons {

/// Whether a line break between two texts, neither empty, stands for a space. Between Chinese
/// characters and beside full-width punctuation it does not: Chinese is written without.
bool break_is_space(std::string_view before, std::string_view after);

}  // namespace backprop::lessons
