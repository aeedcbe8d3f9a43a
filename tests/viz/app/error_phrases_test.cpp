// Errors in Chinese: the phrase book fits whole sentences, soon, and lacks none that the engine and
// the chapters can tell.
#include "viz/app/error_phrases.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <fstream>
#include <set>

#include "engine/data/points_csv.h"
#include "engine/function/typed_function.h"
#include "engine/program/edit.h"
#include "engine/program/interpreter.h"
#include "lessons/model/data_dir.h"
#include "lessons/model/lesson_parser.h"
#include "lessons/model/practice.h"
#include "lessons/model/sheet_number.h"
#include "tests/corpus/malformed.h"
#include "tests/corpus/malformed_csv.h"
#include "tests/corpus/malformed_functions.h"
#include "tests/lessons/model/malformed_lessons.h"
#include "tests/support/folder.h"
#include "tests/support/programs.h"
#include "tests/support/sanitizers.h"

namespace backprop::test {
namespace {

using viz::ErrorPhrases;
using viz::TextTable;

const TextTable& table() {
  static const TextTable loaded =
      viz::read_text_table(lessons::data_dir() / "assets" / "errors.zh.json").value();
  return loaded;
}

const ErrorPhrases& chinese() {
  static const ErrorPhrases book(table());
  return book;
}

// Matching.

TEST_CASE("a phrase fits a whole sentence, and keeps what stands in its places") {
  const ErrorPhrases book(
      TextTable{{"unknown name '{}'", "未知的名字 '{}'"}, {"delete it", "删去"}});
  CHECK(book.translated("unknown name 'sigmod'") == "未知的名字 'sigmod'");
  CHECK(book.translated("unknown name ''") == "未知的名字 ''");
  CHECK(book.translated("unknown name '层'") == "未知的名字 '层'");
  CHECK(book.translated("delete it") == "删去");
  for (const char* other :
       {"", "unknown name 'a", "an unknown name 'a'", "delete it now", "delete"})
    CHECK(book.translated(other) == other);
  CHECK(ErrorPhrases().translated("delete it") == "delete it");
}

TEST_CASE("places are reordered and repeated") {
  const ErrorPhrases book(TextTable{{"{} of {}, not {}", "{1} 的 {0}，{0} 而非 {2}"}});
  CHECK(book.translated("a of b, not c") == "b 的 a，a 而非 c");
}

TEST_CASE("the most specific phrase is taken, whatever the order in the table") {
  const ErrorPhrases book(TextTable{{"it {}", "泛"}, {"{} is no {}", "专"}, {"{} no z", "最专"}});
  CHECK(book.translated("it is y") == "泛");
  CHECK(book.translated("it is no y") == "专");
  CHECK(book.translated("its is no z") == "专");
  CHECK(book.translated("it no z") == "最专");
}

TEST_CASE("a place for a phrase takes nothing else, and other ways to divide are tried") {
  const ErrorPhrases book(TextTable{{"{}: {phrase}", "{}：{}"},
                                    {"float() of {phrase}", "不能对{}用 float()"},
                                    {"a tensor", "张量"},
                                    {"the number {}", "数 {}"}});
  CHECK(book.translated("a.py: a tensor") == "a.py：张量");
  CHECK(book.translated("a: b: a tensor") == "a：b：张量");
  CHECK(book.translated("a: b") == "a: b");
  CHECK_FALSE(book.find("a: b").has_value());
  CHECK(book.translated("x: y: float() of a tensor") == "x：y：不能对张量用 float()");
  // Chinese and what is not stand apart, wherever a phrase ends with a number.
  CHECK(book.translated("float() of the number 3") == "不能对数 3 用 float()");
}

TEST_CASE("an error keeps its place; what is not in the book stays") {
  const ErrorPhrases book(TextTable{{"delete it", "删去"}});
  const Error error = book.translated(Error{{3, 7}, "something new", "delete it"});
  CHECK(error.place == Place{3, 7});
  CHECK(error.cause == "something new");
  CHECK(error.advice == "删去");
}

TEST_CASE("no sentence and no phrase takes long") {
  TextTable hostile = table();
  std::string many = "{}";
  std::string nested = "{phrase}";
  for (int i = 0; i < 40; ++i) {
    many += "a{}";
    nested += "a{phrase}";
  }
  hostile.emplace(many + "b", "多");
  hostile.emplace(nested + "c", "深");
  hostile.emplace("a{phrase}", "{}");
  hostile.emplace("{phrase}a", "{}");
  const ErrorPhrases book(hostile);
  std::vector<std::string> sentences;
  for (const char* piece : {"a", "'", ": ", "{}", "{phrase}", " is ", "\xE5", "'a' is "}) {
    for (const std::size_t times : {50U, 600U, 1'000'000U}) {
      std::string sentence;
      for (std::size_t i = 0; i < times; ++i)
        sentence += piece;
      sentences.push_back(std::move(sentence));
    }
  }
  const auto begin = std::chrono::steady_clock::now();
  for (const std::string& sentence : sentences)
    CHECK(book.translated(sentence).size() < sentence.size() + 100'000);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  CHECK(taken.count() < 5.0);  // it is a few hundredths; without an end it would be years
}

TEST_CASE("a missing or damaged phrase book is told") {
  const Folder folder("phrases");
  const auto file = folder / "errors.json";
  CHECK(viz::read_text_table(file).error().cause ==
        "the interface's words are missing: " + file.string());
  std::ofstream(file) << "[1, 2";
  CHECK(viz::read_text_table(file).error().cause ==
        file.string() + " is not a JSON table of texts");
  std::ofstream(file) << "{\"a\": \"b\", \"c\": 3}";
  CHECK(viz::read_text_table(file).value() == TextTable{{"a", "b"}});
}

// The book.

/// The names in the braces of a text.
std::vector<std::string> places_of(const std::string& text) {
  std::vector<std::string> names;
  for (std::size_t open = 0; (open = text.find('{', open)) != std::string::npos; ++open) {
    const std::size_t close = text.find('}', open);
    if (close != std::string::npos) names.push_back(text.substr(open + 1, close - open - 1));
  }
  return names;
}

TEST_CASE("every place of a phrase is in its Chinese one") {
  REQUIRE(table().size() > 500);
  for (const auto& [english, other] : table()) {
    CAPTURE(english);
    CHECK_FALSE(other.empty());
    const std::vector<std::string> places = places_of(english);
    for (const std::string& place : places)
      CHECK((place.empty() || place == "phrase"));
    std::set<std::size_t> filled;
    std::size_t next = 0;
    bool numbered = false;
    for (const std::string& place : places_of(other)) {
      const bool digits = !place.empty() && place.size() < 3 &&
                          place.find_first_not_of("0123456789") == std::string::npos;
      CHECK((place.empty() || digits));
      numbered = numbered || digits;
      filled.insert(digits ? std::stoul(place) : next++);
    }
    CHECK((!numbered || next == 0));  // one way or the other
    CHECK(filled.size() == places.size());
    CHECK((filled.empty() || *filled.rbegin() + 1 == places.size()));
  }
}

TEST_CASE("the Chinese is Chinese, with its own punctuation") {
  const std::set<std::string> same{"None", "True", "False"};
  for (const auto& [english, other] : table()) {
    CAPTURE(english);
    CAPTURE(other);
    const bool chinese_letters = std::any_of(other.begin(), other.end(), [](char c) {
      const auto byte = static_cast<unsigned char>(c);
      return byte >= 0xE4 && byte <= 0xE9;
    });
    CHECK((chinese_letters || same.contains(english) || places_of(english).size() > 1));
    for (std::size_t i = 1; i < other.size(); ++i) {
      const bool half_width = std::string_view(",;:?!").find(other[i]) != std::string_view::npos;
      CHECK_FALSE((half_width && static_cast<unsigned char>(other[i - 1]) >= 0x80));
    }
    CHECK((!other.ends_with(".") || other.ends_with("...")));
    CHECK_FALSE(other.ends_with("。"));
  }
}

/// What a translation has left in English: the first two words in a row (of letters, the second in
/// lower case) that neither the learner wrote nor the book's code; empty where there are none.
std::string english_in(const std::string& text, const std::string& source) {
  const auto letters_from = [&](std::size_t at, auto is_letter) {
    std::size_t end = at;
    while (end < text.size() && is_letter(static_cast<unsigned char>(text[end])))
      ++end;
    return end;
  };
  const auto any_letter = [](unsigned char c) { return c < 0x80 && std::isalpha(c) != 0; };
  const auto small_letter = [](unsigned char c) { return c >= 'a' && c <= 'z'; };
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t space = letters_from(at, any_letter);
    if (space < at + 2 || text.substr(space, 1) != " ") continue;
    const std::size_t end = letters_from(space + 1, small_letter);
    if (end < space + 3) continue;
    const std::string found = text.substr(at, end - at);
    const bool code = found == "in range" || found == "claim printed" || found == "claim said" ||
                      found.starts_with("def ");
    if (source.find(found) == std::string::npos && !code) return found;
    at = end - 1;
  }
  return {};
}

void check_complete(const Error& error, const std::string& source) {
  for (const std::string* sentence : {&error.cause, &error.advice}) {
    if (sentence->empty()) continue;
    CAPTURE(*sentence);
    const auto found = chinese().find(*sentence);
    CHECK(found.has_value());
    if (!found) continue;
    CAPTURE(*found);
    CHECK(english_in(*found, source).empty());
  }
}

TEST_CASE("what the check for English finds, and what not") {
  CHECK(english_in("写法：a number below 1e308", "") == "number below");
  CHECK(english_in("未知的名字 'of the'", "y = of the") == "");
  CHECK(english_in("写法：linear(input, weight, bias=None)", "") == "");
}

TEST_CASE("every malformed program is refused in Chinese") {
  const auto programs = malformed_programs();
  REQUIRE(programs.size() >= 200);
  std::size_t turn = 0;
  for (const MalformedProgram& program : programs) {
    if (!is_run(turn++, 4)) continue;
    const auto run = run_program(program.text);
    REQUIRE_FALSE(run.ok());
    check_complete(run.error(), program.text);
  }
}

TEST_CASE("malformed points are refused in Chinese") {
  for (const MalformedCsv& its : malformed_csv()) {
    const auto points = parse_points(its.text);
    REQUIRE_FALSE(points.ok());
    check_complete(points.error(), its.text.substr(0, 100));
  }
}

TEST_CASE("malformed functions of the lab are refused in Chinese") {
  const auto functions = malformed_functions();
  REQUIRE(functions.size() >= 50);
  for (const MalformedFunction& its : functions) {
    const auto read = typed_function(its.text);
    REQUIRE_FALSE(read.ok());
    check_complete(read.error(), its.text);
  }
}

TEST_CASE("every malformed chapter is refused in Chinese") {
  const auto chapters = malformed_lessons();
  REQUIRE(chapters.size() >= 100);
  for (const MalformedLesson& chapter : chapters) {
    const auto parsed = lessons::parse_lesson(chapter.text, lessons::Language::english);
    REQUIRE_FALSE(parsed.ok());
    check_complete(parsed.error(), chapter.text);
  }
}

TEST_CASE("shipped programs with a piece left out are refused in Chinese") {
  int refused = 0;
  for (const auto& program : all_programs()) {
    for (std::size_t at = 0; at < program.text.size(); at += 1 + program.text.size() / 40) {
      std::string text = program.text;
      text.erase(at, 1 + at % 5);
      const auto run = run_program(text);
      if (run.ok()) continue;
      ++refused;
      CAPTURE(text);
      check_complete(run.error(), text);
    }
  }
  CHECK(refused > 300);
}

TEST_CASE("what a learner types into a task or a sheet is refused in Chinese") {
  const auto run = run_program(
      "x = tensor([1.0, 2.0])\nw = param([0.5, -1.0])\nJ = (w * x).sum()\nJ.backward()\n");
  REQUIRE(run.ok());
  const Trace& trace = *run.value();
  for (const char* typed : {"",
                            "w",
                            "q",
                            "w +",
                            "grad(w)",
                            "grad(w, x)",
                            "grad(1)",
                            "grad(q)",
                            "derivative(w, x)",
                            "derivative(J)",
                            "w[5]",
                            "w[0] @ 2",
                            "1e999",
                            "x.T.T",
                            "w[0",
                            "2 3",
                            "1 / 0",
                            "（",
                            "w = 1",
                            "J.backward()",
                            "sgd(0.1)",
                            "[1, 2]",
                            "'a'",
                            "None"}) {
    const std::string shown = typed;
    CAPTURE(shown);
    const auto value = evaluate(trace, trace.step_count(), typed);
    if (!value) check_complete(value.error(), typed);
    const auto written = lessons::sheet::read_number(typed);
    if (!written) check_complete(written.error(), typed);
    const auto begun = lessons::practice::start(trace, 0);
    REQUIRE(begun.ok());
  }
  check_complete(*lessons::practice::why_not(trace, 1), "");
}

TEST_CASE("numbers that cannot be edited are refused in Chinese") {
  const auto run = run_program(
      "x = tensor(1.0) * 2\nlr = 0.1 * 2\nw = param(uniform(3))\n"
      "big = tensor(uniform(300))\nJ = (w * x).sum()\nJ.backward()\nsgd(lr=lr)\n");
  REQUIRE(run.ok());
  const Trace& trace = *run.value();
  int refused = 0;
  const auto refuse = [&](const Result<std::string>& edited) {
    REQUIRE_FALSE(edited.ok());
    check_complete(edited.error(), "");
    ++refused;
  };
  for (std::size_t id = 0; id < trace.values.size(); ++id) {
    const auto edited = with_number(trace, static_cast<ValueId>(id), 0, 7, trace.program);
    if (!edited) refuse(edited);
  }
  refuse(with_setting(trace, 0, {"lr", 0}, -1, trace.program));
  refuse(with_setting(trace, 0, {"lr", 0}, 1, trace.program));
  refuse(with_setting(trace, 0, {"beta", 0}, 1, trace.program));
  refuse(with_setting(trace, 0, {"lr", 0}, 1, "w = param(2)\n"));
  CHECK(refused >= 6);
}

/// Sentences of places that no corpus above reaches, or not with each of their endings.
TEST_CASE("further sentences are in the book") {
  const std::vector<std::string> further{
      "the program is longer than 1000000 bytes",
      "the products and windows of this program take more than 1000000000 operations on single "
      "numbers",
      "the recording has reached 200000 steps",
      "the recording would hold more than 20000000 numbers",
      "this loss was computed with w as it was before the optimizer changed it",
      "this loss was computed with m as it was before batch_norm changed it",
      "a second backward() through J [], made in line 3",
      "conv2d of x [1, 2], w [3]: the input must be [N, C, H, W] or [C, H, W], the weight [O, C, "
      "H, W]",
      "conv1d of x [1, 2], w [3]: the input must be [N, C, W] or [C, W], the weight [O, C, W]",
      "the window, stride and padding take one number or two, not [1, 2, 3]",
      "W [2, 3] @ x [2]: 3 and 2 must agree",
      "xavier_uniform: the shape [3] has no fan in and fan out: it takes [out, in]",
      "did you mean 'lr'? write sgd(lr, momentum=0.0)",
      "this backward() takes 900 steps; at most 400 are gone through by hand",
      "'grad' is what this exercise asks you to be",
      "'h@1' is not the h of this backward()",
      "that is 2 numbers, of shape [2]",
      "'q' is no number: unknown name 'q'",
      "'x' is no number: these are several numbers",
      "no line of the program is like 'q = 1'",
      "'work_backward' takes no names",
      "there is no backward() that could be counted",
      "no backward step leads from J to x",
      "the program 'xor' has not run",
      "xor.py: unknown name 'q'",
      "'h' does not follow the points: 3 numbers for 4 of them",
      "content/zh/4.2.md, line 7: a '$' without its partner",
      "glossary.zh.md, line 3: another term has the id 'a'",
      "a term lacks 'text'",
      "'mul' belongs to programs, not into a function of one number",
      "did you mean 'beta'? Or make it a parameter: def f(x, bet=0.5): ...",
      "'//' works on whole numbers that are written out",
      "a set of 1 points",
      "the noise is 0.7",
      "it goes from 0 to 0.5",
      "the network has 7 hidden layers",
      "a layer has 17 neurons",
      "'exp' is no activation",
      "'alpha' of elu is missing or of the wrong kind",
      "the cross-entropy takes the last neuron's weighted sum, without tanh",
      "the penalty's rate is -1",
      "a run that has begun keeps its features and layers",
      "there are 27 parameters",
      "update 12: z2[3,0], made by linear, is inf; the largest weight is W1[0,1] with 1e+200",
      "the learning rate is too large: every update overshoots more than the one before; try a "
      "tenth of it",
      "look at the step: its numbers leave what a float64 can hold",
      "/tmp/a b.py cannot be read",
      "/tmp/a.bptutor: the code is damaged or cut off",
      "the settings file's entry 'digits' cannot be understood",
      "'abc' is no number",
      "type one such as 0.25 or -1e-3"};
  for (const std::string& sentence : further)
    check_complete(Error{{}, sentence, ""}, sentence.substr(0, 10));
  CHECK_FALSE(chinese().find("this sentence is in no book").has_value());
  CHECK(chinese().translated("W [2, 3] @ x [2]: 3 and 2 must agree") ==
        "W [2, 3] @ x [2]：3 与 2 必须相等");
  CHECK(chinese().translated("dim 3 of a tensor of shape [2]") == "形状为 [2] 的张量没有第 3 维");
}

}  // namespace
}  // namespace backprop::test
