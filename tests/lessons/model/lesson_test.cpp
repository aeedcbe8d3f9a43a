#include "lessons/model/lesson.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "lessons/model/catalogue.h"

namespace backprop::lessons {
namespace {

TEST_CASE("the chapters are listed in reading order and every one loads in both languages") {
  const auto ids = list_lessons();
  REQUIRE(ids.ok());
  REQUIRE(std::find(ids.value().begin(), ids.value().end(), "4.2") != ids.value().end());
  for (const std::string& id : ids.value()) {
    for (const Language language : {Language::english, Language::chinese}) {
      CAPTURE(id);
      CAPTURE(code_of(language));
      const auto lesson = load_lesson(id, language);
      REQUIRE_MESSAGE(lesson.ok(), (lesson ? "" : lesson.error().cause));
      CHECK(lesson.value().id == id);
      CHECK(lesson.value().language == language);
      CHECK_FALSE(lesson.value().title.empty());
      CHECK_FALSE(lesson.value().blocks.empty());
    }
  }
}

TEST_CASE("an unknown lesson or program is an error that names what there is") {
  const auto lesson = load_lesson("99.1", Language::english);
  REQUIRE_FALSE(lesson.ok());
  CHECK(lesson.error().cause == "there is no lesson '99.1'");
  CHECK_FALSE(lesson.error().advice.empty());
  CHECK(load_program("neuron-msе").ok() == false);  // a Cyrillic letter
  CHECK(load_program("xor").ok());
}

TEST_CASE("ids and names cannot leave their folders") {
  for (const char* name : {"../en/4.2", "..", ".", "", "/etc/passwd", "a/b", "4.2\n"}) {
    CAPTURE(name);
    CHECK_FALSE(load_lesson(name, Language::english).ok());
    CHECK_FALSE(load_program(name).ok());
  }
  CHECK_FALSE(load_program("../programs/xor").ok());
}

}  // namespace
}  // namespace backprop::lessons
