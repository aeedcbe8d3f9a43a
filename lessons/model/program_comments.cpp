#include "lessons/model/program_comments.h"

#include <algorithm>

namespace backprop::lessons {
namespace {

/// The lines of a text, each without its line break.
template <class Take>
void for_each_line(std::string_view text, const Take& take) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    take(text.substr(begin, end - begin), end < text.size());
    begin = end + 1;
  }
}

}  // namespace

Comments read_comments(std::string_view table) {
  constexpr std::string_view separator = " | ";
  Comments comments;
  for_each_line(table, [&](std::string_view line, bool) {
    const std::size_t middle = line.find(separator);
    if (line.starts_with('#') || middle == std::string_view::npos) return;
    comments.emplace(line.substr(0, middle), line.substr(middle + separator.size()));
  });
  return comments;
}

std::size_t comment_place(std::string_view line) {
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (quote == 0 && line[i] == '#') return i;
    if (line[i] != '"' && line[i] != '\'') continue;
    if (quote == 0)
      quote = line[i];
    else if (quote == line[i])
      quote = 0;
  }
  return std::string_view::npos;
}

std::string with_comments(std::string_view program, const Comments& comments) {
  std::string result;
  for_each_line(program, [&](std::string_view line, bool broken) {
    const std::size_t place = comment_place(line);
    const bool comment = place != std::string_view::npos && line.substr(place).starts_with("# ");
    const auto found = comment ? comments.find(line.substr(place + 2)) : comments.end();
    if (found == comments.end()) {
      result += line;
    } else {
      result += line.substr(0, place + 2);
      result += found->second;
    }
    if (broken) result += '\n';
  });
  return result;
}

}  // namespace backprop::lessons
