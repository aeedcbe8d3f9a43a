#include "lessons/model/reading_time.h"

#include <doctest/doctest.h>

#include <string>

#include "lessons/model/lesson_parser.h"

namespace backprop::lessons {
namespace {

double minutes(const std::string& text) {
  const auto lesson =
      parse_lesson("---\nid: a\ntitle: A\nprogram: p\n---\n\n" + text, Language::english);
  REQUIRE(lesson.ok());
  return minutes_for(lesson.value());
}

std::string repeated(const std::string& part, int times) {
  std::string all;
  for (int i = 0; i < times; ++i)
    all += part;
  return all;
}

TEST_CASE("words are read at two hundred a minute, in both languages") {
  CHECK(minutes(repeated("word ", 200)) == doctest::Approx(1));
  CHECK(minutes(repeated("a, b-c. ", 100)) == doctest::Approx(1));
  CHECK(minutes(repeated("字", 1000)) == doctest::Approx(3));
  CHECK(minutes(repeated("$x$ ", 200)) == doctest::Approx(1.5));
}

TEST_CASE("what is worked out takes its time; hints and replies to mistakes take none") {
  const std::string number = "```number\nquestion: q\nexpression: a\n";
  const double bare = minutes(number + "```\n");
  CHECK(bare == doctest::Approx(1 + 1.0 / 200));
  CHECK(minutes(number + "hint: a long hint\nmistake: b | a long reply\n```\n") == bare);
  CHECK(minutes(number + "answer_note: two words\n```\n") == doctest::Approx(bare + 2.0 / 200));
  CHECK(minutes("```backprop\ntext: t\n```\n") >
        minutes("```claim\ntex: a\nleft: a\nright: a\n```\n"));
  CHECK(minutes("```reading\n- many words to read on\n```\n") == 0);
}

}  // namespace
}  // namespace backprop::lessons
