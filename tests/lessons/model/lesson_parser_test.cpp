#include "lessons/model/lesson_parser.h"

#include <doctest/doctest.h>

#include <string>

namespace backprop::lessons {
namespace {

const std::string front = "---\nid: 1.1\ntitle: T\nprogram: neuron-mse\n---\n";  // five lines

Lesson parsed(const std::string& body) {
  const auto lesson = parse_lesson(front + body, Language::english);
  REQUIRE_MESSAGE(lesson.ok(), (lesson ? "" : lesson.error().cause));
  return lesson.value();
}

Error error_of(const std::string& source) {
  const auto lesson = parse_lesson(source, Language::english);
  REQUIRE_FALSE(lesson.ok());
  CHECK_FALSE(lesson.error().cause.empty());
  CHECK_FALSE(lesson.error().advice.empty());
  return lesson.error();
}

TEST_CASE("a lesson's front matter and blocks") {
  const Lesson lesson = parsed(
      "\nText.\n\n## Part\n\n- one\n- two\n\n$$\nx\n$$\n\n"
      "```claim\ntex: a = b\nleft: a\nright: b + 1\nnote: **why**\n```\n\n"
      "```claim printed holds\nid: mine\ntex: c\nleft: c\nright: c\nprogram: xor\n```\n\n"
      "```predict\nquestion: Which sign?\nexpression: grad(b)\nanswer_note: This\n  one.\n```\n");
  CHECK(lesson.id == "1.1");
  CHECK(lesson.title == "T");
  CHECK(lesson.subtitle.empty());
  CHECK(lesson.program == "neuron-mse");
  REQUIRE(lesson.blocks.size() == 7);
  CHECK(lesson.blocks[0].id == "paragraph-1");
  CHECK(lesson.blocks[1].id == "heading-1");
  CHECK(lesson.blocks[2].id == "list-1");
  CHECK(lesson.blocks[3].id == "formula-1");
  CHECK(lesson.blocks[4].id == "claim-1");
  CHECK(lesson.blocks[4].line == 18);
  CHECK(lesson.blocks[5].id == "mine");
  CHECK(lesson.blocks[6].id == "predict-1");

  const auto& claim = std::get<Claim>(lesson.blocks[4].is);
  CHECK(claim.left == "a");
  CHECK(claim.right == "b + 1");
  CHECK(claim.note == Inlines{{Inline::Kind::strong, "why"}});
  CHECK(claim.program == "neuron-mse");
  CHECK_FALSE(claim.as_printed);
  CHECK(claim.expected_to_hold);
  const auto& printed = std::get<Claim>(lesson.blocks[5].is);
  CHECK(printed.as_printed);
  CHECK(printed.expected_to_hold);
  CHECK(printed.program == "xor");
  const auto& predict = std::get<Predict>(lesson.blocks[6].is);
  CHECK(predict.expression == "grad(b)");
  CHECK(predict.explanation == Inlines{{Inline::Kind::text, "This one."}});
}

TEST_CASE("'claim said' is expected not to hold, and is not printed") {
  const Lesson lesson = parsed("```claim said\ntex: c\nleft: c\nright: c\nwithin: 1e-12\n```\n");
  const auto& claim = std::get<Claim>(lesson.blocks[0].is);
  CHECK(claim.as_said);
  CHECK_FALSE(claim.as_printed);
  CHECK_FALSE(claim.expected_to_hold);
  CHECK(claim.within == 1e-12);
}

TEST_CASE("'claim printed' is expected not to hold") {
  const Lesson lesson = parsed("```claim printed\ntex: c\nleft: c\nright: c\n```\n");
  const auto& claim = std::get<Claim>(lesson.blocks.at(0).is);
  CHECK(claim.as_printed);
  CHECK_FALSE(claim.expected_to_hold);
}

TEST_CASE("files from other systems are read: a byte order mark, CR LF") {
  const auto lesson = parse_lesson(
      "\xEF\xBB\xBF---\r\nid: 1.1\r\ntitle: T\r\nprogram: p\r\n---\r\nText\r\nmore.\r\n\r\n"
      "```claim\r\ntex: a\r\nleft: a\r\nright: a\r\n```\r\n",
      Language::chinese);
  REQUIRE(lesson.ok());
  CHECK(lesson.value().language == Language::chinese);
  CHECK(lesson.value().title == "T");
  const auto& text = std::get<Paragraph>(lesson.value().blocks.at(0).is);
  CHECK(text.inlines == Inlines{{Inline::Kind::text, "Text more."}});
  CHECK(std::get<Claim>(lesson.value().blocks.at(1).is).right == "a");
}

TEST_CASE("errors of the front matter have their line") {
  CHECK(error_of("").place.line == 1);
  CHECK(error_of("# Title\n").cause == "the file does not begin with front matter");
  CHECK(error_of("---\nid: 1\n").cause == "the front matter is never closed");
  CHECK(error_of("---").cause == "the front matter is never closed");

  const Error unknown = error_of("---\nid: 1\ntitel: T\nprogram: p\n---\n");
  CHECK(unknown.place.line == 3);
  CHECK(unknown.cause == "the front matter has no key 'titel'");
  CHECK(unknown.advice == "did you mean 'title'?");

  const Error missing = error_of("---\nid: 1\nprogram: p\n---\n");
  CHECK(missing.cause == "the front matter lacks 'title'");

  const Error twice = error_of("---\nid: 1\ntitle: T\nid: 2\nprogram: p\n---\n");
  CHECK(twice.place.line == 4);
  const Error empty = error_of("---\nid:\ntitle: T\nprogram: p\n---\n");
  CHECK(empty.place.line == 2);
  CHECK(empty.cause == "'id' has no value");
  const Error no_key = error_of("---\nid: 1\nsome words\n---\n");
  CHECK(no_key.place.line == 3);
  CHECK(error_of("---\nid：1\n---\n").advice == "write ':' for '：'");
}

TEST_CASE("errors of fenced blocks have their line") {
  const Error kind = error_of(front + "\nText.\n\n```clam\ntex: a\n```\n");
  CHECK(kind.place.line == 9);
  CHECK(kind.advice == "did you mean 'claim'?");

  const Error unknown = error_of(front + "```claim\ntex: a\nleft: a\nright: a\nnotes: x\n```\n");
  CHECK(unknown.place.line == 10);
  CHECK(unknown.advice == "did you mean 'note'?");

  const Error missing = error_of(front + "Text.\n\n```claim\ntex: a\nleft: a\n```\n");
  CHECK(missing.place.line == 8);
  CHECK(missing.cause == "a claim lacks 'right'");
  CHECK(missing.advice == "add a line 'right: ...'");

  const Error question = error_of(front + "```predict\nquestion: q\nexpression: a\n```\n");
  CHECK(question.cause == "a question lacks 'answer_note'");

  const Error open = error_of(front + "Text.\n\n```claim\ntex: a\nleft: a\nright: a\n");
  CHECK(open.place.line == 8);
  CHECK(open.cause == "this fenced block is never closed");

  CHECK(error_of(front + "\n```claim\n```\n").place.line == 7);
}

TEST_CASE("lines stay right after headings of both kinds, formulas and lists") {
  const std::string body =
      "Title\n=====\n\n## Part\n\n$$\na\n$$\n\n- one\n- two\n\n`code\n`\n\n"  // lines 6 to 20
      "```claim\n\nleft: a\n```\n";
  CHECK(error_of(front + body).place.line == 21);
  CHECK(error_of(front + "Title\n---\n\n> quote\n").place.line == 9);
}

TEST_CASE("an expression that is none is placed by line and column") {
  const Error error = error_of(front + "```claim\ntex: a\nleft: a\nright: 2 * (a -\n```\n");
  CHECK(error.place.line == 9);
  CHECK(error.place.column > 8);
  CHECK(error.cause.starts_with("'right' is no expression"));
}

TEST_CASE("an error in a note is placed in the note") {
  const Error error =
      error_of(front + "```claim\ntex: a\nleft: a\nright: a\nnote: fine,\n  then $a.\n```\n");
  CHECK(error.place.line == 11);
  const Error block = error_of(front + "```claim\ntex: a\nleft: a\nright: a\nnote: # big\n```\n");
  CHECK(block.place.line == 10);
}

TEST_CASE("ids are unique") {
  const std::string claim = "```claim\nid: mine\ntex: a\nleft: a\nright: a\n```\n\n";
  const Error error = error_of(front + claim + claim);
  CHECK(error.place.line == 14);
  CHECK(error.cause == "another block has the id 'mine'");
}

TEST_CASE("no prefix of a file and no damaged byte crashes the parser") {
  const std::string whole =
      front +
      "\n**Bold** and $x$.\n\n## H\n\n1. a\n2. `b`\n\n$$\n\\frac{a}{b}\n$$\n\n"
      "```claim\ntex: a\nleft: a\nright: (a + 1) * 2\nnote: n\n  m\n```\n\n"
      "```predict\nquestion: 问\nexpression: grad(b)\nanswer_note: 答。\n```\n";
  REQUIRE(parse_lesson(whole, Language::english).ok());
  int failures = 0;
  const auto try_one = [&](const std::string& source) {
    const auto lesson = parse_lesson(source, Language::english);
    if (lesson) return;
    ++failures;
    REQUIRE(lesson.error().place.line >= 1);
    REQUIRE(lesson.error().place.line <= 60);
  };
  for (std::size_t end = 0; end < whole.size(); ++end)
    try_one(whole.substr(0, end));
  for (const char bad : {'\0', '\n', '`', '$', '*', '>', '-', ':', '\xFF', '\xE4', '[', '&'}) {
    for (std::size_t at = 0; at < whole.size(); ++at) {
      std::string damaged = whole;
      damaged[at] = bad;
      try_one(damaged);
    }
  }
  CHECK(failures > 1000);
}

}  // namespace
}  // namespace backprop::lessons
