// A learner's answers as a file, in a process that dies, and as a report.
#include "viz/app/progress.h"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/program/interpreter.h"
#include "lessons/model/task_text.h"
#include "tests/support/folder.h"
#include "tests/ui/desk.h"
#include "viz/app/progress_report.h"
#include "viz/ui/progress_keeper.h"

namespace backprop::viz {
namespace {

namespace fs = std::filesystem;
using lessons::Answers;

Answers some_answers() {
  Answers answers;
  answers[{"4.2", "delta"}] = {{"0.3", "-0.2", "\"\n\u4E2D"}, 2, false, true};
  answers[{"4.2", "sign"}] = {{"-1"}, 0, false, true};
  answers[{"many-neurons", "by-hand"}] = {
      {"done; activation missing-slope; activation missing-slope; bias wrong-sign"},
      0,
      false,
      true};
  answers[{"2.1", "xor"}] = {{}, 1, true, true};
  return answers;
}

TEST_CASE("answers read back as they were, and damaged files are told") {
  const Answers answers = some_answers();
  const auto read = read_progress(progress_text(answers));
  REQUIRE(read.ok());
  CHECK(read.value() == answers);
  CHECK(read_progress(progress_text({})).value().empty());
  const std::string text = progress_text(answers);
  for (std::size_t end = 0; end + 3 < text.size(); end += 7)
    CHECK_FALSE(read_progress(text.substr(0, end)).ok());
  for (const char* bad :
       {"[]", "{}", "{\"version\": 1}", "{\"version\": 1, \"answers\": [3]}",
        "{\"version\": 1, \"answers\": [{\"lesson\": 1, \"block\": \"b\", \"given\": []}]}",
        "{\"version\": 1, \"answers\": [{\"lesson\": \"l\", \"block\": \"b\", \"given\": [1]}]}"})
    CHECK_FALSE(read_progress(bad).ok());
  const auto newer = read_progress("{\"version\": 2, \"answers\": []}");
  REQUIRE_FALSE(newer.ok());
  CHECK(newer.error().cause.find("version") != std::string::npos);
}

TEST_CASE("a damaged file of progress is set aside, never lost") {
  const test::Folder folder("progress");
  const fs::path path = folder.path / "progress.json";
  std::ofstream(path) << "{\"version\": 1, \"answers\": [";
  ProgressKeeper keeper(path);
  const auto loaded = keeper.load();
  CHECK(loaded.answers.empty());
  REQUIRE(loaded.notice.has_value());
  CHECK(fs::exists(folder.path / "progress.damaged-1.json"));
  CHECK_FALSE(keeper.keep(some_answers()).has_value());
  CHECK(ProgressKeeper(path).load().answers == some_answers());
}

/// In a process of its own: answers without end, each kept and then told by a byte.
[[noreturn]] void answer_until_killed(const fs::path& path, int told) {
  ProgressKeeper keeper(path);
  Answers answers = keeper.load().answers;
  for (int i = 0;; ++i) {
    answers[{"4.2", "task-" + std::to_string(i % 500)}].given.assign(1, std::to_string(i));
    if (keeper.keep(answers) || write(told, "x", 1) != 1) _exit(1);
  }
}

TEST_CASE("kill -9 at any moment loses at most the answer that was being written") {
  const test::Folder folder("progress");
  for (int round = 0; round < 20; ++round) {
    const fs::path path = folder.path / ("killed-" + std::to_string(round) + ".json");
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) answer_until_killed(path, ends[1]);
    close(ends[1]);
    char byte = 0;
    int told = 0;
    while (told < 3 + round && read(ends[0], &byte, 1) == 1)
      ++told;
    usleep(static_cast<useconds_t>(137 * round));  // somewhere inside of a later one
    kill(child, SIGKILL);
    while (read(ends[0], &byte, 1) == 1)
      ++told;
    close(ends[0]);
    waitpid(child, nullptr, 0);
    ProgressKeeper keeper(path);
    const auto loaded = keeper.load();
    CHECK_FALSE(loaded.notice.has_value());
    const auto kept = static_cast<int>(loaded.answers.size());
    CHECK(kept >= told);
    CHECK(kept <= told + 1);
  }
}

TEST_CASE("another round forgets nothing: tries, hints and kinds of steps stay counted") {
  Answers answers = some_answers();
  const std::vector<lessons::Chapter> chapters{
      {"4.2", "Chain rule", "", {"p"}, 0, 10, {"delta"}, std::nullopt},
      {"many-neurons", "Many", "", {"p"}, 0, 10, {"by-hand"}, std::nullopt}};
  for (const lessons::TaskKey& key :
       {lessons::TaskKey{"4.2", "delta"}, lessons::TaskKey{"many-neurons", "by-hand"}})
    answers[key] = lessons::another_round(answers[key]);
  CHECK(answers[{"4.2", "delta"}].given.empty());
  CHECK_FALSE(answers[{"4.2", "delta"}].done);
  auto found = troubles(answers, chapters);
  REQUIRE(found.size() == 1);
  CHECK(found[0].wrong == 2);
  CHECK(found[0].hints == 2);
  CHECK_FALSE(found[0].well_since);
  CHECK(step_mistakes(answers).at("activation").at("missing-slope") == 2);
  answers[{"4.2", "delta"}].given = {"0.25"};
  answers[{"4.2", "delta"}].done = true;
  CHECK(troubles(answers, chapters)[0].well_since);
  CHECK(read_progress(progress_text(answers)).value() == answers);
  for (int i = 0; i < 30; ++i) {
    answers[{"4.2", "delta"}].given = {"1", "2", "3"};
    answers[{"4.2", "delta"}] = lessons::another_round(answers[{"4.2", "delta"}]);
  }
  CHECK(answers[{"4.2", "delta"}].given_before.size() == lessons::most_tries);
  CHECK(answers[{"4.2", "delta"}].wrong_before > 60);
}

TEST_CASE("a prediction that was wrong is one to go over again") {
  Answers answers;
  answers[{"4.2", "sign"}] = {.given = {"1"}, .done = true, .missed = true};
  const std::vector<lessons::Chapter> chapters{
      {"4.2", "Chain rule", "", {"p"}, 0, 10, {"sign"}, std::nullopt}};
  REQUIRE(troubles(answers, chapters).size() == 1);
  CHECK(troubles(answers, chapters)[0].wrong == 1);
}

TEST_CASE("two windows of one learner keep each other's answers") {
  const test::Folder folder("progress");
  const fs::path path = folder.path / "two.json";
  ProgressKeeper a(path);
  ProgressKeeper b(path);
  Answers of_a = a.load().answers;
  of_a[{"4.2", "one"}] = {.given = {"1"}, .done = true};
  CHECK_FALSE(a.keep(of_a).has_value());
  Answers of_b = b.load().answers;
  REQUIRE(of_b.size() == 1);
  of_b[{"4.2", "two"}] = {.given = {"2"}, .done = true};
  CHECK_FALSE(b.keep(of_b).has_value());
  of_a[{"4.2", "three"}] = {.given = {"3"}, .done = true};
  CHECK_FALSE(a.keep(of_a).has_value());
  of_a[{"4.2", "one"}] = lessons::another_round(of_a[{"4.2", "one"}]);
  CHECK_FALSE(a.keep(of_a).has_value());
  const Answers kept = ProgressKeeper(path).load().answers;
  REQUIRE(kept.size() == 3);
  CHECK(kept.at({"4.2", "two"}).given == std::vector<std::string>{"2"});
  CHECK_FALSE(kept.at({"4.2", "one"}).done);
  of_a.erase({"4.2", "three"});  // undone
  CHECK_FALSE(a.keep(of_a).has_value());
  CHECK(ProgressKeeper(path).load().answers.size() == 2);
}

TEST_CASE("what went wrong comes back: tasks, and kinds of steps") {
  const std::vector<lessons::Chapter> chapters{
      {"2.1", "Neurons", "", {"p"}, 0, 10, {"xor"}, std::nullopt},
      {"4.2", "Chain rule", "", {"p"}, 0, 10, {"sign", "delta", "untried"}, std::nullopt},
      {"many-neurons", "Many", "", {"p"}, 0, 10, {"by-hand"}, std::nullopt}};
  const auto found = troubles(some_answers(), chapters);
  REQUIRE(found.size() == 2);
  CHECK(found[0].task.block == "xor");
  CHECK(found[0].shown);
  CHECK(found[1].task.block == "delta");
  CHECK(found[1].wrong == 2);
  CHECK(found[1].hints == 2);
  const auto steps = step_mistakes(some_answers());
  REQUIRE(steps.size() == 2);
  CHECK(steps.at("activation").at("missing-slope") == 2);
  CHECK(steps.at("bias").at("wrong-sign") == 1);
  for (const Language language : {Language::english, Language::chinese}) {
    const Strings& words = test::resources().words.at(language);
    const std::string report = progress_report({}, some_answers(), chapters, language, words);
    CHECK(report.find("Chain rule") != std::string::npos);
    CHECK(report.find(words["practice.mistake.missing-slope"]) != std::string::npos);
    CHECK(report.find("untried") == std::string::npos);
  }
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("the report: whose, of which day, the questions and every try") {
  Answers answers;
  answers[{"4.2", "sign-of-weight-gradient"}] = {{"1"}, 0, false, true, true};
  answers[{"4.2", "which-factor-vanishes"}] = {{"1", "0"}, 0, false, true};
  answers[{"4.2", "delta-by-hand"}] = {{"7", "a`b\n"},   2, true, true, false,
                                       {"0.1", "0.119"}, 1, 1};
  answers[{"4.2", "find-the-fault"}] = {{"found; not overwrite; nonsense"}, 0, false, true};
  answers[{"4.2", "gone"}] = {{"x"}, 0, false, true};  // a task that the chapter no longer has
  for (const Language language : {Language::english, Language::chinese}) {
    const Strings& words = test::resources().words.at(language);
    const auto chapters = lessons::catalogue(language);
    const std::string report =
        progress_report({"Wei", "2025-03-14"}, answers, chapters, language, words);
    CAPTURE(report);
    CHECK(contains(report, words.format("report.head", "Wei", "2025-03-14")));
    CHECK(contains(progress_report({}, {}, chapters, language, words), "_____"));
    const auto lesson = lessons::load_lesson("4.2", language);
    REQUIRE(lesson.ok());
    for (const auto& [key, answer] : answers) {
      const auto block = std::find_if(lesson.value().blocks.begin(), lesson.value().blocks.end(),
                                      [&](const auto& its) { return its.id == key.block; });
      if (block == lesson.value().blocks.end()) continue;
      const std::string question = lessons::question_text(*block);
      CHECK(question.size() > 12);
      CHECK(contains(report, words.format("report.task", question, key.block)));
    }
    const auto tried = [&](const char* key, const std::string& given, const char* verdict) {
      const std::string line = words.format(key, given) + words[verdict] + "\n";
      CAPTURE(line);
      CHECK(contains(report, line));
    };
    tried("report.try", words.format("report.option", words["lesson.positive"]), "report.wrong");
    tried("report.try", words.format("report.option", "\u2202a/\u2202z"), "report.wrong");
    tried("report.try", words.format("report.option", "\u2202J/\u2202a"), "report.right");
    tried("report.try", "`7`", "report.wrong");
    tried("report.try", "`a'b `", "report.wrong");  // shown in the end, not found
    tried("report.try.before", "`0.1`", "report.wrong");
    CHECK(contains(report, words.format("report.hints", 3)));
    CHECK(contains(report, words["report.was-shown"]));
    CHECK(contains(report, words["report.found"] +
                               words.format("report.guess", words["hunt.fault.overwrite"]) + "\n"));
    CHECK_FALSE(contains(report, "(?)"));
    CHECK_FALSE(contains(report, "gone"));
    // The list of what went wrong has the questions too, not the tasks' ids.
    const std::size_t list = report.find(words["report.troubles"]);
    const std::size_t end = report.find("\n## ", list);
    CHECK_FALSE(contains(report.substr(list, end - list), "delta-by-hand"));
  }
}

TEST_CASE("the report: a try of an earlier round is judged by the engine") {
  const lessons::Lesson lesson = lessons::load_lesson("4.2", Language::english).value();
  for (const lessons::Block& block : lesson.blocks) {
    const auto* number = std::get_if<lessons::TypeNumber>(&block.is);
    if (number == nullptr) continue;
    const auto run = run_program(lessons::load_program(number->program).value());
    REQUIRE(run.ok());
    const std::string right = lessons::judge(block, *run.value(), "0").truth;
    Answers answers;
    answers[{"4.2", block.id}] = {.given = {}, .given_before = {right, "4711"}};
    const Strings& words = test::resources().words.at(Language::english);
    const std::string report = progress_report({}, answers, lessons::catalogue(Language::english),
                                               Language::english, words);
    const auto before = [&](const std::string& given, const char* verdict) {
      return words.format("report.try.before", "`" + given + "`") + words[verdict] + "\n";
    };
    CHECK(contains(report, before(right, "report.right")));
    CHECK(contains(report, before("4711", "report.wrong")));
    return;
  }
  FAIL("chapter 4.2 asks for no number");
}

}  // namespace
}  // namespace backprop::viz
