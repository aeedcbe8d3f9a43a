// The shipped programs' comments in Chinese: all of them, and nothing but the comments.
#include "lessons/model/program_comments.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <set>
#include <sstream>

#include "engine/program/interpreter.h"
#include "lessons/model/data_dir.h"
#include "lessons/model/library.h"
#include "tests/support/folder.h"

namespace backprop::lessons {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);)
    lines.push_back(line);
  return lines;
}

/// "N = 4" and "w1 w2" need no translation, a word does.
bool has_a_word(const std::string& comment) {
  int letters = 0;
  return std::any_of(comment.begin(), comment.end(), [&](unsigned char c) {
    letters = std::islower(c) != 0 ? letters + 1 : 0;
    return letters > 2;
  });
}

bool is_ascii(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x80; });
}

TEST_CASE("comments are found, replaced, and left where there is no other") {
  const Comments comments = read_comments("# head | er\nstart | 起点\na | b | c\nnothing\n");
  CHECK(comments.size() == 2);
  CHECK(comments.at("a") == "b | c");
  CHECK(with_comments("# start\nx = 1  # start\ny = 2 # other\n\n", comments) ==
        "# 起点\nx = 1  # 起点\ny = 2 # other\n\n");
  CHECK(with_comments("f(mode='# start')  # start", comments) == "f(mode='# start')  # 起点");
  CHECK(with_comments("", comments).empty());
  CHECK(comment_place("x = '#' # y") == 8);
  CHECK(comment_place("x = 1") == std::string::npos);
}

TEST_CASE("in Chinese the shipped programs have Chinese comments and are otherwise the same") {
  std::set<std::string> used;
  for (const auto& [path, text] : read_library(data_dir() / "lessons").files) {
    if (!path.ends_with(".py")) continue;
    const std::string name = std::filesystem::path(path).stem().string();
    CAPTURE(name);
    const auto english = load_program(name);
    const auto chinese = load_program(name, Language::chinese);
    REQUIRE(english.ok());
    REQUIRE(chinese.ok());
    const auto from = lines_of(english.value());
    const auto to = lines_of(chinese.value());
    REQUIRE(from.size() == to.size());
    for (std::size_t i = 0; i < from.size(); ++i) {
      CAPTURE(from[i]);
      const std::size_t place = comment_place(from[i]);
      CHECK(from[i].substr(0, place) == to[i].substr(0, comment_place(to[i])));
      if (place == std::string::npos) continue;
      used.insert(from[i].substr(std::min(place + 2, from[i].size())));
      if (has_a_word(from[i].substr(place))) CHECK_FALSE(is_ascii(to[i].substr(place)));
    }
    const auto run = run_program(chinese.value());
    REQUIRE(run.ok());
    CHECK(run.value()->step_count() == run_program(english.value()).value()->step_count());
  }
  // Nothing in the table is out of date.
  const Comments comments =
      read_comments(test::read_file(data_dir() / "lessons/programs/comments.zh.txt"));
  CHECK(comments.size() > 100);
  for (const auto& [comment, other] : comments) {
    CAPTURE(comment);
    CHECK(used.count(comment) == 1);
    CHECK(other.find_first_not_of(' ') == 0);
  }
}

}  // namespace
}  // namespace backprop::lessons
