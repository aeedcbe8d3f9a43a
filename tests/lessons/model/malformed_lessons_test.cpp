// Malformed chapters: a clear message with the right line, never a crash; also when the file comes
// from another system or was cut off.
#include "tests/lessons/model/malformed_lessons.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "lessons/model/lesson_check.h"
#include "lessons/model/lesson_parser.h"
#include "tests/support/sanitizers.h"

namespace backprop::lessons {
namespace {

using test::MalformedLesson;

std::string with_crlf(const std::string& text) {
  std::string all;
  for (const char c : text)
    all += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return all;
}

void check_refused(const MalformedLesson& malformed, const std::string& text) {
  CAPTURE(malformed.text);
  const auto lesson = parse_lesson(text, Language::english);
  REQUIRE_FALSE(lesson.ok());
  CHECK(lesson.error().place.line == malformed.line);
  CHECK_MESSAGE(lesson.error().cause.starts_with(malformed.cause), lesson.error().cause);
  CHECK_FALSE(lesson.error().cause.empty());
  CHECK_FALSE(lesson.error().advice.empty());
}

TEST_CASE("every malformed chapter is refused with its line, its cause and what to do") {
  REQUIRE(test::malformed_lessons().size() >= 100);
  for (const MalformedLesson& malformed : test::malformed_lessons())
    check_refused(malformed, malformed.text);
}

TEST_CASE("the same with a byte order mark and with lines ended by CR LF") {
  for (const MalformedLesson& malformed : test::malformed_lessons()) {
    check_refused(malformed, "\xEF\xBB\xBF" + malformed.text);
    check_refused(malformed, with_crlf(malformed.text));
  }
}

TEST_CASE("the check tells of a malformed chapter and goes on") {
  for (const MalformedLesson& malformed : test::malformed_lessons()) {
    CAPTURE(malformed.text);
    Library library;
    library.files["content/en/1.1.md"] = malformed.text;
    library.files["content/zh/1.1.md"] = malformed.text;
    library.files["programs/neuron-mse.py"] = "J = param(1.0)\nJ.backward()\n";
    const auto findings = check_library(library);
    REQUIRE(findings.size() == 2);
    CHECK(findings[0].file == "lessons/content/en/1.1.md");
    CHECK(findings[0].line == malformed.line);
    CHECK(findings[1].file == "lessons/content/zh/1.1.md");
  }
}

TEST_CASE(
    "half-written chapters: no prefix of a chapter of every kind of block crashes the check") {
  for (const std::string id : {"1.1", "4.2"}) {
    const Library shipped = read_library(std::string(TEST_DATA_DIR) + "/../lessons");
    const std::string whole = shipped.files.at("content/en/" + id + ".md");
    Library library;
    library.files = shipped.files;
    std::erase_if(library.files,
                  [](const auto& file) { return file.first.starts_with("content/"); });
    for (std::size_t end = 0; end < whole.size(); end += test::under_sanitizers ? 2003 : 397) {
      library.files["content/en/" + id + ".md"] = whole.substr(0, end);
      library.files["content/zh/" + id + ".md"] = whole.substr(0, end / 2);
      const auto lines = std::count(whole.begin(), whole.end(), '\n');
      for (const Finding& finding : check_library(library)) {
        CHECK(finding.line >= 1);
        CHECK(finding.line <= lines + 1);
      }
    }
  }
}

}  // namespace
}  // namespace backprop::lessons
