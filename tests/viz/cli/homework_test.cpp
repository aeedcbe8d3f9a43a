// Sheets and their marking, by the binary itself.
#include <doctest/doctest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <random>

#include "tests/support/folder.h"
#include "tests/support/json.h"
#include "tests/support/mutations.h"
#include "tests/support/programs.h"
#include "viz/scene/sheet_code.h"

namespace backprop::test {
namespace {

struct Outcome {
  int status = -1;  ///< of exit; -1: it did not exit by itself
  std::string out;
  std::string error;
};

Outcome run(const Folder& folder, const std::string& arguments, const std::string& input = {}) {
  write_file(folder / "in", input);
  const std::string command = "cd '" + folder.path.string() + "' && '" + BACKPROP_BINARY + "' " +
                              arguments + " <in >out 2>err";
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(folder / "out"),
          read_file(folder / "err")};
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const std::size_t at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), by);
}

TEST_CASE(
    "sheet and grade: every shipped program, both languages and formats: the key is all right") {
  const Folder folder("homework-round");
  for (const NamedProgram& program : core_programs()) {
    for (const std::string language : {"en", "zh"}) {
      for (const std::string format : {"md", "html"}) {
        CAPTURE(program.name);
        CAPTURE(language);
        CAPTURE(format);
        const std::string options = program.name + " --seed 12 --lang " + language;
        CHECK(run(folder, "sheet " + options + " --out sheet." + format).status == 0);
        CHECK(run(folder, "sheet " + options + " --answers --out key.md").status == 0);
        const Outcome graded = run(folder, "grade sheet." + format + " key.md --json");
        REQUIRE(graded.status == 0);
        CHECK(graded.error.empty());
        const auto json = parsed(graded.out);
        CHECK(json["score"]["right"] == json["score"]["of"]);
        CHECK(json["score"]["of"] >= 8);
        CHECK(json["seed"] == 12);
      }
    }
  }
}

TEST_CASE("sheet: the same seed, the same bytes; on standard output as in a file") {
  const Folder folder("homework-same");
  const Outcome a = run(folder, "sheet two-two-two --seed 5 --format html");
  const Outcome b = run(folder, "sheet - --seed 5 --format html", shipped_program("two-two-two"));
  CHECK(run(folder, "sheet two-two-two --seed 5 --out s.html").status == 0);
  CHECK(a.status == 0);
  CHECK(a.out == b.out);
  CHECK(a.out == read_file(folder / "s.html"));
  CHECK(run(folder, "sheet two-two-two --seed 6 --format html").out != a.out);
  // Nothing is fetched when it is opened, and no answer is in it.
  for (const char* outside : {"http:", "https:", "src=", "@import", "url("})
    CHECK(a.out.find(outside) == std::string::npos);
  CHECK(a.out.find("class=\"answer\"") == std::string::npos);
}

/// What an HTML file shows: without its formulas' table, its style and its code.
std::string shown_by(const std::string& html) {
  std::string shown = html.substr(html.find("<main>"));
  shown.resize(shown.find("<script"));
  const std::size_t formulas = shown.find("<table class=\"formulas\">");
  if (formulas == std::string::npos) return shown;
  return shown.erase(formulas, shown.find("</table>") - formulas);
}

TEST_CASE("sheet: blanks and workings are in the program's spelling, whatever writes them") {
  const Folder folder("homework-names");
  for (const NamedProgram& program : core_programs()) {
    CAPTURE(program.name);
    const std::string options = program.name + " --seed 9";
    REQUIRE(run(folder, "sheet " + options + " --out sheet.md").status == 0);
    const std::string markdown = read_file(folder / "sheet.md");
    const auto graded = parsed(run(folder, "grade sheet.md --json").out);
    for (const std::string& answers : {std::string(), std::string(" --answers")}) {
      const std::string html = run(folder, "sheet " + options + answers + " --format html").out;
      const std::string shown = shown_by(html);
      // An index below a letter counts from 1 in every textbook, the program from 0.
      CHECK(shown.find("<msub>") == std::string::npos);
      for (const auto& blank : graded["blanks"]) {
        const std::string name = blank["name"];
        CAPTURE(name);
        CHECK(markdown.find("`" + name + "` = ") != std::string::npos);
        // "∂J/∂W[0,1]" is set as a fraction, all else as it is written.
        const std::size_t slash = name.find("/\u2202");
        const auto code = [](const std::string& text) {
          return "<mtext class=\"code\">" + text + "</mtext>";
        };
        const std::string expected =
            slash == std::string::npos
                ? "<code>" + name + "</code>"
                : "<mfrac>" + code(name.substr(0, slash)) + code(name.substr(slash + 1));
        CHECK(shown.find(expected) != std::string::npos);
      }
    }
  }
}

