// Every finding of the check, each provoked by damage to a chapter in which nothing is wrong.
#include "lessons/model/lesson_check.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "tests/lessons/model/good_chapter.h"

namespace backprop::lessons {
namespace {

using namespace good;  // NOLINT: all of it is for these tests

TEST_CASE("nothing is wrong with a good chapter") {
  const auto findings = check_library(good_library());
  CHECK_MESSAGE(findings.empty(), all_of(findings));
}

TEST_CASE("damage to both languages of a chapter is found, with its line") {
  const std::vector<Damage> damages{
      {"id: 4.2", "id: 4.3", "the id is '4.3'"},
      {"subtitle: mirrors §4.2", "subtitle: mirrors §2.1",
       "the subtitle does not name the section"},
      {"minutes: 10\n", "", "the chapter does not say how many minutes", "---"},
      {"minutes: 10\n", "minutes: 5\n", "the chapter says that it takes 5 minutes; it takes about"},
      {"minutes: 10\n", "minutes: 9\n", "the chapter takes 9 minutes, and says 9"},
      {"minutes: 10\n", "minutes: 21\n", "the chapter takes 9 minutes, and says 21"},
      {"minutes: 10\n", "minutes: 10\nsource_letters: q = z\n",
       "the rules of 'source_letters' change no formula", "source_letters"},
      {"minutes: 10\n", "minutes: 10\nwritten_out: w = {w\n", "z = w \\cdot x becomes z = {w",
       "written_out"},
      {"order: 42\n", "", "the chapter has no place among the others", "---"},
      {"program: neuron\n", "program: neurn\n", "there is no program 'neurn'"},
      {"(lesson:4.2)", "(lesson:9.9)", "a link leads to the chapter '9.9'"},
      {"(term:bias)", "(step:q)", "the program has no value 'q'"},
      {"(term:bias)", "(term:bais)", "a link leads to the term 'bais'"},
      {"https://example.org/a", "https://example", "'https://example' is no address"},
      {"https://example.org/a", "https://.org/a", "'https://.org/a' is no address"},
      {"z = w \\cdot x", "z = \\wrong x", "the formula z = \\wrong x:", "$$"},
      {"tex: c = d", "tex: c = \\wrong", "the formula c = \\wrong:"},
      {"Some words", "Some \\* words", "a '*' is left in the text"},
      {"(a - y) * a * (1 - a)", "(a - y)", "the claim does not hold", "left: grad(b)\nright: 2"},
      {"right: grad(b) + 1", "right: grad(b) * 1", "the claim holds, both sides are",
       "left: grad(b)\nright: grad(b) * 1"},
      {"left: grad(b)\nright: 2", "left: grad(q)\nright: 2", "the program has no value 'q'"},
      {"right: grad(b) + 1", "right: grad(q) + 1", "the program has no value 'q'"},
      {"at: grad b", "at: grad q", "the program has no value 'q'"},
      {"expression: grad(b)", "expression: grad(w)", "'grad(w)' has 2 elements"},
      {"expression: grad(b)", "expression: log(-b)", "'log(-b)' is not a number"},
      {"check: abs(grad(w)[0]) <", "check: abs(grad(w)[0]) >", "'abs(grad(w)[0]) >"},
      {"check: abs(grad(w)[0])", "check: abs(grad(v)[0])", "the program has no value 'v'"},
      {"< 4 | training | 2", "< 4 | training | 1", "'J < 4' is not true of 'training'", "check: J"},
      {"< 4 | training | 2", "< 4 | training | 4", "'training' has 3 rounds: there is no round 4",
       "check: J"},
      {"< 4 | training | 2", "< 2 | training", "'J < 2' is not true of 'training'", "check: J"},
      {"< 4 | training | 2", "< 4 | nowhere | 2", "there is no program 'nowhere'", "check: J"},
      {"check: J < 4", "check: q < 4", "unknown name 'q'"},
      {"option: other", "option: left", "two options are the same", "question: Which one?"},
      {"expression: a\n", "expression: w\n", "'w' has 2 elements"},
      {"expression: a\n", "expression: a / 0\n", "'a / 0' is inf"},
      {"with: y = tensor(0.0)", "with: q = 1", "no line of the program is like 'q = 1'",
       "expression: a\n"},
      {"with: y = tensor(0.0)", "with: b = param(-q)", "unknown name 'q'", "expression: a\n"},
      {"mistake: 1 - a", "mistake: a + 0.0000001", "the mistake 'a + 0.0000001' is the right"},
      {"mistake: 2 * a", "mistake: (1 - a) * 1", "the mistake '(1 - a) * 1' is the same number"},
      {"mistake: 2 * a", "mistake: 2 * w", "'2 * w' has 2 elements"},
      {"mistake: 2 * a", "mistake: 2 * q", "unknown name 'q'"},
      {"goal: J < 0.1", "goal: J < 0.9", "the goal 'J < 0.9' holds before anything is changed"},
      {"goal: J < 0.1", "goal: K < 0.1", "unknown name 'K'"},
      {"solution: b = param(5.0)", "solution: b = param(0.2)", "the solution does not reach"},
      {"solution: b = param(5.0)", "solution: c = param(5.0)", "no line of the program is like"},
      {"solution: b = param(5.0)", "solution: b = parma(5.0)",
       "the program with the solution fails"},
      {"solution: b = param(5.0)", "solution: J = 0.0 * a[0]",
       "the program with the solution fails in line 6"},
      {"only: b", "only: c", "no line of the program assigns or calls 'c'"},
      {"only: b", "only: w", "the solution changes what may not be changed: 'b = param(5.0)'"},
      {"run: 0", "run: 1", "there is no backward() to go through"},
      {"fault: missing-slope", "fault: redrawn-mask",
       "the fault 'redrawn-mask' changes no gradient"},
      {"fault: missing-slope", "fault: keeps-gradients", "the fault 'keeps-gradients' changes no"},
      {"text: A program.\nat: a", "text: A program.\nat: 99", "there is no step 99", "at: 99"},
      {"at: a\nselect", "at: y -> a\nselect", "no backward step leads from y to a"},
      {"select: w[0]", "select: w[2]", "'[2]' is no element of 'w'"},
      {"select: w[0]", "select: q", "the program has no value 'q'"},
      {"line: J\n", "line: w\n", "'w' has 2 elements"},
      {"line: J\n", "line: J | loss | nowhere\n", "there is no program 'nowhere'"},
      {"line: J\n", "line: J + q\n", "unknown name 'q'"},
      {"x: w[0] from", "x: w[7] from", "'[7]' is no element of 'w'"},
      {"x: w[0] from", "x: a from", "'a' is no number that the program writes"},
      {"x: w[0] from", "x: q from", "the program has no value 'q'"},
      {"program: training", "program: neuron", "'neuron' does not train", "line: J | loss"},
      {"x: X[0] from", "x: X[2] from", "'X' has 2 columns"},
      {"x: X[0] from", "x: y[0] from", "'y[0]' is no column of a matrix"},
      {"points: X", "points: y", "'y' is no matrix with two columns"},
      {"classes: y", "classes: w", "'w' is no class for each of the 3 points"},
      {"function=relu;", "function;", "'function' is no setting"},
      {"node: b | B | - | 1, 0", "node: a | B | - | 1, 0", "another node has the id 'a'"},
      {"node: b | B | - | 1, 0", "node: b | B | - | 0, 0",
       "another node stands in column 0, row 0"},
      {"node: b | B | - |", "node: b | B | 9.9 |", "a link leads to the chapter '9.9'"},
  };
  for (const Damage& damage : damages) {
    CAPTURE(damage.to);
    Library library = good_library();
    const std::string damaged = replaced(chapter, damage.from, damage.to);
    // An edge of the map must not lose its node: that is the parser's business.
    const std::string whole = damage.to.starts_with("node: a | B")
                                  ? replaced(replaced(damaged, "edge: a -> b", "edge: a -> a"),
                                             "printed: b -> a", "printed: a -> a")
                                  : damaged;
    library.files["content/en/4.2.md"] = whole;
    library.files["content/zh/4.2.md"] = whole;
    const auto findings = check_library(library);
    const std::string at = damage.at.empty() ? damage.to : damage.at;
    int line = line_with(whole, at);
    if (damage.at == "---") line = 1;
    CHECK_MESSAGE(has(findings, "lessons/content/en/4.2.md", line, damage.cause),
                  line << ": " << damage.cause << "\n"
                       << all_of(findings));
    for (const Finding& finding : findings)
      CHECK_FALSE(finding.advice.empty());
  }
}

TEST_CASE("what a chapter must hold") {
  const auto without = [](const std::string& from, const std::string& to) {
    const auto begin = chapter.find(from);
    const auto end = chapter.find(to);
    REQUIRE(begin < end);
    return chapter.substr(0, begin) + chapter.substr(end);
  };
  Library library = good_library();
  const std::string passive = without("```predict", "```change");
  library.files["content/en/4.2.md"] = passive;
  library.files["content/zh/4.2.md"] = passive;
  CHECK(has(check_library(library), "lessons/content/en/4.2.md", 1, "the chapter asks nothing"));

  const std::string fixed = without("```change", "```backprop");
  library.files["content/en/4.2.md"] = fixed;
  library.files["content/zh/4.2.md"] = fixed;
  CHECK(has(check_library(library), "lessons/content/en/4.2.md", 1,
            "the chapter lets the reader change nothing"));
  // The one that may do without; its name in words needs no section.
  Library words = good_library();
  std::string text = replaced(fixed, "id: 4.2", "id: welcome");
  text = replaced(text, "mirrors §4.2", "how to begin");
  text = replaced(text, "minutes: 10", "minutes: 8");
  words.files["content/en/welcome.md"] = text;
  words.files["content/zh/welcome.md"] = text;
  const auto findings = check_library(words);
  CHECK_MESSAGE(findings.empty(), all_of(findings));
}

TEST_CASE("a chapter that takes more than a sitting, whatever it says") {
  Library library = good_library();
  std::string text = replaced(chapter, "minutes: 10", "minutes: 20");
  for (int i = 0; i < 12; ++i)
    text += fmt::format("\n```number\nid: more-{}\nquestion: How much?\nexpression: a\n```\n", i);
  library.files["content/en/4.2.md"] = text;
  library.files["content/zh/4.2.md"] = text;
  const auto findings = check_library(library);
  REQUIRE_MESSAGE(findings.size() == 1, all_of(findings));
  CHECK(has(findings, "lessons/content/en/4.2.md", line_with(text, "minutes: 20"),
            "the chapter takes 21 minutes, and says 20"));
}

TEST_CASE("a chapter that cannot be read is one finding, and does not hide another chapter's") {
  Library library = good_library();
  library.files["content/en/2.1.md"] = "---\nid: 2.1\n";
  library.files["content/zh/2.1.md"] = "";
  library.files["content/en/4.2.md"] = replaced(chapter, "(lesson:4.2)", "(lesson:9.9)");
  const auto findings = check_library(library);
  CHECK(has(findings, "lessons/content/en/2.1.md", 1, "the front matter is never closed"));
  CHECK(has(findings, "lessons/content/zh/2.1.md", 1, "the file does not begin with front matter"));
  CHECK(has(findings, "lessons/content/en/4.2.md", 10, "a link leads to the chapter '9.9'"));
  CHECK(findings.size() == 3);
}

TEST_CASE("a program that fails is told of once, in its file") {
  Library library = good_library();
  library.files["programs/neuron.py"] = replaced(program, "b = param(0.1)", "b = parma(0.1)");
  const auto findings = check_library(library);
  REQUIRE_MESSAGE(findings.size() == 1, all_of(findings));
  CHECK(findings[0].file == "lessons/programs/neuron.py");
  CHECK(findings[0].line == 4);
}

TEST_CASE("a fault under which a program does not run to its end") {
  Library library = good_library();
  // Without the mean's 1/N the update takes w out of the range of probabilities.
  library.files["programs/astray.py"] =
      "w = param([0.5, 0.5])\nL = mean((w - 1) ** 2)\nL.backward()\nsgd(lr=0.8)\n"
      "K = binary_cross_entropy(w, tensor([1.0, 1.0]))\n";
  const std::string text =
      replaced(chapter, "fault: missing-slope", "fault: missing-mean\nprogram: astray");
  library.files["content/en/4.2.md"] = text;
  library.files["content/zh/4.2.md"] = text;
  const auto findings = check_library(library);
  CHECK_MESSAGE(has(findings, "lessons/content/en/4.2.md", line_with(text, "fault: missing-mean"),
                    "the program does not run to its end with the fault 'missing-mean'"),
                all_of(findings));
}

}  // namespace
}  // namespace backprop::lessons
