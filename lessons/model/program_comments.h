/// The comments of shipped programs in another language: the programs themselves are the same.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace backprop::lessons {

/// By the English comment, without its '#'.
using Comments = std::map<std::string, std::string, std::less<>>;

/// From lines "English | other"; those that begin with '#' are passed over.
Comments read_comments(std::string_view table);

/// Where in a line its comment begins: at its '#'; npos where it has none. One inside quotes is a
/// text's own.
std::size_t comment_place(std::string_view line);

/// The program with every comment that the table has in the other language, line by line.
std::string with_comments(std::string_view program, const Comments& comments);

}  // namespace backprop::lessons