TEST_CASE("sheet: HTML that prints: nothing is cut, the name on top, the number at each foot") {
  const Folder folder("homework-print");
  for (const std::string language : {"en", "zh"}) {
    CAPTURE(language);
    const bool english = language == "en";
    const std::string options = "sheet two-two-two --seed 17 --format html --lang " + language;
    const std::string sheet = run(folder, options).out;
    const std::string key = run(folder, options + " --answers").out;
    for (const char* rule : {"ol > li { break-inside: avoid;", "h2, h3 { break-after: avoid;",
                             "section { break-inside: avoid; }", "@page { margin:"})
      CHECK(sheet.find(rule) != std::string::npos);
    const std::string foot = english ? "content: \"Sheet 17 " : "content: \"第 17 号练习 ";
    CHECK(sheet.find(foot) != std::string::npos);
    const std::string name = english ? "<span>Name</span>" : "<span>姓名</span>";
    CHECK(sheet.find(name + "<span class=\"write") < sheet.find("</header>"));
    CHECK(key.find(name) == std::string::npos);
    CHECK(sheet.find(english ? "new\u00A0</mtext>" : "更新后的\u00A0</mtext>") !=
          std::string::npos);
    // A key's parts are longer than a page.
    CHECK(sheet.find("<section class=\"key\">") == std::string::npos);
    CHECK(key.find("<section class=\"key\">") != std::string::npos);
    CHECK(sheet.find('`') == std::string::npos);
  }
}

TEST_CASE("grade: a sheet filled in in place, a list, and what is said") {
  const Folder folder("homework-fill");
  REQUIRE(run(folder, "sheet neuron-mse --seed 3 --out sheet.md").status == 0);
  const auto json = parsed(run(folder, "grade sheet.md sheet.md --json").out);
  const std::size_t blanks = json["score"]["of"];
  CHECK(json["score"]["missing"] == blanks);
  std::string filled = read_file(folder / "sheet.md");
  std::string list;
  for (const auto& blank : json["blanks"]) {
    const std::string name = blank["name"];
    const std::string number = std::to_string(blank["right"].get<double>());
    filled = replaced(filled, "`" + name + "` = __________", "`" + name + "` = " + number);
    list += std::to_string(blank["number"].get<int>()) + ": " + number + "\n";
  }
  write_file(folder / "filled.md", filled);
  write_file(folder / "list.txt", list);
  for (const std::string arguments :
       {"sheet.md filled.md", "filled.md", "sheet.md list.txt", "sheet.md - <list.txt"}) {
    CAPTURE(arguments);
    const Outcome graded = run(folder, "grade " + arguments, list);
    CHECK(graded.status == 0);
    const std::string score = std::to_string(blanks) + " of " + std::to_string(blanks) + " right\n";
    CHECK(graded.out.ends_with(score));
  }
  // z with the wrong sign; all else left out.
  const double z = json["blanks"][0]["right"];
  const Outcome wrong = run(folder, "grade sheet.md -", "1: " + std::to_string(-z) + "\n");
  CHECK(wrong.status == 0);
  CHECK(wrong.out.find("the sign is wrong") != std::string::npos);
  CHECK(run(folder, "grade sheet.md - --pass 50", "1: 0\n").status == 1);
  CHECK(run(folder, "grade sheet.md list.txt --pass 100").status == 0);
  // Why an answer cannot be read is told in the same language.
  CHECK(run(folder, "grade sheet.md - --lang zh", "1: sigmod(3)\n").out.find("未知的函数") !=
        std::string::npos);
  CHECK(run(folder, "grade sheet.md - --lang zh", "1: 0\n").out.find("没有作答") !=
        std::string::npos);
}

