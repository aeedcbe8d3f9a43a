// The text of every kind of block, in both languages.
#include <doctest/doctest.h>

#include <string>

#include "engine/program/interpreter.h"
#include "lessons/model/catalogue.h"
#include "lessons/model/lesson_parser.h"
#include "lessons/model/lesson_text.h"
#include "lessons/model/text_inlines.h"
#include "lessons/model/text_lines.h"
#include "tests/support/sanitizers.h"

namespace backprop::lessons {
namespace {

const std::string front = "---\nid: 1.1\ntitle: T\nprogram: neuron-mse\nminutes: 5\n---\n\n";

std::string text_of(const std::string& body, Language language = Language::english) {
  const auto lesson = parse_lesson(front + body, language);
  REQUIRE_MESSAGE(lesson.ok(), (lesson ? "" : lesson.error().cause));
  auto source = load_program("neuron-mse");
  REQUIRE(source.ok());
  const auto trace = run_program(source.value());
  REQUIRE(trace.ok());
  return lesson_as_text(lesson.value(), *trace.value());
}

std::string chinese(const std::string& body) {
  return text_of(body, Language::chinese);
}

void check_contains(const std::string& text, const std::string& part) {
  CHECK_MESSAGE(text.find(part) != std::string::npos, "lacks:\n" << part << "\nin:\n" << text);
}

/// Line breaks and indents as single spaces.
std::string unwrapped(const std::string& text) {
  std::string words;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n';
    if (!space || (!words.empty() && words.back() != ' ')) words += space ? ' ' : c;
  }
  return words;
}

/// The same wherever lines are broken.
void check_says(const std::string& text, const std::string& part) {
  check_contains(unwrapped(text), part);
}

TEST_CASE("head, links") {
  check_contains(text_of("Text.\n"), "1.1  T\n======\n5 minutes\n\nText.\n");
  check_contains(chinese("文字。\n"), "5 分钟\n");
  const std::string links =
      text_of("[a book](https://example.org/b), [the rule](lesson:4.2), [bias](term:bias).\n");
  check_contains(links,
                 "a book [https://example.org/b], the rule (chapter 4.2: The chain rule, "
                 "one\nfactor at a time), bias.\n");
  check_contains(chinese("见[链式法则](lesson:4.2)。\n"),
                 "见链式法则（章节 4.2：链式法则：一次一个因子）。");
  // Nothing is said twice, and an unknown chapter is named by its id.
  check_contains(text_of("[The chain rule, one factor at a time](lesson:4.2).\n"),
                 "The chain rule, one factor at a time (chapter 4.2).");
  check_contains(text_of("[chapter 99](lesson:99).\n"), "\nchapter 99.\n");
}

TEST_CASE("tables") {
  check_contains(text_of("| $x_1$ | name |\n|---|---|\n| 10 | $a$ |\n| 2 | |\n"),
                 "  x₁  name\n  --  ----\n  10  a\n  2\n");
  check_contains(chinese("| 名称 | b |\n|---|---|\n| 一 | c |\n"),
                 "  名称  b\n  ----  -\n  一    c\n");
  const std::string word(30, 'w');
  check_contains(text_of("| one | two | three |\n|---|---|---|\n| " + word + " | " + word + " | " +
                         word + " |\n| 1 | | 3 |\n"),
                 "  - one: " + word + "\n    two: " + word + "\n    three: " + word +
                     "\n  - one: 1\n    three: 3\n");
}

TEST_CASE("formulas in both notations") {
  check_contains(text_of("```formula\ntex: a = b\ntex_delta: \\delta\n```\n"),
                 "    a = b\n    In the delta notation: δ\n");
  check_contains(chinese("```formula\ntex: a = b\ntex_delta: \\delta\n```\n"),
                 "    用 δ 记号：δ\n");
}

const std::string choose =
    "```choose\nquestion: Which?\noption: left\nreply: No, not left.\nright: right\n"
    "answer_note: Because.\nprogram: xor\n```\n";

TEST_CASE("choices") {
  const std::string text = text_of(choose);
  check_contains(text,
                 "  ? Question 1. Which?\n      a) left\n      b) right\n"
                 "      with the program xor\n");
  check_contains(text,
                 "Answers\n-------\nQuestion 1. b) right\n    Because.\n"
                 "    For a): No, not left.\n");
  check_contains(chinese(choose), "  ? 问题 1. Which?\n");
  check_contains(chinese(choose), "    若选 a)：No, not left.\n");
}

const std::string number =
    "```number\nquestion: How much?\nexpression: a\ndigits: 2\nhint: Look.\nhint: Again.\n"
    "mistake: 1 - a | Other way.\nanswer_note: So.\n```\n";

TEST_CASE("numbers") {
  const std::string text = text_of(number);
  check_contains(text, "  ? Question 1. How much?\n    (A number; significant digits: 2.)\n");
  check_contains(text,
                 "Question 1. 0.38. So.\n    Hint 1: Look.\n    Hint 2: Again.\n"
                 "    For 0.62: Other way.\n");
  check_contains(chinese(number), "（填一个数，有效数字：2 位。）");
  check_contains(chinese(number), "问题 1. 0.38。So.\n    提示 1：Look.\n");
  // 20 with one digit is not written as a power of ten.
  check_contains(text_of("```number\nquestion: q\nexpression: 20\ndigits: 1\n```\n"),
                 "Question 1. 20.\n");
  check_contains(text_of("```number\nquestion: q\nexpression: w\n```\n"),
                 "Question 1. cannot be evaluated.");
}

const std::string change =
    "```change\nquestion: Change it.\ngoal: J < 0.1\nsolution: b = param(5.0)\nhint: More.\n"
    "answer_note: Done.\n```\n";

TEST_CASE("changes") {
  const std::string text = text_of(change);
  check_contains(text,
                 "  > Task 1. Change it.\n    Goal: J < 0.1\n    Program neuron-mse:\n"
                 "      1  # One neuron: weighted sum, sigmoid, squared error\n"
                 "      2  x = tensor([0.6, -1.2])      # inputs\n");
  check_contains(text,
                 "Task 1. Done.\n    Hint 1: More.\n    One solution:\n"
                 "        b = param(5.0)\n    With these lines the goal is reached.\n");
  check_contains(chinese(change), "    目标：J < 0.1\n    程序 neuron-mse：\n");
  check_contains(chinese(change), "    换上这几行，目标就达到了。\n");
  std::string bad = change;
  bad.replace(bad.find("5.0"), 3, "0.2");
  check_contains(text_of(bad), "With these lines the goal is not reached.\n");
  bad.replace(bad.find("b = param"), 9, "b = parma");
  check_contains(text_of(bad), "    cannot be evaluated: ");
  // The second time a program's lines are not repeated.
  check_contains(text_of(change + "\n" + change), "    Program neuron-mse: listed above.\n");
}

TEST_CASE("backward by hand: the edges and what each adds, with the engine's numbers") {
  const std::string body = "```backprop\ntext: Go back.\n```\n";
  const std::string text = text_of(body);
  check_says(text,
             "> Task 1. Go back. Do backward() 1 of the program neuron-mse by hand, one edge after "
             "the other.");
  check_contains(text, "Task 1.\n     1. dJ/dJ = 1\n");
  check_contains(text, ". (a - y) → a: dJ/da += −1.24492\n");
  check_contains(text, ". a → z: dJ/dz += −0.292561\n");
  check_contains(text, ". w @ x → w: dJ/dw += [−0.175536, 0.351073]\n");
  check_contains(text, ": dJ/d(a - y) += ");
  CHECK(text.find("dJ/dx") == std::string::npos);  // data are not on the way to a parameter
  check_contains(chinese(body), "亲手完成第 1 次 backward()");
  check_contains(text_of("```backprop\ntext: Go.\nrun: 3\n```\n"),
                 "cannot be evaluated: there is no backward() to go through");
}

TEST_CASE("faults are named in the answers alone, with what they do to the gradients") {
  const std::string body = "```fault\ntext: Find it.\nfault: missing-slope\n```\n";
  const std::string text = text_of(body);
  const auto answers = text.find("Answers");
  check_contains(text, "    A broken engine runs the program neuron-mse.\n");
  CHECK(text.substr(0, answers).find("slope") == std::string::npos);
  check_contains(text.substr(answers),
                 "Task 1. The engine leaves out the slope f' of the activations.\n"
                 "    dJ/dw: [−0.175536, 0.351073] is right, the broken engine has "
                 "[−0.746951,\n      1.4939]\n"
                 "    dJ/db: −0.292561 is right, the broken engine has −1.24492\n");
  check_contains(chinese(body), "这个引擎的故障：反向时漏掉了激活函数的斜率 f'。");
}

TEST_CASE("programs: a comment that does not fit stands below its code") {
  const auto lesson =
      parse_lesson(front + "```program\n\ntext: Numbers.\nat: p\n```\n", Language::english);
  REQUIRE(lesson.ok());
  const std::string zeros = "[0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0]";
  const auto trace =
      run_program("# a\nX = tensor(" + zeros + ")  # powers of two\np = X.sum()  # p\n");
  REQUIRE(trace.ok());
  const std::string text = lesson_as_text(lesson.value(), *trace.value());
  check_contains(text, "    Numbers.\n    Program neuron-mse:\n      1  # a\n      2  X = tensor(" +
                           zeros + ")\n             # powers of two\n      3  p = X.sum()  # p\n" +
                           "    It opens after step 2 of 2: p has just been computed.\n");
  const std::string body = "```program\nprogram: xor\nat: o\n```\n";
  check_contains(chinese(body), "    打开时的位置：第 ");
  check_contains(text_of("```program\nprogram: xor\nat: q\n```\n"),
                 "cannot be evaluated: the program has no value 'q'");
  check_contains(text_of("```program\nprogram: nowhere\n```\n"), "there is no program 'nowhere'");
}

std::string figure(const std::string& fields) {
  return text_of("```figure\nview: network\ncaption: Here.\n" + fields + "```\n");
}

TEST_CASE("figures: the moment in words, and the numbers of what is selected") {
  check_contains(figure(""),
                 "    [Figure: the network, program neuron-mse, at the start]\n"
                 "    Here.\n");
  check_contains(figure("at: end\n"), ", at the end]\n");
  const std::string made = figure("at: a\nselect: a\n");
  check_says(made, ": a has just been computed]");
  check_contains(made, "    Selected: a = 0.377541; no gradient yet\n");
  check_contains(figure("at: a -> z\nselect: z\n"),
                 "    Selected: z = −0.5; its gradient so far: −0.292561\n");
  check_contains(figure("at: grad w\nselect: w[1]\n"),
                 "    Selected: w[1] = 0.9; its gradient so far: 0.351073\n");
  check_contains(figure("at: z\nselect: a\n"), "    Selected: a has not been computed yet\n");
  // Without a selection, the numbers of what the moment is about.
  check_contains(figure("at: z\n"), "    z = −0.5; no gradient yet\n");
  check_says(figure("at: 1\n"), "after step 1 of 22: x has just been read]");
  check_contains(figure("at: J -> q\n"), "cannot be evaluated: ");
  const std::string last = figure("at: 22\n");
  check_contains(last, "at the end]");
  check_says(figure("at: 21\n"), "sgd has just updated w]");
  const std::string zh =
      chinese("```figure\nview: paths\ncaption: 图。\nat: a -> z\nselect: z\n```\n");
  check_contains(zh, "［图：路径，程序 neuron-mse，第 ");
  check_contains(zh, "选中：z = −0.5；目前的梯度：−0.292561\n");
}

TEST_CASE("moments of training: what is cleared and what has begun") {
  const auto at = [](const std::string& step) {
    return text_of("```figure\nview: graph\ncaption: c\nprogram: xor\nat: " + step + "\n```\n");
  };
  std::string all;
  for (int step = 1; step < 60; ++step)
    all += at(std::to_string(step));
  check_says(all, "every gradient has just been set to zero]");
  check_says(all, "backward() has just begun, with dJ@2/dJ@2 = 1]");
}

TEST_CASE("plots: their ranges, lines and programs") {
  const std::string curve =
      "```plot\nkind: curve\ncaption: C.\nline: J | loss\nline: a\nx: w[0] from -2 to 2.5\n"
      "scale: log\n```\n";
  check_contains(text_of(curve),
                 "    [Plot: a curve, over w[0] from −2 to 2.5; on a logarithmic scale, program\n"
                 "      neuron-mse]\n    C.\n    - loss: J\n    - a\n");
  check_contains(chinese(curve), "［图像：曲线，范围：w[0] 从 −2 到 2.5；对数刻度，程序");
  const std::string series = "```plot\nkind: series\ncaption: C.\nline: J | loss | xor\n```\n";
  check_contains(text_of(series), "    - loss: J, program xor\n");
  const std::string plane =
      "```plot\nkind: plane\ncaption: C.\nline: o\nx: X[0] from 0 to 1\ny: X[1] from 0 to 1\n"
      "points: X\nclasses: y\nprogram: xor\n```\n";
  check_says(text_of(plane), "over X[0] from 0 to 1, X[1] from 0 to 1; points X, classes y");
}

TEST_CASE("labs") {
  check_contains(text_of("```lab\nname: mnist\ntext: Try.\nsettings: a=1; b=2\n```\n"),
                 "    [Lab: mnist, with a=1; b=2]\n    Try.\n");
  check_contains(chinese("```lab\nname: mnist\ntext: 试。\n```\n"),
                 "    ［实验室：mnist］\n    试。\n");
}

TEST_CASE("maps: concepts, what leads where, and what the source draws wrongly") {
  const std::string map =
      "```map\nnode: a | First | 4.2 | 0, 0\nnode: b | Second | - | 1, 0\n"
      "edge: a -> b | leads to\nedge: b -> a\nprinted: b -> b | Not so.\n```\n";
  check_contains(text_of(map),
                 "    [Map of concepts]\n    - First (chapter 4.2)\n    - Second\n"
                 "    First leads to → Second\n    Second → First\n"
                 "    ✗ The source draws Second → Second, which is not so. Not so.\n");
  check_contains(chinese(map), "    - First（章节 4.2）\n");
  check_contains(chinese(map), "    ✗ 原文画了 Second → Second，其实不然。");
}

TEST_CASE("summaries and readings, with addresses") {
  check_contains(text_of("```summary\nKeep:\n\n- one\n- two\n```\n"),
                 "Summary\n-------\nKeep:\n  - one\n  - two\n");
  check_contains(text_of("```reading\n[B](https://example.org)\n```\n"),
                 "Further reading\n---------------\nB [https://example.org]\n");
  check_contains(chinese("```summary\n- 一\n```\n"), "要点\n----\n  - 一\n");
  check_contains(chinese("```reading\n- 二\n```\n"), "延伸阅读\n--------\n  - 二\n");
}

TEST_CASE("tasks are counted on, and answered in their order") {
  const std::string text = text_of(choose + "\n" + number + "\n" + change);
  check_contains(text, "  ? Question 2. How much?");
  check_contains(text, "  > Task 3. Change it.");
  const auto answers = text.find("Answers\n");
  const auto first = text.find("Question 1.", answers);
  const auto second = text.find("Question 2.", first);
  CHECK(text.find("Task 3.", second) != std::string::npos);
}

/// Python's "\n" and "\t" in the lines that 5.2 reads are no TeX.
std::string without_escapes(std::string text) {
  for (const std::string escape : {"'\\nTest set", "%)\\n'", "]\\tLoss"}) {
    for (auto at = text.find(escape); at != std::string::npos; at = text.find(escape))
      text.erase(at, escape.size());
  }
  return text;
}

TEST_CASE(
    "every chapter in both languages: lines of 78 columns at most, none with a space at its end") {
  const auto ids = list_lessons();
  REQUIRE(ids.ok());
  std::size_t turn = 0;
  for (const std::string& id : ids.value()) {
    for (const Language language : {Language::english, Language::chinese}) {
      if (!test::is_run(turn++, 3)) continue;
      const auto lesson = load_lesson(id, language);
      REQUIRE(lesson.ok());
      auto source = load_program(lesson.value().program);
      REQUIRE(source.ok());
      const auto trace = run_program(source.value());
      REQUIRE(trace.ok());
      const std::string text = lesson_as_text(lesson.value(), *trace.value());
      CAPTURE(id);
      CHECK(text.find("cannot be evaluated") == std::string::npos);
      CHECK(text.find("无法求值") == std::string::npos);
      CHECK(without_escapes(text).find("\\") == std::string::npos);  // no TeX is left
      for (const std::string& line : lines_in(text)) {
        CAPTURE(line);
        const bool one_word = line.find(' ', line.find_first_not_of(' ')) == std::string::npos;
        CHECK((width_of(line) <= text_columns || one_word));
        CHECK_FALSE(line.ends_with(' '));
      }
    }
  }
}

}  // namespace
}  // namespace backprop::lessons
