#include "lessons/model/lesson_text.h"

#include <doctest/doctest.h>

#include <sstream>
#include <string>

#include "engine/program/interpreter.h"
#include "engine/program/utf8.h"
#include "lessons/model/claims.h"

namespace backprop::lessons {
namespace {

std::string chapter(const std::string& id, Language language) {
  const auto lesson = load_lesson(id, language);
  REQUIRE(lesson.ok());
  const auto traces = run_programs(lesson.value());
  REQUIRE(traces.ok());
  return lesson_as_text(lesson.value(), *traces.value().at(lesson.value().program));
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("chapter 4.2 as text") {
  const std::string text = chapter("4.2", Language::english);
  CHECK(text.starts_with("4.2  The chain rule, one factor at a time\n=========="));
  CHECK(contains(text, "    ∂J/∂w = ∂J/∂a · ∂a/∂z · ∂z/∂w\n"));
  CHECK(contains(text, "∂J/∂a = 2(a − y)\n      ✓ holds   −1.24492 = −1.24492\n"));
  CHECK(contains(text, "✓ holds   [−0.175536, 0.351073] = [−0.175536, 0.351073]\n"));
  CHECK(contains(text,
                 "with the program neuron-cross-entropy\n      ✓ holds   −0.622459 = −0.622459"));
  const std::string chinese = chapter("4.2", Language::chinese);
  CHECK(contains(chinese, "问题 1. − 负（−0.175536）。斜率"));
  CHECK(contains(chinese, "✓ 成立"));
  CHECK_FALSE(contains(chinese, "holds"));
}

TEST_CASE("equations that the source prints, as text") {
  const std::string text = chapter("printed-gradients", Language::english);
  CHECK(contains(text, "As the source prints it: ∂h₁/∂y₁ = ∂f/∂y₁\n"));
  CHECK(contains(text,
                 "with the program neuron-mse\n"
                 "      ✗ does not hold   4.25525 ≠ 0.235004\n"));
  CHECK(contains(chapter("printed-gradients", Language::chinese), "✗ 不成立"));
}

TEST_CASE("answers come after all questions") {
  const std::string text = chapter("4.2", Language::english);
  const auto answers = text.find("Answers\n-------\n");
  REQUIRE(answers != std::string::npos);
  CHECK(text.rfind("  ? Question 6. ") < answers);
  CHECK(contains(text.substr(answers), "Question 1. − negative (−0.175536)."));
  CHECK(contains(text.substr(answers), "Question 6. − negative (−0.292561)."));
}

TEST_CASE("lines are at most 78 columns wide and never end in a space") {
  for (const Language language : {Language::english, Language::chinese}) {
    std::istringstream lines(chapter("4.2", language));
    for (std::string line; std::getline(lines, line);) {
      CAPTURE(line);
      int width = 0;
      for (std::size_t at = 0; at < line.size(); at += utf8_length(line, at)) {
        width += utf8_length(line, at) >= 3 && line.substr(at, 3) >= "\u2E80" ? 2 : 1;
      }
      CHECK(width <= 78);
      CHECK_FALSE(line.ends_with(' '));
      CHECK_FALSE(line.starts_with("，"));
      CHECK_FALSE(line.starts_with("。"));
    }
  }
}

TEST_CASE("the numbers are those of the run it is given") {
  const auto lesson = load_lesson("4.2", Language::english);
  REQUIRE(lesson.ok());
  auto source = load_program("neuron-mse");
  REQUIRE(source.ok());
  std::string program = source.value();
  program.replace(program.find("[0.8, 0.9]"), 10, "[-8.0, 9.0]");
  const auto trace = run_program(program);
  REQUIRE(trace.ok());
  const std::string text = lesson_as_text(lesson.value(), *trace.value());
  CHECK(contains(text, "✓ holds   −2 = −2\n"));
  CHECK(contains(text, "✓ holds   1.85539e−07 = 1.85539e−07\n"));
  CHECK(contains(text, "✓ holds   −0.622459 = −0.622459\n"));  // the other program as shipped
}

TEST_CASE("a program without the names of the chapter gives errors, not a crash") {
  const auto lesson = load_lesson("4.2", Language::english);
  REQUIRE(lesson.ok());
  const auto trace = run_program("q = tensor(1.0)\n");
  REQUIRE(trace.ok());
  const std::string text = lesson_as_text(lesson.value(), *trace.value());
  CHECK(contains(text, "cannot be evaluated: the program has no value 'J'"));
  CHECK(contains(text, "Question 1. cannot be evaluated"));
}

}  // namespace
}  // namespace backprop::lessons
