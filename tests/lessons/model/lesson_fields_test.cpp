#include "lessons/model/lesson_fields.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace backprop::lessons {
namespace {

using Count = KeyRule::Count;

const FieldRules rules{
    "a thing", {{"name", Count::once}, {"note"}, {"line", Count::any}, {"step", Count::some}}};

Fields fields_of(const std::string& text) {
  const auto fields = parse_fields(rules, text, 10, {9, 1});
  REQUIRE_MESSAGE(fields.ok(), (fields ? "" : fields.error().cause));
  return fields.value();
}

Error error_of(const std::string& text) {
  const auto fields = parse_fields(rules, text, 10, {9, 1});
  REQUIRE_FALSE(fields.ok());
  CHECK_FALSE(fields.error().advice.empty());
  return fields.error();
}

TEST_CASE("fields: values, continuations and places") {
  const Fields fields =
      fields_of("name:  a: b \r\n\n\tmore\r\nstep: 1\nstep:2\n  3\nline: x | y: z\n");
  REQUIRE(fields.size() == 4);
  CHECK(fields[0].value == "a: b\nmore");
  CHECK(fields[0].key_place == Place{10, 1});
  CHECK(fields[0].place == Place{10, 8});
  CHECK(fields[1].place == Place{13, 7});
  CHECK(fields[2].place == Place{14, 6});
  CHECK(text_of(fields, "name") == "a: b more");
  CHECK(text_of(fields, "note").empty());
  CHECK(find_field(fields, "note") == nullptr);
  CHECK(find_field(fields, "step")->value == "1");
}

TEST_CASE("fields that are wrong") {
  CHECK(error_of("name: a\nstep: b\nwords\n").place == Place{12, 1});
  CHECK(error_of("name: a\nnote: b\nnote: c\nstep: 1\n").cause == "'note' is there twice");
  CHECK(error_of("name: a\nnote: b\nnote: c\nstep: 1\n").place == Place{12, 1});
  CHECK(error_of("name: a\nstap: 1\n").advice == "did you mean 'step'?");
  CHECK(error_of("name: a\n").cause == "a thing lacks 'step'");
  CHECK(error_of("name: a\n").place == Place{9, 1});
  CHECK(error_of("").place == Place{9, 1});
  CHECK(error_of("name:\nstep: 1\n").cause == "'name' has no value");
  CHECK(error_of("name:\nstep: 1\n").place == Place{10, 1});
  CHECK(error_of("  name: a\n").cause == "a thing lacks 'step'");  // nothing above to continue
  CHECK(error_of(": a\n").place == Place{10, 1});
  CHECK(error_of("Name: a\n").advice == "did you mean 'name'?");
  // A key whose value stands on the next line alone has one.
  CHECK(fields_of("name:\n  a\nstep: 1\n")[0].value == "\na");
}

TEST_CASE("parts of a value, each with its place") {
  const auto parts = parts_of({"line", "a + b | some  words | c", {5, 1}, {5, 7}});
  REQUIRE(parts.size() == 3);
  CHECK(parts[0].value == "a + b");
  CHECK(parts[1].value == "some  words");
  CHECK(parts[1].place == Place{5, 15});
  CHECK(parts[2].value == "c");
  CHECK(parts_of({"line", "a|b", {5, 1}, {5, 7}}).size() == 1);
  const auto broken = parts_of({"line", "a\nb | c", {5, 1}, {5, 7}});
  CHECK(broken[1].place.line == 6);
}

TEST_CASE("numbers and expressions") {
  const auto field = [](const std::string& value) { return Field{"k", value, {3, 1}, {3, 4}}; };
  double number = 0;
  for (const char* good : {"1", "-2.5", "1e-3", "+4"})
    CHECK_FALSE(read_number(field(good), number));
  for (const char* bad : {"", "x", "1x", "1 2", "inf", "nan", "1e999", "--1", "0x10", "-", "e"}) {
    CAPTURE(bad);
    const auto error = read_number(field(bad), number);
    REQUIRE(error);
    CHECK(error->place == Place{3, 4});
  }
  int whole = 0;
  CHECK_FALSE(read_whole_number(field("12"), 1, 12, whole));
  CHECK(whole == 12);
  for (const char* bad : {"13", "0", "-1", "1.5", "x", "99999999999999999999", "1e300"}) {
    CAPTURE(bad);
    const auto error = read_whole_number(field(bad), 1, 12, whole);
    REQUIRE(error);
    CHECK(error->advice == "write a whole number from 1 to 12");
  }
  std::string expression;
  CHECK_FALSE(read_expression(field("a +\nb"), expression));
  CHECK(expression == "a + b");
  const auto error = read_expression(field("a + "), expression);
  REQUIRE(error);
  CHECK(error->place.line == 3);
  CHECK(error->place.column >= 4);
  CHECK(error->cause.starts_with("'k' is no expression: "));
}

}  // namespace
}  // namespace backprop::lessons
