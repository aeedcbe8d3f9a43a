// A learner's answers as a file, in a process that dies, and as a report.
#include "viz/app/progress.h"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/ui/desk.h"
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

/// A folder of its own that goes away.
struct Folder {
  fs::path path = fs::temp_directory_path() / ("backprop-progress-" + std::to_string(getpid()));
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
};

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
  const Folder folder;
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
  const Folder folder;
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

TEST_CASE("what went wrong comes back: tasks, and kinds of steps") {
  const std::vector<lessons::Chapter> chapters{
      {"2.1", "Neurons", "", "p", 0, 10, {"xor"}, std::nullopt},
      {"4.2", "Chain rule", "", "p", 0, 10, {"sign", "delta", "untried"}, std::nullopt},
      {"many-neurons", "Many", "", "p", 0, 10, {"by-hand"}, std::nullopt}};
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
    const std::string report = progress_report(some_answers(), chapters, words);
    CHECK(report.find("Chain rule") != std::string::npos);
    CHECK(report.find(words["practice.mistake.missing-slope"]) != std::string::npos);
    CHECK(report.find("untried") == std::string::npos);
  }
}

}  // namespace
}  // namespace backprop::viz