TEST_CASE("grade: bad sheets and answers: exit status 2 and what to do") {
  const Folder folder("homework-bad");
  REQUIRE(run(folder, "sheet two-two-two --seed 3 --out sheet.md").status == 0);
  REQUIRE(run(folder, "sheet two-two-two --seed 4 --answers --out other.md").status == 0);
  const std::string sheet = read_file(folder / "sheet.md");
  const auto refused = [&](const std::string& arguments, const std::string& input,
                           const std::string& cause) {
    CAPTURE(arguments);
    const Outcome outcome = run(folder, arguments, input);
    CHECK(outcome.status == 2);
    CHECK(outcome.out.empty());
    CHECK(outcome.error.find(cause) != std::string::npos);
  };
  const std::size_t code = sheet.rfind("BPS1:");
  REQUIRE(code != std::string::npos);
  std::string changed = sheet;
  changed[code + 60] = changed[code + 60] == 'A' ? 'B' : 'A';
  refused("grade - sheet.md", changed, "damaged or cut off");
  refused("grade - sheet.md", sheet.substr(0, code + 100), "damaged or cut off");
  refused("grade - sheet.md", sheet.substr(0, code), "this is no sheet");
  refused("grade - sheet.md", replaced(sheet, "BPS1:", "BPS7:"), "newer version");
  refused("grade - sheet.md", replaced(sheet, "x  = tensor([", "x  = tensor([1"),
          "is not the one that it was made with");
  refused("grade sheet.md other.md", "", "these answers are to another sheet");
  refused("grade sheet.md -", "", "there are no answers in it");
  refused("grade sheet.md -", "99: 0.5\n", "there is no blank 99");
  refused("grade sheet.md -", "1: \xFF\n", "this is no text");
  refused("grade sheet.md nowhere.md", "", "nowhere.md");
  refused("grade nowhere.md sheet.md", "", "nowhere.md");
  refused("sheet nowhere --seed 1", "", "nowhere");
  refused("sheet - --seed 1", "x = tensr([1.5])\n", "tensr");
  refused("sheet two-two-two --seed 1 --out no/such/folder.md", "", "cannot write");
  // Where there is no text there is no place in it to point at.
  for (const char* arguments : {"grade sheet.md nowhere.md", "grade nowhere.md sheet.md"}) {
    const std::string said = run(folder, arguments).error;
    CHECK(said.starts_with("nowhere.md cannot be read\n  name a "));
    CHECK(said.find('^') == std::string::npos);
  }
  CHECK(run(folder, "sheet two-two-two").status == 2);
  CHECK(run(folder, "sheet two-two-two --seed x").status == 2);
  CHECK(run(folder, "sheet two-two-two --seed 1 --format pdf").status == 2);
}

TEST_CASE("sheet codes: a hundred damaged ones are read as nothing else") {
  const Folder folder("homework-codes");
  REQUIRE(run(folder, "sheet neuron-mse --seed 3 --out sheet.md").status == 0);
  const std::string sheet = read_file(folder / "sheet.md");
  const auto whole = viz::read_sheet(sheet);
  REQUIRE(whole.ok());
  std::mt19937 random(2);
  int refused = 0;
  for (int i = 0; i < 100; ++i) {
    const std::string changed = mutated(sheet, random);
    CAPTURE(changed);
    const auto read = viz::read_sheet(changed);
    if (!read) {
      ++refused;
      CHECK(!read.error().cause.empty());
      CHECK(!read.error().advice.empty());
    } else {
      CHECK(read.value().sheet.program == whole.value().sheet.program);
      CHECK(read.value().sheet.blanks == whole.value().sheet.blanks);
    }
  }
  CHECK(refused > 20);
  // Mail programs break lines and put spaces in.
  std::string broken = sheet;
  broken.insert(sheet.rfind("BPS1:") + 40, " \r\n  ");
  CHECK(viz::read_sheet(broken).ok());
}

}  // namespace
}  // namespace backprop::test
