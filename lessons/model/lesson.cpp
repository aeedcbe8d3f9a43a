#include "lessons/model/lesson.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <tuple>

#include "engine/program/suggest.h"
#include "lessons/model/data_dir.h"
#include "lessons/model/lesson_parser.h"
#include "lessons/model/program_comments.h"

namespace backprop::lessons {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> read_text(const fs::path& path) {
  std::error_code ignored;
  std::ifstream file(path, std::ios::binary);
  if (!file || !fs::is_regular_file(path, ignored)) return std::nullopt;  // a folder opens, too
  return std::string(std::istreambuf_iterator<char>(file), {});
}

/// Ids and names become file names: nothing that could leave the folder.
bool is_plain_name(std::string_view name) {
  return !name.empty() && name.front() != '.' && std::all_of(name.begin(), name.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-' || c == '_';
  });
}

/// The names of a folder's files that end so, without the ending.
std::vector<std::string> names_in(const fs::path& folder, const std::string& extension) {
  std::vector<std::string> names;
  std::error_code failed;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    if (at->path().extension() != extension) continue;
    names.push_back(at->path().stem().string());
  }
  return names;
}

fs::path programs_dir() {
  return data_dir() / "lessons" / "programs";
}

std::string joined(const std::vector<std::string>& names) {
  return fmt::format("{}", fmt::join(names, ", "));
}

/// "4.2" as {4, 2}; nothing for an id in words.
std::optional<std::vector<int>> section_numbers(const std::string& id) {
  std::vector<int> numbers(1, 0);
  for (const char c : id) {
    if (c == '.') {
      numbers.push_back(0);
    } else if (c >= '0' && c <= '9' && numbers.back() < 10'000) {
      numbers.back() = 10 * numbers.back() + (c - '0');
    } else {
      return std::nullopt;
    }
  }
  return numbers;
}

bool reads_before(const std::string& a, const std::string& b) {
  const auto a_numbers = section_numbers(a);
  const auto b_numbers = section_numbers(b);
  if (a_numbers.has_value() != b_numbers.has_value()) return a_numbers.has_value();
  return a_numbers ? std::tie(*a_numbers, a) < std::tie(*b_numbers, b) : a < b;
}

fs::path content_dir(Language language) {
  return data_dir() / "lessons" / "content" / std::string(code_of(language));
}

Error placed_in_file(Error error, std::string_view id, Language language) {
  error.cause = fmt::format("content/{}/{}.md, line {}: {}", code_of(language), id,
                            error.place.line, error.cause);
  return error;
}

Error unknown_name(const std::string& what, const std::string& name,
                   const std::vector<std::string>& known) {
  const std::string nearest = nearest_name(name, known);
  return {{},
          fmt::format("there is no {} '{}'", what, name),
          nearest.empty() ? fmt::format("there are: {}", joined(known))
                          : fmt::format("did you mean '{}'?", nearest)};
}

}  // namespace

std::string_view code_of(Language language) {
  return language == Language::english ? "en" : "zh";
}

bool is_task(const Block& block) {
  return std::holds_alternative<Predict>(block.is) || std::holds_alternative<Choose>(block.is) ||
         std::holds_alternative<TypeNumber>(block.is) || std::holds_alternative<Change>(block.is) ||
         std::holds_alternative<DoBackprop>(block.is) ||
         std::holds_alternative<FindFault>(block.is);
}

Result<std::vector<std::string>> lesson_ids() {
  auto ids = names_in(content_dir(Language::english), ".md");
  if (ids.empty()) {
    return Error{{},
                 fmt::format("there are no lessons in {}", content_dir(Language::english).string()),
                 "install the program's data folder, or run from the source tree"};
  }
  std::sort(ids.begin(), ids.end(), reads_before);
  return ids;
}

fs::path lesson_path(std::string_view id, Language language) {
  return content_dir(language) / (std::string(id) + ".md");
}

Result<Lesson> load_lesson(std::string_view id, Language language) {
  const std::string name(id);
  const auto text =
      is_plain_name(id) ? read_text(lesson_path(id, language)) : std::optional<std::string>();
  if (!text) {
    const auto ids = lesson_ids();
    return ids ? unknown_name("lesson", name, ids.value()) : ids.error();
  }
  auto lesson = parse_lesson(*text, language);
  if (!lesson) return placed_in_file(lesson.error(), id, language);
  if (lesson.value().id != id) {
    return Error{{},
                 fmt::format("the file {}.md says that its id is '{}'", name, lesson.value().id),
                 fmt::format("write 'id: {}'", name)};
  }
  return lesson;
}

Result<std::string> load_program(std::string_view name, Language language) {
  auto text = is_plain_name(name) ? read_text(programs_dir() / (std::string(name) + ".py"))
                                  : std::optional<std::string>();
  if (text && language == Language::english) return *std::move(text);
  if (text) {
    const auto table =
        read_text(programs_dir() / fmt::format("comments.{}.txt", code_of(language)));
    return with_comments(*text, read_comments(table.value_or("")));
  }
  return unknown_name("program", std::string(name), program_names());
}

std::vector<std::string> program_names() {
  auto names = names_in(programs_dir(), ".py");
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace backprop::lessons
