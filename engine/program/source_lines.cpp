#include "engine/program/source_lines.h"

#include <algorithm>
#include <string_view>

namespace backprop {
namespace {

bool begins_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// One physical line's code, with its comment left out.
std::string_view without_comment(std::string_view line) {
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote != 0) {
      quote = c == quote ? '\0' : quote;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '#') {
      return line.substr(0, i);
    }
  }
  return line;
}

int depth_change(std::string_view code) {
  int depth = 0;
  for (const char c : code) {
    depth += c == '(' || c == '[' ? 1 : 0;
    depth -= c == ')' || c == ']' ? 1 : 0;
  }
  return depth;
}

/// The end of the name or number that begins at `at`, which is neither a space nor a sign.
std::size_t word_end(std::string_view code, std::size_t at) {
  const bool number = !begins_name(code[at]);
  std::size_t end = at + 1;
  while (end < code.size()) {
    const char c = code[end];
    const bool exponent_sign =
        number && (c == '+' || c == '-') && (code[end - 1] == 'e' || code[end - 1] == 'E');
    if (!begins_name(c) && !is_digit(c) && !(number && c == '.') && !exponent_sign) break;
    ++end;
  }
  return end;
}

bool begins_number(std::string_view code, std::size_t at) {
  return is_digit(code[at]) || (code[at] == '.' && at + 1 < code.size() && is_digit(code[at + 1]));
}

/// Appends the words and signs of one physical line.
void read_code(std::string_view code, SourceLine& line) {
  for (std::size_t at = 0; at < code.size();) {
    const char c = code[at];
    if (c == ' ' || c == '\t' || c == '\r') {
      ++at;
      continue;
    }
    std::size_t end = at + 1;
    const bool number = begins_number(code, at);
    const bool name = begins_name(c);
    if (number || name) end = word_end(code, at);
    const std::string word(code.substr(at, end - at));
    line.code += word + " ";
    // A minus belongs to the number behind it: both may come and go.
    if (number && line.shape.ends_with("- ")) line.shape.resize(line.shape.size() - 2);
    line.shape += number ? "0 " : word + " ";
    if (name) line.names.push_back(word);
    at = end;
  }
}

std::vector<std::string> words_of(const std::string& code) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < code.size();) {
    const std::size_t end = code.find(' ', at);
    words.push_back(code.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

/// The names before the '=' of an assignment that starts at word `at`.
void read_targets(const std::vector<std::string>& words, std::size_t at, SourceLine& line) {
  std::vector<std::string> targets;
  while (at < words.size() && begins_name(words[at][0])) {
    targets.push_back(words[at]);
    const bool more = at + 1 < words.size() && words[at + 1] == ",";
    if (!more) break;
    at += 2;
  }
  const bool assigns = at + 1 < words.size() && words[at + 1] == "=" &&
                       !(at + 2 < words.size() && words[at + 2] == "=");
  if (!targets.empty() && assigns) {
    line.assigned.insert(line.assigned.end(), targets.begin(), targets.end());
  } else if (at < words.size() && words[at] != "return") {
    line.effect = true;
  }
}

/// What kind of statement it is, and what it assigns.
void read_statement(SourceLine& line) {
  const std::vector<std::string> words = words_of(line.code);
  if (words.empty()) return;
  line.loop = words[0] == "for";
  line.definition = words[0] == "def";
  if (!line.loop && !line.definition) {
    read_targets(words, 0, line);
    return;
  }
  if (words.size() > 1) line.assigned.push_back(words[1]);
  const auto colon = std::find(words.begin(), words.end(), ":");
  const auto body = static_cast<std::size_t>(colon - words.begin()) + 1;
  if (line.loop && body < words.size()) read_targets(words, body, line);
}

struct Physical {
  std::string_view code;
  int number = 1;
};

std::vector<Physical> physical_lines(std::string_view text) {
  std::vector<Physical> lines;
  int number = 1;
  for (std::size_t at = 0; at <= text.size(); ++number) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back({without_comment(text.substr(at, end - at)), number});
    at = end + 1;
  }
  return lines;
}

}  // namespace

std::vector<SourceLine> source_lines(const std::string& text) {
  const std::vector<Physical> physical = physical_lines(text);
  int total = 0;
  for (const Physical& line : physical)
    total += depth_change(line.code);
  const bool brackets_count = total == 0;
  std::vector<SourceLine> lines;
  int depth = 0;
  for (const Physical& part : physical) {
    const std::size_t begin = part.code.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) continue;
    if (depth <= 0) {
      lines.emplace_back();
      lines.back().first = part.number;
      lines.back().indent = static_cast<int>(begin);
    }
    lines.back().last = part.number;
    read_code(part.code, lines.back());
    depth = brackets_count ? depth + depth_change(part.code) : 0;
  }
  for (SourceLine& line : lines)
    read_statement(line);
  return lines;
}

}  // namespace backprop
