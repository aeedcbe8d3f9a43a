// `lessons`: the chapters as text, the glossary, and the check, on the binary itself.
#include <doctest/doctest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/folder.h"
#include "tests/support/json.h"
#include "viz/cli/lesson_setting.h"
#include "viz/platform/freetype_glyphs.h"

namespace backprop::test {
namespace {

namespace fs = std::filesystem;

const fs::path shipped = fs::path(TEST_DATA_DIR) / ".." / "lessons";

struct Outcome {
  int status = -1;
  std::string out;
  std::string error;
};

/// Runs `backprop-tutor lessons ...` on the data below a folder.
Outcome run_lessons(const fs::path& data, const Folder& folder, const std::string& arguments) {
  const std::string command = "BACKPROP_DATA_DIR='" + data.string() +
                              "' '" BACKPROP_BINARY "' lessons " + arguments + " >'" +
                              (folder / "out").string() + "' 2>'" + (folder / "err").string() + "'";
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(folder / "out"),
          read_file(folder / "err")};
}

TEST_CASE("the shipped chapters: the check finds nothing, text and glossary are printed") {
  const Folder folder("lessons");
  const fs::path data = shipped.parent_path();
  const Outcome check = run_lessons(data, folder, "check");
  CHECK_MESSAGE(check.status == 0, check.out);
  CHECK(check.out.ends_with("chapters: nothing is wrong\n"));
  CHECK(check.error.empty());
  const Outcome one = run_lessons(data, folder, "check 4.2 --json");
  CHECK(one.status == 0);
  CHECK(one.out.empty());
  for (const char* command : {"list", "text 4.2", "text 4.2 --lang zh", "glossary --lang zh"}) {
    CAPTURE(command);
    const Outcome outcome = run_lessons(data, folder, command);
    CHECK(outcome.status == 0);
    CHECK(outcome.error.empty());
    CHECK(outcome.out.size() > 100);
  }
}

TEST_CASE("a report: the learner's name or a blank, the day, the questions in both languages") {
  const Folder folder("lessons-report");
  write_file(
      folder / "p.json",
      "{\"version\": 1, \"answers\": [{\"lesson\": \"4.2\", \"block\": "
      "\"sign-of-weight-gradient\", \"given\": [\"1\"], \"done\": true, \"missed\": true}]}");
  const std::string command = "report --progress '" + (folder / "p.json").string() + "'";
  const auto report = [&](const std::string& options) {
    const Outcome outcome = run_lessons(shipped.parent_path(), folder, command + options);
    CHECK(outcome.status == 0);
    CHECK(outcome.error.empty());
    return outcome.out;
  };
  const std::string named = report(" --name 'Wei Li'");
  std::string form = named;
  std::replace_if(
      form.begin(), form.end(), [](unsigned char c) { return std::isdigit(c) != 0; }, '9');
  const auto date = form.find("Name: Wei Li \u00B7 Date: 9999-99-99\n");
  REQUIRE(date != std::string::npos);
  CHECK(named[form.find("9999", date)] == '2');
  CHECK(named.find("which sign will \u2202J/\u2202w\u2081 have?") != std::string::npos);
  CHECK(report("").find("Name: ____") != std::string::npos);
  CHECK(report(" --lang zh").find("会是什么符号？") != std::string::npos);
  CHECK(run_lessons(shipped.parent_path(), folder, "report --progress /nowhere.json").status == 2);
}

TEST_CASE("unknown chapters are bad input") {
  const Folder folder("lessons");
  for (const char* command : {"text 99", "check 99", "check ../4.2", "nothing", "check --jsn"}) {
    CAPTURE(command);
    const Outcome outcome = run_lessons(shipped.parent_path(), folder, command);
    CHECK(outcome.status == 2);
    CHECK_FALSE(outcome.error.empty());
  }
}

TEST_CASE("what is wrong is printed with file, line and block, and is exit status 1") {
  const Folder folder("lessons");
  fs::copy(shipped, folder / "lessons", fs::copy_options::recursive);
  const fs::path chapter = folder / "lessons" / "content" / "zh" / "4.2.md";
  std::string text = read_file(chapter);
  const std::string claim = "id: slope\n";
  const auto at = text.find(claim);
  REQUIRE(at != std::string::npos);
  const auto tex = text.find("tex: ", at);
  text.replace(tex, 5, "tex: \\oint ");
  write_file(chapter, text);
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<long>(tex), '\n');
  const std::string place = "lessons/content/zh/4.2.md:" + std::to_string(line) + ": [slope] ";

  const Outcome all = run_lessons(folder.path, folder, "check");
  CHECK(all.status == 1);
  CHECK(all.out.find(place + "the languages differ in 'tex'") != std::string::npos);
  CHECK(all.out.find(place + "the formula \\oint") != std::string::npos);
  CHECK(all.out.find("cannot be set: unknown command '\\oint' (character 1)") != std::string::npos);

