// The tasks of the chapters as learners get them: answers, mistakes, choices, edits.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>
#include <string>
#include <vector>

#include "engine/number_text.h"
#include "engine/program/interpreter.h"
#include "lessons/model/answers.h"
#include "lessons/model/catalogue.h"
#include "lessons/model/claims.h"
#include "lessons/model/program_runs.h"
#include "lessons/model/task_edits.h"
#include "lessons/model/typed_number.h"

namespace backprop::lessons {
namespace {

/// Every chapter in English, read once, and runs of the shipped programs.
struct Chapters {
  std::vector<Lesson> lessons;
  ProgramRuns runs{[](const std::string& name) { return load_program(name); }};

  Chapters() {
    const auto ids = list_lessons();
    REQUIRE(ids.ok());
    for (const std::string& id : ids.value())
      lessons.push_back(load_lesson(id, Language::english).value());
  }

  const Trace& trace(const std::string& program) {
    const auto& run = runs.run(program);
    REQUIRE(run.ok());
    return *run.value();
  }

  template <class Is, class Visit>
  int each(const Visit& visit) {
    int count = 0;
    for (const Lesson& lesson : lessons) {
      for (const Block& block : lesson.blocks) {
        const auto* is = std::get_if<Is>(&block.is);
        if (is == nullptr) continue;
        const std::string name = lesson.id + " " + block.id;
        CAPTURE(name);
        visit(block, *is);
        ++count;
      }
    }
    return count;
  }
};

Chapters& chapters() {
  static Chapters all;
  return all;
}

TEST_CASE("a number is right as the engine has it, and rounded to the digits that are asked for") {
  const int asked = chapters().each<TypeNumber>([](const Block& block, const TypeNumber& number) {
    const Trace& trace = chapters().trace(number.program);
    const auto truth = answer_of(number, trace);
    REQUIRE(truth.ok());
    const double value = truth.value();
    CHECK(judge(block, trace, exact_text(value)).verdict == Verdict::right);
    const Judgement shown = judge(block, trace, short_text(value, number.digits));
    CHECK(shown.verdict == Verdict::right);
    CHECK(judge(block, trace, shown.truth).verdict == Verdict::right);  // as the window writes it
    CHECK(judge(block, trace, exact_text(3 * value + 17.3)).verdict != Verdict::right);
    if (only_a_name(number.expression))
      CHECK(judge(block, trace, number.expression).verdict == Verdict::unreadable);
  });
  CHECK(asked > 35);
}

TEST_CASE("what a question supposes is put into the program, the learner's own, before it runs") {
  TypeNumber number;
  number.expression = "grad(w)";
  const auto answer = [&](const std::string& program) {
    const auto trace = run_program(program);
    REQUIRE(trace.ok());
    return answer_of(number, *trace.value());
  };
  const std::string program = "x = tensor(2.0)\nw = param(3.0)\nJ = w * x\nJ.backward()\n";
  CHECK(answer(program).value() == 2);
  number.with = {"x = tensor(5.0)"};
  CHECK(answer(program).value() == 5);
  CHECK(answer("x = tensor(2.0)\nw = param(3.0)\nJ = w ** 2 * x\nJ.backward()\n").value() == 30);
  number.with = {"x = tensor([1.0, 2.0])"};  // then the loss has two elements
  CHECK_FALSE(answer(program).ok());
  number.with = {"q = tensor(5.0)"};
  CHECK(answer(program).error().cause == "no line of the program is like 'q = tensor(5.0)'");
}

TEST_CASE("each mistake that a chapter knows gets its own reply, also when it is rounded") {
  int mistakes = 0;
  chapters().each<TypeNumber>([&](const Block& block, const TypeNumber& number) {
    const Trace& trace = chapters().trace(number.program);
    for (const TypeNumber::Mistake& mistake : number.mistakes) {
      CAPTURE(mistake.expression);
      const auto value = number_of(trace, moment_of_claims(trace), mistake.expression);
      REQUIRE(value.ok());
      for (const std::string& typed :
           {exact_text(value.value()), short_text(value.value(), number.digits)}) {
        CAPTURE(typed);
        const Judgement judgement = judge(block, trace, typed);
        CHECK(judgement.verdict == Verdict::known_mistake);
        CHECK(judgement.reply == &mistake.reply);
        CHECK_FALSE(mistake.reply.empty());
      }
      ++mistakes;
    }
  });
  CHECK(mistakes > 100);
}

TEST_CASE("every choice is answered: the right one as right, each other with its own reply") {
  const int asked = chapters().each<Choose>([](const Block& block, const Choose& choose) {
    const Trace& trace = chapters().trace(choose.program);
    for (std::size_t i = 0; i < choose.options.size(); ++i) {
      const Judgement judgement = judge(block, trace, std::to_string(i));
      CHECK(judgement.reply == &choose.options[i].reply);
      CHECK_FALSE(choose.options[i].reply.empty());
      CHECK(judgement.verdict == (i == choose.right ? Verdict::right : Verdict::known_mistake));
    }
  });
  CHECK(asked > 25);
}

/// An edit, as lines that take the place of the program's; and what of it may not be changed.
struct Edit {
  std::string chapter, task;
  std::vector<std::string> lines;
  std::string forbidden = {};  ///< empty: allowed, but the goal is not reached
};

const Change& change_of(const std::string& chapter, const std::string& task) {
  for (const Lesson& lesson : chapters().lessons) {
    for (const Block& block : lesson.blocks) {
      const auto* change = std::get_if<Change>(&block.is);
      if (change != nullptr && lesson.id == chapter && block.id == task) return *change;
    }
  }
  FAIL("no task " << chapter << " " << task);
  std::abort();
}

/// Ways to the number that is asked for which the question forbids.
std::vector<Edit> cheats() {
  return {
      {"1.1", "train-by-hand", {"J = 0.1 * binary_cross_entropy(p, y)"}, "J = 0.1 *"},
      {"1.1", "train-by-hand", {"p = 0 * sigmoid(X @ w.T + b) + y"}, "p = 0 *"},
      {"2.1", "break-the-collapse", {"q = tensor([3.0, -3.0])"}, "q = tensor"},
      {"2.1", "break-the-collapse", {"o_halfway = net(p)"}, "o_halfway ="},
      {"2.1", "break-the-collapse", {"def net(x): return relu(W1 @ x + b1)"}, "def net(x)"},
      {"2.1", "break-the-collapse", {"def bend(s): return 2 * s"}},
      {"2.1", "break-the-collapse", {"def bend(s): return s + 3"}},
      {"2.1", "break-the-collapse", {"def bend(s): return s * tensor([1.0, -5.0, 3.0]) + b1"}},
      {"2.1", "repair-xor", {"y = tensor([[0], [1], [1], [2]])"}, "y = tensor"},
      {"2.1", "repair-xor", {"W2 = param([[0.99, -1.98]])"}},
      {"2.1", "repair-xor", {"b1 = param([0.0, 0.0])", "W2 = param([[1.0, 0.0]])"}, "b1 = param"},
      {"3.1", "good-rate", {"w = param(3.0)"}, "w = param(3.0)"},
      {"3.1", "good-rate", {"sgd(lr=0.3, momentum=0.1)"}, "sgd(lr=0.3, momentum=0.1)"},
      {"3.1", "other-valley", {"J = w ** 4 - 3 * w ** 2 + w - 3"}, "J = w"},
      {"3.1", "other-valley", {"sgd(lr=0.2)"}, "sgd(lr=0.2)"},
      {"3.2",
       "stop-earlier",
       {"V = 0.5 * cross_entropy(tanh(B @ W1.T + b1) @ W2.T + b2, y_val)"},
       "V = 0.5"},
      {"4.1",
       "raise-the-prediction",
       {"x = tensor([9.0, 9.0])", "b3 = param([2.2])"},
       "x = tensor"},
      {"4.1", "raise-the-prediction", {"W3 = param([[9.0, 9.0]])"}, "W3 = param"},
      {"4.1", "raise-the-prediction", {"y = tensor([0.5])"}, "y = tensor"},
      {"4.1", "raise-the-prediction", {"J = mean((a3 - y) ** 4)"}, "J = mean"},
      {"4.2", "wake-the-neuron", {"b = param(16.0)"}, "b = param"},
      {"4.2", "wrong-and-learning", {"y = tensor(0.0)"}, "y = tensor"},
      {"4.3", "learning-rate", {"Jv = 0.1 * cross_entropy(net(others), [0, 1, 2])"}, "Jv = 0.1"},
      {"4.3",
       "learning-rate",
       {"Jv = cross_entropy(net(pixels), [0, 0, 1, 1, 2, 2])", "adam(lr=0.02)"},
       "Jv = cross"},
      {"5.2",
       "weigh-the-batches",
       {"m1 = mean(l)", "m2 = mean(l)", "m3 = mean(l)"},
       "m1 = mean(l)"},
      {"5.2", "weigh-the-batches", {"printed = mean(l)"}},
      {"double-softmax", "mend", {"J = 0.5 * cross_entropy(output, target)"}},
      {"double-softmax", "mend", {"output = 10 * softmax(z2, dim=1)"}},
      {"double-softmax",
       "mend",
       {"targets = tensor([0, 0, 0, 0, 0, 0, 0, 0, 0])"},
       "targets = tensor"},
      {"7",
       "own-backward",
       {"own_W1 = (d1 * a1 * (1 - a1)).reshape(2, 1) @ x.reshape(1, 2)"},
       "own_W1 ="},
      {"7", "own-backward", {"x = tensor([0.0, 0.0])"}, "x = tensor"},
      {"printed-gradients", "right-by-accident", {"x = tensor([0.0, 0.0])"}, "x = tensor"},
      {"printed-gradients", "right-by-accident", {"w = param([800.0, 0.0])"}},
      {"many-neurons", "cancelling-paths", {"y1 = tensor(0.6)"}, "y1 = tensor"},
      {"many-neurons", "cancelling-paths", {"x1 = tensor(0.0)"}, "x1 = tensor"},
      {"many-neurons", "cancelling-paths", {"w5 = param(0.13)", "w7 = param(0.4645)"}},
      {"optimizers", "diverge", {"w = param([8.0, 1.0])"}, "w = param"},
      {"optimizers", "diverge", {"sgd(lr=0.07, momentum=0.99)"}, "sgd(lr=0.07, momentum=0.99)"},
      {"optimizer-races", "tune-adam", {"w = param([1.0, 0.1])"}, "w = param"},
      {"optimizer-races",
       "default-rate",
       {"W2 = param(zeros(1, 6))", "adam(lr=0.0001)"},
       "W2 = param"},
      {"optimizer-races", "default-rate", {"adam(lr=0.0001)"}, "adam(lr=0.0001)"},
      {"batches",
       "sum-for-mean",
       {"w = param([0.48079292923636, -0.13969254606438])", "J = sum((a - y) ** 2)"},
       "w = param"},
      {"batches", "sum-for-mean", {"J = sum((a - y) ** 2)"}},
      {"softmax", "a-sure-network", {"y = softmax(z, dim=0).detach()"}, "y = softmax"},
      {"softmax", "overflow", {"e = exp(100 * z)"}, "e = exp"},
      {"chain-rule-primer", "smaller-way", {"x = param(0.0)", "h = tensor(0.0009)"}, "x = param"},
      {"chain-rule-primer", "smaller-way", {"one_sided = 2 * x"}, "one_sided = 2 * x"},
  };
}

/// What becomes of an edit.
struct Tried {
  std::string told;  ///< the line that may not be changed; empty: none
  bool reached = false;
};

Tried tried(const Edit& edit) {
  const Change& change = change_of(edit.chapter, edit.task);
  const std::string shipped = load_program(change.program).value();
  const auto edited = with_lines(edit.lines, shipped);
  REQUIRE(edited.ok());
  Tried result;
  result.told = forbidden_edit(change, shipped, edited.value()).value_or("");
  const auto run = run_program(edited.value());
  REQUIRE(run.ok());
  const auto reached = reaches_goal(change, *run.value());
  REQUIRE(reached.ok());
  result.reached = reached.value();
  return result;
}

TEST_CASE("what a task forbids is told with its line, or does not reach the goal") {
  int told = 0;
  for (const Edit& cheat : cheats()) {
    CAPTURE(cheat.chapter);
    CAPTURE(cheat.task);
    CAPTURE(cheat.lines[0]);
    const Tried result = tried(cheat);
    CHECK(result.told.starts_with(cheat.forbidden));
    CHECK(result.told.empty() == cheat.forbidden.empty());
    if (cheat.forbidden.empty()) CHECK_FALSE(result.reached);
    told += result.told.empty() || !result.reached ? 0 : 1;
  }
  CHECK(told > 20);  // the goal alone would have let them pass
}

/// Ways that the question allows, besides the chapter's own solution.
std::vector<Edit> other_ways() {
  return {
      {"1.1", "train-by-hand", {"w = param([[2.0, 0.0]])  # length alone", "b = param([-5.0])"}},
      {"2.1", "break-the-collapse", {"def bend(s): return tanh(s)"}},
      {"2.1", "break-the-collapse", {"def bend(s): return sigmoid( s )"}},
      {"2.1", "break-the-collapse", {"def bend(s): return hardtanh(s)"}},
      {"2.1", "break-the-collapse", {"def bend(s): return mish(s)"}},
      {"2.1", "break-the-collapse", {"def bend(s): return sin(s)"}},
      {"2.1", "break-the-collapse", {"def bend(s): return abs(s)"}},
      {"2.1", "break-the-collapse", {"def bend(s): return s ** 2"}},
      {"2.1", "break-the-collapse", {"def bend(s): return where(s > 0, s, 0.1 * s)"}},
      {"3.1", "good-rate", {"sgd(lr=0.7)"}},
      {"3.1", "other-valley", {"w = param(0.1)"}},
      {"3.2", "stop-earlier", {"adam(lr=0.05, weight_decay=0.005)"}},
      {"4.1", "raise-the-prediction", {"b3 = param([2.5])"}},
      {"4.2", "wake-the-neuron", {"w = param([0.0, 0.0])"}},
      {"double-softmax", "mend", {"output = log(softmax(z2, dim=1))"}},
      {"double-softmax", "mend", {"J = cross_entropy(z2, target)"}},
      {"7", "own-backward", {"d1 = a1 * (1 - a1) * (d2 @ W2)"}},
      {"many-neurons", "cancelling-paths", {"w5 = param(0.15)"}},
      {"optimizers", "diverge", {"sgd(lr=0.1)"}},
      {"optimizer-races", "tune-adam", {"adam(lr=0.4, betas=(0.4, 0.999))"}},
      {"softmax", "a-sure-network", {"z = param([-3.0, 6.0, -3.0])"}},
      {"chain-rule-primer", "smaller-way", {"h = tensor(-0.0001)"}},
  };
}

TEST_CASE("other ways that a task allows reach its goal") {
  for (const Edit& way : other_ways()) {
    CAPTURE(way.chapter);
    CAPTURE(way.task);
    CAPTURE(way.lines[0]);
    const Tried result = tried(way);
    CHECK(result.told == "");
    CHECK(result.reached);
  }
}

TEST_CASE("lines that come or go are told; comments and spaces are free") {
  Change change;
  change.only = {"w", "sgd"};
  change.solution = {"sgd(lr=0.5)"};
  const std::string shipped = "w = param(1.0)   # start\nJ = w ** 2\nJ.backward()\nsgd(lr=0.1)\n";
  const auto told = [&](const std::string& edited) {
    return forbidden_edit(change, shipped, edited).value_or("");
  };
  CHECK(told(shipped).empty());
  CHECK(told("# mine\nw=param(2.0 + 1.0)\n\nJ = w**2\nJ.backward()\nsgd(lr = 0.3)\n").empty());
  CHECK(told("w = param(1.0)\nJ = w ** 2\nJ.backward()\n") == "sgd(lr=0.1)");
  CHECK(told(shipped + "w = 0\n") == "w = 0");
  CHECK(told("w = param(1.0)\nw = 2 * w\nJ = w ** 2\nJ.backward()\nsgd(lr=0.1)\n") == "w = 2 * w");
  CHECK(told("w = param(1.0)\nJ = w ** 3\nJ.backward()\nsgd(lr=0.1)\n") == "J = w ** 3");
  CHECK(told("w = param(1.0)\nJ = w ** 2\nJ.backward()\nadam(lr=0.1)\n") == "adam(lr=0.1)");
  CHECK(told("w = param(1.0)\nJ = w ** 2\nJ.backward()\nsgd(lr=0.1, momentum=0.9)\n") ==
        "sgd(lr=0.1, momentum=0.9)");
  CHECK(unknown_line(change, shipped).empty());
  change.only.push_back("b");
  CHECK(unknown_line(change, shipped) == "b");
  change.only = {"sgd(lr=0.5)"};
  CHECK(told("w = param(1.0)\nJ = w ** 2\nJ.backward()\nsgd(lr=0.5)\n").empty());
  CHECK(told("w = param(1.0)\nJ = w ** 2\nJ.backward()\nsgd(lr=0.4)\n") == "sgd(lr=0.4)");
  change.only.clear();
  CHECK(told("anything = 1\n").empty());
}

}  // namespace
}  // namespace backprop::lessons
