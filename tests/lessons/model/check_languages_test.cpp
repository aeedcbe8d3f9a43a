// Where the two languages of a chapter or of the glossary part.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/lessons/model/good_chapter.h"

namespace backprop::lessons {
namespace {

using namespace good;  // NOLINT: all of it is for these tests

/// Damage to the Chinese file alone.
TEST_CASE("where the two languages part") {
  const std::string file = "lessons/content/zh/4.2.md";
  const std::vector<Damage> damages{
      {"program: neuron\n", "program: training\n", "the languages differ in 'program'"},
      {"minutes: 10", "minutes: 12", "the languages differ in 'minutes'"},
      {"order: 42", "order: 43", "the languages differ in 'order'"},
      {"z = w \\cdot x", "z = x \\cdot w", "the languages differ in 'tex'", "$$"},
      {"- one\n- two", "- one", "the languages differ in 'number of items'", "- one"},
      {"- one\n- two", "1. one\n2. two", "the languages differ in 'numbering'", "1. one"},
      {"| cell | cell |", "| cell | cell |\n| a | b |", "the languages differ in 'number of rows'",
       "| head"},
      {"tex: c = d", "tex: d = c", "the languages differ in 'tex'"},
      {"right: 2 * (a - y)", "right: 2.0 * (a - y)", "the languages differ in 'right'"},
      {"note: A note.\n", "", "the languages differ in 'note'", "```claim"},
      {"at: grad b", "at: grad w", "the languages differ in 'at'"},
      {"```claim printed", "```claim printed holds", "the languages differ in 'mark'"},
      {"expression: grad(b)", "expression: grad(w)[0]", "the languages differ in 'expression'"},
      {"reply: No.\n", "", "the languages differ in 'option'", "option: left"},
      {"option: other\n", "", "the languages differ in 'number of options'", "```choose"},
      {"option: left\nreply: No.\nright: right", "right: right\nreply: No.\noption: left",
       "the languages differ in 'right'", "right: right"},
      {"check: abs(", "check: 1 * abs(", "the languages differ in 'check'"},
      {"with: y = tensor(0.0)", "with: y = tensor(0)", "the languages differ in 'with'"},
      {"only: b", "only: b\nonly: w", "the languages differ in 'number of lines", "```change"},
      {"only: b", "only: w", "the languages differ in 'only'"},
      {"< 4 | training | 2", "< 4 | training | 3", "the languages differ in 'check'", "check: J"},
      {"hint: Look.\n", "", "the languages differ in 'number of hints'", "```number"},
      {"mistake: 2 * a |", "mistake: 3 * a |", "the languages differ in 'mistake'"},
      {"goal: J < 0.1", "goal: J < 0.05", "the languages differ in 'goal'"},
      {"solution: b = param(5.0)", "solution: b = param(6.0)",
       "the languages differ in 'solution'"},
      {"run: 0\n", "run: 1\n", "the languages differ in 'run'"},
      {"fault: missing-slope", "fault: overwrite", "the languages differ in 'fault'"},
      {"text: A program.\n", "", "the languages differ in 'text'", "```program"},
      {"view: network", "view: graph", "the languages differ in 'view'"},
      {"select: w[0]", "select: w[1]", "the languages differ in 'select'"},
      {"kind: curve", "kind: curve\nscale: log", "the languages differ in 'scale'", "scale: log"},
      {"x: w[0] from -2", "x: w[0] from -3", "the languages differ in 'x'"},
      {"line: J\n", "line: J * 1\n", "the languages differ in 'line'"},
      {"points: X", "points: y", "the languages differ in 'points'"},
      {"function=relu", "function=tanh", "the languages differ in 'settings'"},
      {"name: activations", "name: playground", "the languages differ in 'name'"},
      {"| 1, 0", "| 1, 1", "the languages differ in 'node'"},
      {"edge: a -> b", "edge: b -> a", "the languages differ in 'edge'"},
      {"printed: b -> a", "printed: b -> b", "the languages differ in 'printed'"},
      {"- A point.", "- A point.\n- Two.", "the languages differ in 'parts'", "```summary"},
      {"- A point.", "- A point.\n\nWords.", "the languages differ in 'number of paragraphs",
       "```summary"},
      {"id: sign", "id: sign2", "the languages part here: a predict 'sign2'", "```predict"},
      {"- one\n- two", "Words.", "the languages part here: a paragraph", "Words."},
      {"Some words, ", "一些词, ", "a half-width ',' in the Chinese text"},
      {"Some words, ", "看(图) ", "a half-width '(' in the Chinese text"},
      {"Some words, ", "**梯度。**然后 ", "a '**' did not become bold"},
  };
  for (const Damage& damage : damages) {
    CAPTURE(damage.to);
    Library library = good_library();
    const std::string damaged = replaced(chapter, damage.from, damage.to);
    library.files["content/zh/4.2.md"] = damaged;
    const auto findings = check_library(library);
    const int line = line_with(damaged, damage.at.empty() ? damage.to : damage.at);
    CHECK_MESSAGE(has(findings, file, line, damage.cause), line << ": " << damage.cause << "\n"
                                                                << all_of(findings));
  }
}

TEST_CASE("a language or a block that lacks") {
  Library library = good_library();
  library.files.erase("content/zh/4.2.md");
  CHECK(has(check_library(library), "lessons/content/zh/4.2.md", 1, "this file lacks"));
  library = good_library();
  library.files.erase("content/en/4.2.md");
  CHECK(has(check_library(library), "lessons/content/en/4.2.md", 1, "this file lacks"));
  library = good_library();
  library.files["content/zh/4.2.md"] = chapter.substr(0, chapter.find("```summary"));
  CHECK(has(check_library(library), "lessons/content/zh/4.2.md", line_with(chapter, "```map"),
            "the languages part here: the end in Chinese, a summary"));
  CHECK(has(check_library(Library{}), "lessons/content/en", 1, "there are no chapters"));
}

TEST_CASE("Latin words, numbers and titles keep their punctuation in Chinese") {
  Library library = good_library();
  library.files["content/zh/4.2.md"] =
      replaced(chapter, "Some words, ", "输入为 (1, 1) 时，形状是 [out, in]。 What is this? ");
  const auto findings = check_library(library);
  CHECK_MESSAGE(findings.empty(), all_of(findings));
}

TEST_CASE("the glossary") {
  const auto findings_with = [](const std::string& en, const std::string& zh) {
    Library library = good_library();
    library.files["content/glossary.en.md"] = en;
    library.files["content/glossary.zh.md"] = zh;
    return check_library(library);
  };
  const std::string en = "lessons/content/glossary.en.md";
  const std::string zh = "lessons/content/glossary.zh.md";
  const auto both = [&](const std::string& from, const std::string& to) {
    const std::string text = replaced(glossary, from, to);
    return findings_with(text, text);
  };
  CHECK(has(both("lesson: 4.2", "lesson: 9.9"), en, 1, "a link leads to the chapter '9.9'"));
  CHECK(has(both("A number.", "[A](term:none)."), zh, 1, "a link leads to the term 'none'"));
  CHECK(has(both("tex: b\ntext", "tex: \\wrong\ntext"), en, 1, "the formula \\wrong:"));
  CHECK(has(both("title: Bias\n", ""), en, 1, "a term lacks 'title'"));
  const std::string more = "\n```term\nid: delta\ntitle: D\ntext: t\n```\n";
  CHECK(has(findings_with(glossary + more, glossary), en, 15, "the term 'delta' is not in"));
  CHECK(has(findings_with(glossary, glossary + more), zh, 15, "the term 'delta' is not in"));
  CHECK(has(findings_with(glossary, replaced(glossary, "tex: b\ntext", "tex: c\ntext")), zh, 1,
            "the languages differ in tex or lesson"));
  CHECK(has(findings_with(glossary, replaced(glossary, "program: b", "program: c")), zh, 9,
            "the languages part here: the symbol b"));
  Library library = good_library();
  library.files.erase("content/glossary.zh.md");
  CHECK(has(check_library(library), zh, 1, "this file lacks"));
  library.files.erase("content/glossary.en.md");
  CHECK(check_library(library).empty());  // none yet: links to terms may stand
}

}  // namespace
}  // namespace backprop::lessons