  const Outcome json = run_lessons(folder.path, folder, "check 4.2 --json");
  CHECK(json.status == 1);
  std::istringstream lines(json.out);
  int count = 0;
  for (std::string one; std::getline(lines, one); ++count) {
    const auto finding = parsed(one);
    CHECK(finding.at("file") == "lessons/content/zh/4.2.md");
    CHECK(finding.at("line") == line);
    CHECK(finding.at("block") == "slope");
    CHECK_FALSE(finding.at("cause").get<std::string>().empty());
    CHECK_FALSE(finding.at("advice").get<std::string>().empty());
  }
  CHECK(count == 3);
  // Another chapter has nothing to do with it.
  CHECK(run_lessons(folder.path, folder, "check welcome").status == 0);
}

TEST_CASE("without any chapter, and with files that are no text") {
  const Folder folder("lessons");
  CHECK(run_lessons(folder.path, folder, "check").status == 1);
  CHECK(run_lessons(folder.path, folder, "glossary").status == 2);
  fs::create_directories(folder / "lessons" / "content" / "en");
  write_file(folder / "lessons" / "content" / "en" / "1.md", std::string("---\n\xFF\0\n", 7));
  fs::create_directories(folder / "lessons" / "content" / "en" / "2.md");  // a folder
  const Outcome outcome = run_lessons(folder.path, folder, "check --json");
  CHECK(outcome.status == 1);
  std::istringstream lines(outcome.out);
  for (std::string one; std::getline(lines, one);)
    CHECK(nlohmann::json::accept(one));
}

TEST_CASE("characters and signs that no font has") {
  const auto glyphs = viz::FreeTypeGlyphs::open();
  REQUIRE(glyphs.ok());
  const std::string missing = "\U000F1234";  // of the private use area
  const std::string front = "---\nid: 1\ntitle: T\nprogram: p\n---\n";
  struct Row {
    std::string path;
    std::string text;
    int line;
    std::string cause;
  };
  const std::string none = "no font has the character " + missing + " (U+F1234)";
  for (const Row& row : std::vector<Row>{
           {"content/en/1.md", front + "Words " + missing + "\n", 6, none},
           {"content/zh/1.md", front + "字\n\n**" + missing + "**\n", 8, none},
           {"content/en/1.md", front + "`" + missing + "`\n", 6, none},
           {"content/en/1.md", front + "[" + missing + "](lesson:1)\n", 6, none},
           {"content/en/1.md", front + "- a\n\n| b |\n|---|\n| " + missing + " |\n", 8, none},
           {"content/en/1.md", "---\nid: 1\ntitle: " + missing + "\nprogram: p\n---\n", 1, none},
           {"content/en/1.md",
            front + "```choose\nquestion: q\noption: a\nreply: b\nright: " + missing + "\n```\n",
            10, none},
           {"content/en/1.md",
            front + "```map\nnode: a | A | - | 0, 0\nedge: a -> a | " + missing + "\n```\n", 8,
            none},
           {"content/en/1.md",
            front + "```plot\nkind: series\nline: J | " + missing + "\ncaption: c\n```\n", 8, none},
           {"content/en/1.md", front + "$" + missing + "$\n", 6,
            "no font has a sign of the formula"},
           {"content/en/1.md", front + "\n$\\oint x$\n", 7, "the formula \\oint x cannot be set"},
           {"content/en/1.md", front + "```formula\ntex: a\ntex_delta: \\oint\n```\n", 8,
            "the formula \\oint cannot be set"},
           {"content/en/1.md",
            front + "```lab\nname: activations\ntext: t\nsettings: functions=relo\n```\n", 9,
            "the activation lab does not know the setting 'functions=relo'"},
           {"content/en/1.md",
            front + "```lab\nname: playground\ntext: t\nsettings: data=pizza\n```\n", 9,
            "the playground does not know the setting 'data=pizza'"},
           {"content/glossary.zh.md",
            "```symbol\ntex: a\nmeaning: b\n```\n\n```term\nid: a\ntitle: A\ntext: " + missing +
                "\n```\n",
            6, none},
           {"programs/p.py", "# " + missing + "\n", 1, none}}) {
    CAPTURE(row.text);
    lessons::Library library;
    library.files[row.path] = row.text;
    const auto findings = viz::check_setting(library, *glyphs.value());
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].file == "lessons/" + row.path);
    CHECK(findings[0].line == row.line);
    CHECK_MESSAGE(findings[0].cause.starts_with(row.cause), findings[0].cause);
    CHECK_FALSE(findings[0].advice.empty());
  }
}

}  // namespace
}  // namespace backprop::test
