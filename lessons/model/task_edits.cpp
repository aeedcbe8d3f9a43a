#include "lessons/model/task_edits.h"

#include <algorithm>

#include "engine/program/source_lines.h"

namespace backprop::lessons {
namespace {

std::string without_spaces(std::string text) {
  text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
  return text;
}

/// "sgd" of "sgd(lr=0.1)".
std::string called(const std::string& code) {
  return without_spaces(code.substr(0, code.find('(')));
}

/// A logical line as it is written, its first line if it has several; without a comment.
std::string as_written(const SourceLine& line, const std::string& text) {
  std::size_t begin = 0;
  for (int number = 1; number < line.first; ++number)
    begin = text.find('\n', begin) + 1;
  std::string written = text.substr(begin, text.find_first_of("#\n", begin) - begin);
  written.erase(0, written.find_first_not_of(" \t"));
  written.erase(written.find_last_not_of(" \t\r") + 1);
  return written;
}

bool same(const SourceLine& a, const SourceLine& b) {
  return a.indent == b.indent && without_spaces(a.code) == without_spaces(b.code);
}

bool is_about(const std::string& entry, const SourceLine& line) {
  const std::string name = called(entry);
  return line.effect ? called(line.code) == name
                     : line.assigned == std::vector<std::string>{name} && !line.loop;
}

/// Whether the solution changes the numbers of this call alone.
bool only_numbers(const Change& change, const SourceLine& shipped) {
  if (!shipped.effect) return false;
  for (const std::string& text : change.solution) {
    const auto lines = source_lines(text);
    if (lines.size() == 1 && lines[0].effect && called(lines[0].code) == called(shipped.code))
      return without_spaces(lines[0].shape) == without_spaces(shipped.shape);
  }
  return false;
}

bool may_become(const Change& change, const SourceLine& shipped, const SourceLine& edited) {
  const auto entry = std::find_if(change.only.begin(), change.only.end(),
                                  [&](const std::string& its) { return is_about(its, shipped); });
  if (entry == change.only.end() || !is_about(*entry, edited) || shipped.indent != edited.indent)
    return false;
  if (entry->find('(') != std::string::npos)
    return without_spaces(*entry) == without_spaces(edited.code);
  return !only_numbers(change, shipped) ||
         without_spaces(shipped.shape) == without_spaces(edited.shape);
}

}  // namespace

std::optional<std::string> forbidden_edit(const Change& change, const std::string& shipped,
                                          const std::string& edited) {
  if (change.only.empty()) return std::nullopt;
  const auto before = source_lines(shipped);
  const auto after = source_lines(edited);
  for (std::size_t i = 0; i < std::max(before.size(), after.size()); ++i) {
    if (i >= after.size()) return as_written(before[i], shipped);
    const bool kept =
        i < before.size() && (same(before[i], after[i]) || may_become(change, before[i], after[i]));
    if (!kept) return as_written(after[i], edited);
  }
  return std::nullopt;
}

std::string unknown_line(const Change& change, const std::string& shipped) {
  const auto lines = source_lines(shipped);
  for (const std::string& entry : change.only) {
    const auto is = [&](const SourceLine& line) { return is_about(entry, line); };
    if (std::none_of(lines.begin(), lines.end(), is)) return entry;
  }
  return {};
}

}  // namespace backprop::lessons
