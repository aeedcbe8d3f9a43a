// Every finding of the check, each provoked by damage to a chapter in which nothing is wrong.
#include "lessons/model/lesson_check.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace backprop::lessons {
namespace {

const std::string program = R"(x = tensor([0.6, -1.2])
y = tensor(1.0)
w = param([0.8, 0.9])
b = param(0.1)
a = sigmoid(w @ x + b)
J = mean((a - y) ** 2)
J.backward()
)";

const std::string training = R"(w = param([2.0, 1.0])
for t in range(3):
    zero_grad()
    J = sum(w ** 2)
    J.backward()
    sgd(lr=0.1)
)";

const std::string plane = R"(X = tensor([[0, 1], [1, 0], [1, 1]])
y = tensor([0, 1, 1])
w = param([1.0, -1.0])
o = sigmoid(X @ w)
J = mean((o - y) ** 2)
J.backward()
)";

/// The chapter in English; its words are replaced for Chinese.
const std::string chapter = R"(---
id: 4.2
title: Title
subtitle: mirrors §4.2
program: neuron
order: 42
minutes: 10
---

Some words, [a chapter](lesson:4.2), [a term](term:bias), [a page](https://example.org/a).

$$
z = w \cdot x
$$

- one
- two

| head | other |
|---|---|
| cell | cell |

```claim
id: slope
tex: \frac{a}{b} = c
left: grad(b)
right: 2 * (a - y) * a * (1 - a)
note: A note.
at: grad b
```

```claim printed
id: wrong
tex: c = d
left: grad(b)
right: grad(b) + 1
```

```predict
id: sign
question: Which sign?
expression: grad(b)
answer_note: This one.
```

```choose
id: which
question: Which one?
option: left
reply: No.
right: right
option: other
check: abs(grad(w)[0]) < abs(grad(w)[1])
```

```number
id: value
question: How much?
expression: a
hint: Look.
mistake: 1 - a | The other way round.
mistake: 2 * a | Twice.
```

```change
id: edit
question: Change it.
goal: J < 0.1
solution: b = param(5.0)
hint: Larger.
```

```backprop
id: hand
text: By hand.
run: 0
```

```fault
id: broken
text: What is broken?
fault: missing-slope
```

```program
id: listing
text: A program.
at: a
```

```figure
id: picture
view: network
caption: A picture.
at: a
select: w[0]
```

```plot
id: line
kind: curve
line: J
x: w[0] from -2 to 2
caption: A curve.
```

```plot
id: rounds
kind: series
line: J | loss
program: training
caption: Rounds.
```

```plot
id: plane
kind: plane
line: sigmoid(X @ w)
x: X[0] from -1 to 2
y: X[1] from -1 to 2
points: X
classes: y
program: plane
caption: A plane.
```

```lab
id: lab
name: activations
text: A lab.
settings: function=relu; depth=10
```

```map
id: map
node: a | A | 4.2 | 0, 0
node: b | B | - | 1, 0
edge: a -> b | leads to
printed: b -> a | not so
```

```summary
- A point.
```
)";

const std::string glossary = R"(```term
id: bias
title: Bias
tex: b
text: A number.
lesson: 4.2
```

```symbol
tex: b
program: b
meaning: the bias
```
)";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE_MESSAGE(at != std::string::npos, from);
  return text.replace(at, from.size(), to);
}

Library good_library() {
  Library library;
  library.files["content/en/4.2.md"] = chapter;
  library.files["content/zh/4.2.md"] = chapter;
  library.files["content/glossary.en.md"] = glossary;
  library.files["content/glossary.zh.md"] = glossary;
  library.files["programs/neuron.py"] = program;
  library.files["programs/training.py"] = training;
  library.files["programs/plane.py"] = plane;
  return library;
}

/// The line on which a text begins in the chapter.
int line_with(const std::string& text, const std::string& part) {
  const auto at = text.find(part);
  return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<long>(at), '\n'));
}

bool has(const std::vector<Finding>& findings, const std::string& file, int line,
         const std::string& cause) {
  for (const Finding& finding : findings) {
    if (finding.file == file && finding.line == line && finding.cause.starts_with(cause))
      return true;
  }
  return false;
}

std::string all_of(const std::vector<Finding>& findings) {
  std::string all;
  for (const Finding& finding : findings)
    all += finding.file + ":" + std::to_string(finding.line) + ": " + finding.cause + "\n";
  return all;
}

TEST_CASE("nothing is wrong with a good chapter") {
  const auto findings = check_library(good_library());
  CHECK_MESSAGE(findings.empty(), all_of(findings));
}

/// Damage to the chapter in both languages, and what is found.
struct Damage {
  std::string from;
  std::string to;
  std::string cause;    ///< how it begins
  std::string at = {};  ///< the text on whose line it is found; empty: `to`
};

TEST_CASE("damage to both languages of a chapter is found, with its line") {
  const std::vector<Damage> damages{
      {"id: 4.2", "id: 4.3", "the id is '4.3'"},
      {"subtitle: mirrors §4.2", "subtitle: mirrors §2.1",
       "the subtitle does not name the section"},
      {"minutes: 10\n", "", "the chapter does not say how many minutes", "---"},
      {"order: 42\n", "", "the chapter has no place among the others", "---"},
      {"program: neuron\n", "program: neurn\n", "there is no program 'neurn'"},
      {"(lesson:4.2)", "(lesson:9.9)", "a link leads to the chapter '9.9'"},
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
      {"option: other", "option: left", "two options are the same", "question: Which one?"},
      {"expression: a\n", "expression: w\n", "'w' has 2 elements"},
      {"expression: a\n", "expression: a / 0\n", "'a / 0' is inf"},
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
  // The two that may do without, and one whose name in words needs no section.
  for (const std::string id : {"welcome", "7"}) {
    CAPTURE(id);
    Library words = good_library();
    std::string text = replaced(fixed, "id: 4.2", "id: " + id);
    text = replaced(text, "mirrors §4.2", id == "7" ? "mirrors §7" : "how to begin");
    words.files["content/en/" + id + ".md"] = text;
    words.files["content/zh/" + id + ".md"] = text;
    const auto findings = check_library(words);
    CHECK_MESSAGE(findings.empty(), all_of(findings));
  }
}

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
