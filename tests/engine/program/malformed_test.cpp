// Programs that must be refused: each with its place, cause and advice, and never with a crash.
#include "tests/corpus/malformed.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "engine/program/interpreter.h"
#include "engine/program/utf8.h"
#include "tests/support/programs.h"

namespace backprop {
namespace {

/// Whether the place is one of the text's, or the one after its end.
bool lies_in(Place place, const std::string& text) {
  int line = 1;
  std::size_t begin = 0;
  for (; line < place.line; ++line) {
    begin = text.find('\n', begin);
    if (begin == std::string::npos) return false;
    ++begin;
  }
  const std::string of_line = text.substr(begin, text.find('\n', begin) - begin);
  const auto continued = std::count_if(of_line.begin(), of_line.end(), is_utf8_continuation);
  const auto characters = static_cast<int>(of_line.size()) - static_cast<int>(continued);
  return place.column >= 1 && place.column <= characters + 1;
}

TEST_CASE("every malformed program is refused at its place, with a cause and an advice") {
  const auto programs = test::malformed_programs();
  REQUIRE(programs.size() >= 200);
  for (const test::MalformedProgram& program : programs) {
    const std::string shown = shortened(program.text);
    CAPTURE(shown);
    const auto run = run_program(program.text);
    REQUIRE_FALSE(run.ok());
    CHECK(run.error().place.line == program.place.line);
    CHECK(run.error().place.column == program.place.column);
    CHECK(run.error().cause.substr(0, program.cause.size()) == program.cause);
    CHECK(run.error().cause.size() < 300);
    CHECK_FALSE(run.error().advice.empty());
    if (find_invalid_utf8(program.text)) continue;  // such text has no columns
    CHECK(lies_in(run.error().place, program.text));
  }
}

/// One to four small edits: what slips of the hand and a wild editor do.
std::string mutated(std::string text, std::mt19937& random) {
  static const std::string pieces = "()[],.:=+-*/@%'\"#\n \t\\0199eE_xWJ\x80\xff";
  const auto pick = [&](std::size_t below) { return static_cast<std::size_t>(random() % below); };
  for (std::size_t edits = 1 + pick(4); edits > 0 && !text.empty(); --edits) {
    const std::size_t at = pick(text.size());
    switch (pick(5)) {
      case 0:
        text.erase(at, 1 + pick(6));
        break;
      case 1:
        text.insert(at, 1, pieces[pick(pieces.size())]);
        break;
      case 2:
        text[at] = pieces[pick(pieces.size())];
        break;
      case 3:
        text.insert(at, text.substr(pick(text.size()), pick(20)));
        break;
      default:
        std::swap(text[at], text[pick(text.size())]);
        break;
    }
  }
  return text;
}

TEST_CASE("mutated programs run, or are refused at a place of their text") {
  std::mt19937 random(2024);
  int refused = 0;
  const auto programs = test::all_programs();
  for (int round = 0; round < 6000; ++round) {
    const std::string text =
        mutated(programs[static_cast<std::size_t>(round) % programs.size()].text, random);
    const auto run = run_program(text);
    if (run.ok()) continue;
    ++refused;
    CAPTURE(text);
    REQUIRE_FALSE(run.error().cause.empty());
    REQUIRE_FALSE(run.error().advice.empty());
    if (!find_invalid_utf8(text)) REQUIRE(lies_in(run.error().place, text));
  }
  CHECK(refused > 2000);
}

}  // namespace
}  // namespace backprop
