/// Lines of plain text for terminals: widths, wrapping, columns.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace backprop::lessons {

/// The columns of a line; a word longer than that has a line of its own.
inline constexpr int text_columns = 78;

/// The columns that a text takes in a terminal: a Chinese character two, a combining mark none.
int width_of(std::string_view text);

/// Lines of at most text_columns columns, each ended by '\n', each with `indent`, the first with
/// `first` in its place. Chinese breaks between characters, but not before closing punctuation nor
/// after opening punctuation.
std::string wrapped(std::string_view text, const std::string& first, const std::string& indent);

/// The text with spaces after it, up to a width.
std::string padded(std::string text, int width);

/// Its lines, without their ends.
std::vector<std::string> lines_in(std::string_view text);

}  // namespace backprop::lessons
