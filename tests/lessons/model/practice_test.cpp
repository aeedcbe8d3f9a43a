// "You are backprop": an ideal learner, learners who each make one mistake, and junk.
#include "lessons/model/practice.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

#include "engine/number_text.h"
#include "engine/program/interpreter.h"
#include "engine/trace/time.h"
#include "lessons/model/practice_mistakes.h"
#include "tests/support/bits.h"
#include "tests/support/programs.h"

using namespace backprop;
using namespace backprop::lessons::practice;
using backprop::test::all_programs;
using backprop::test::NamedProgram;
using backprop::test::random_program;
using backprop::test::run_of;
using backprop::test::same_bits;
using backprop::test::shipped_program;

namespace {

/// A learner who knows everything, and may be made to say something else.
class Learner {
 public:
  explicit Learner(const std::string& text, int run = 0, std::uint32_t seed = 1)
      : trace_(run_of(text)), practice_(start(*trace_, run).value()), random_(seed) {}

  const Trace& trace() const { return *trace_; }
  const Practice& practice() const { return practice_; }
  Ask asked() const { return practice_.ask; }
  const Reply& reply() const { return *practice_.reply; }

  void pick(Index step) {
    practice_ = lessons::practice::pick(*trace_, std::move(practice_), step);
  }
  void say(const std::string& text) {
    practice_ = lessons::practice::answer(*trace_, std::move(practice_), text);
  }
  void say(double number) { say(exact_text(number)); }
  void hint() { practice_ = lessons::practice::hint(*trace_, std::move(practice_)); }
  double right() const { return expected(*trace_, practice_); }

  /// One pick of any ready edge, or one right answer.
  void go_on() {
    if (asked() != Ask::pick) {
      say(right());
      return;
    }
    std::vector<Index> ready;
    for (const Choice& choice : choices(*trace_, practice_)) {
      if (choice.ready) ready.push_back(choice.step);
    }
    REQUIRE(!ready.empty());
    pick(ready[random_() % ready.size()]);
  }

  void finish() {
    for (int i = 0; asked() != Ask::finished; ++i) {
      REQUIRE(i < 100'000);
      go_on();
      REQUIRE(reply().verdict == Verdict::right);
    }
  }

  /// Up to the edge through that op into the value of that name (or text), and to that question.
  Learner& to(const std::string& op, const std::string& into, Ask ask = Ask::local) {
    const auto here = [&] {
      const Step& step = trace_->step(practice_.step);
      return asked() == ask && step.edge >= 0 && trace_->value(step.value).op->name == op &&
             display_name(*trace_, target(*trace_, step)) == into;
    };
    CAPTURE(op);
    CAPTURE(into);
    while (!here()) {
      REQUIRE(asked() != Ask::finished);
      go_on();
    }
    return *this;
  }

  /// What is said to the text; the question stays as it was.
  Verdict told(const std::string& text) const {
    const Practice after = lessons::practice::answer(*trace_, practice_, text);
    return after.reply->verdict;
  }
  Verdict told(double number) const { return told(exact_text(number)); }

  double number(const std::string& expression) const {
    const auto value = evaluate(*trace_, practice_.step, expression);
    REQUIRE(value.ok());
    return value.value()[value.value().size() == 1 ? 0 : practice_.element];
  }

 private:
  std::shared_ptr<const Trace> trace_;
  Practice practice_;
  std::mt19937 random_;
};

std::vector<std::string> many_programs() {
  std::vector<std::string> texts;
  for (const NamedProgram& program : all_programs()) {
    if (program.text.find(".backward()") != std::string::npos) texts.push_back(program.text);
  }
  for (std::uint32_t seed = 0; seed < 40; ++seed)
    texts.push_back(random_program(seed));
  texts.push_back(
      "x = tensor([[0.5, -1.0, 2.0], [1.5, 0.25, -0.75]])\n"
      "W = param([[0.3, -0.2, 0.1], [0.4, 0.6, -0.5]])\nb = param([0.1, -0.2])\n"
      "V = param([[0.7, -0.4], [0.2, 0.9], [-0.3, 0.8]])\n"
      "h = dropout(gelu(linear(x, W, b)), p=0.3, seed=5)\n"
      "z = softmax(h @ V.T, dim=1)\n"
      "J = cross_entropy(z, [0, 2]) + mse_loss(h, x[0:2, 0:2]) + mean(layer_norm(h, 2))\n"
      "J.backward()\n");
  return texts;
}

}  // namespace

TEST_CASE("an ideal learner gets full marks, and ends with the recording's gradients") {
  int questions = 0;
  for (const std::string& text : many_programs()) {
    CAPTURE(text);
    const auto trace = run_of(text);
    for (std::size_t run = 0; run < trace->backward_runs.size(); ++run) {
      Learner learner(text, static_cast<int>(run), static_cast<std::uint32_t>(run) + 7);
      learner.finish();
      const Score score = total(learner.practice());
      CHECK(score.asked > 1);
      CHECK(score.right == score.asked);
      CHECK(score.at_once == score.asked);
      CHECK(score.mistakes == 0);
      CHECK(score.hints == 0);
      questions += score.asked;
      const Index end = trace->backward_runs[run].end_step;
      for (std::size_t id = 0; id < trace->values.size(); ++id) {
        const auto value = static_cast<ValueId>(id);
        if (trace->values[id].kind == ValueKind::constant || !exists(*trace, value, end)) continue;
        REQUIRE(same_bits(gradient_so_far(*trace, learner.practice(), value),
                          gradient_at(*trace, value, end)));
      }
    }
  }
  CHECK(questions > 1'000);
}

TEST_CASE("what the programs' backward() asks for") {
  Learner learner(shipped_program("neuron-mse"));
  learner.finish();
  const auto asked = [&](Kind kind) {
    return learner.practice().scores[static_cast<std::size_t>(kind)].asked;
  };
  CHECK(asked(Kind::seed) == 1);
  CHECK(asked(Kind::loss) == 4);  // the mean of one number and minus pass on: local alone
  CHECK(asked(Kind::activation) == 2);
  CHECK(asked(Kind::bias) == 2);  // + passes on, to w @ x and to b
  CHECK(asked(Kind::product_by_weight) == 2);
  CHECK(asked(Kind::product_by_input) == 0);  // x is data
  Learner two(shipped_program("two-two-two"));
  two.finish();
  CHECK(two.practice().scores[static_cast<std::size_t>(Kind::product_by_input)].asked == 2);
  CHECK(two.practice().scores[static_cast<std::size_t>(Kind::product_by_weight)].asked == 4);
}

TEST_CASE("an edge of a value that is not finished is refused by that name") {
  int refused = 0;
  for (const std::string& text : many_programs()) {
    CAPTURE(text);
    Learner learner(text);
    while (learner.asked() != Ask::finished) {
      if (learner.asked() == Ask::pick) {
        for (const Choice& choice : choices(learner.trace(), learner.practice())) {
          if (choice.ready) continue;
          Practice after = pick(learner.trace(), learner.practice(), choice.step);
          REQUIRE(after.reply->verdict == Verdict::parent_unfinished);
          REQUIRE(after.reply->detail >= 1);
          REQUIRE(after.ask == Ask::pick);
          REQUIRE(total(after).mistakes == total(learner.practice()).mistakes + 1);
          ++refused;
        }
      }
      learner.go_on();
    }
  }
  CHECK(refused > 200);
  Learner first(shipped_program("two-two-two"));
  const BackwardRun run = first.trace().backward_runs[0];
  CHECK(choices(first.trace(), first.practice()).size() > 1);
  first.pick(run.first_step + 1);
  CHECK(first.reply().verdict == Verdict::parent_unfinished);
  for (const Index step : {Index{-1}, Index{0}, run.end_step, Index{1} << 40}) {
    first.pick(step);
    CHECK(first.reply().verdict == Verdict::not_on_the_way);
  }
  first.pick(run.first_step);
  CHECK(first.asked() == Ask::local);
  first.say("1");
  first.pick(run.first_step);
  CHECK(first.reply().verdict == Verdict::already_done);
  // An edge to data: nothing is learned from it.
  const Index to_y = contributions_to(first.trace(), find_value(first.trace(), "y")).front();
  first.pick(to_y);
  CHECK(first.reply().verdict == Verdict::not_on_the_way);
}

TEST_CASE("mistakes at the activation are told by name") {
  Learner at(shipped_program("neuron-mse"));
  at.to("sigmoid", "z");
  CHECK(at.told("a * (1 - a)") == Verdict::right);
  CHECK(at.told("a * (a - 1)") == Verdict::wrong_sign);
  CHECK(at.told("1") == Verdict::missing_slope);
  CHECK(at.told("a") == Verdict::value_for_derivative);
  CHECK(at.told("z * (1 - z)") == Verdict::sum_for_activation);
  CHECK(at.told("2 * (a - y)") == Verdict::forgot_local);
  CHECK(at.told("2 * (a - y) * a * (1 - a)") == Verdict::included_upstream);
  CHECK(at.told("0.77") == Verdict::wrong);
  at.say("a * (1 - a)");
  REQUIRE(at.asked() == Ask::contribution);
  CHECK(at.told("2 * (y - a) * a * (1 - a)") == Verdict::wrong_sign);
  CHECK(at.told("2 * (a - y)") == Verdict::missing_slope);
  CHECK(at.told("2 * (a - y) * a") == Verdict::value_for_derivative);
  CHECK(at.told("2 * (a - y) * z * (1 - z)") == Verdict::sum_for_activation);
  CHECK(at.told("a * (1 - a)") == Verdict::forgot_upstream);
}

TEST_CASE("mistakes at the loss are told by name") {
  const std::string leaves =
      "a = param([0.5, -1.25, 2.0, 0.3])\ny = tensor([1.0, 0.5, 0.75, -0.4])\n";
  Learner mse(leaves + "J = mse_loss(a, y)\nJ.backward()\n");
  mse.to("mse_loss", "a");
  CHECK(mse.told("2 / 4 * (a - y)") == Verdict::right);
  CHECK(mse.told("2 * (a - y)") == Verdict::missing_mean);
  Learner mean(leaves + "J = mean((a - y) ** 2)\nJ.backward()\n");
  mean.to("mean", "(a - y) ** 2");
  CHECK(mean.told("1 / 4") == Verdict::right);
  CHECK(mean.told("-0.25") == Verdict::wrong_sign);
  CHECK(mean.told("1") == Verdict::missing_mean);
  mean.to("pow", "(a - y)");
  CHECK(mean.told("a - y") == Verdict::missing_factor);
  mean.to("pow", "(a - y)", Ask::contribution);
  CHECK(mean.told("2 * (a - y) / 4") == Verdict::right);
  CHECK(mean.told("(a - y) / 4") == Verdict::missing_factor);
  CHECK(mean.told("2 * (a - y)") == Verdict::forgot_upstream);
  CHECK(mean.told("1 / 4") == Verdict::forgot_local);

  Learner half(shipped_program("two-two-two"));
  half.to("mul", "sum((o - y) ** 2)");
  CHECK(half.told("0.5") == Verdict::right);
  CHECK(half.told("1") == Verdict::missing_half);
  Learner entropy(
      "a = param([[0.5, -1.0, 0.2], [2.0, 0.25, -0.6], [0.1, 0.2, 0.3]])\n"
      "J = cross_entropy(a, [1, 0, 2])\nJ.backward()\n");
  entropy.to("cross_entropy", "a");
  CHECK(entropy.told(3 * entropy.right()) == Verdict::missing_mean);
}

TEST_CASE("the seed") {
  Learner learner(shipped_program("neuron-mse"));
  learner.go_on();
  REQUIRE(learner.asked() == Ask::local);
  CHECK(learner.told("J") == Verdict::value_for_derivative);
  CHECK(learner.told("-1") == Verdict::wrong_sign);
  CHECK(learner.told("0") == Verdict::wrong);
  CHECK(learner.told("J / J") == Verdict::right);
}

TEST_CASE("mistakes at a layer's product are told by name") {
  Learner weight(shipped_program("two-two-two"));
  weight.to("matmul", "W2");
  const Index element = weight.practice().element;
  REQUIRE((element == 1 || element == 2));  // off the diagonal: its indices can be exchanged
  const std::string of = std::to_string(element % 2);  // z[row] = ... + W2[row, column] h[column]
  const std::string row = std::to_string(element / 2);
  CHECK(weight.told("h[" + of + "]") == Verdict::right);
  CHECK(weight.told("-h[" + of + "]") == Verdict::wrong_sign);
  CHECK(weight.told("W2") == Verdict::value_for_derivative);
  CHECK(weight.told("(W1 @ x + b1)[" + of + "]") == Verdict::sum_for_activation);
  CHECK(weight.told("h[" + row + "]") == Verdict::transposed);
  weight.to("matmul", "W2", Ask::contribution);
  const std::string delta = "((o - y) * o * (1 - o))";
  CHECK(weight.told(delta + "[" + row + "] * h[" + of + "]") == Verdict::right);
  CHECK(weight.told(delta + "[" + of + "] * h[" + row + "]") == Verdict::transposed);
  CHECK(weight.told("h[" + of + "]") == Verdict::forgot_upstream);
  CHECK(weight.told(delta + "[" + row + "]") == Verdict::forgot_local);
  CHECK(weight.told(delta + "[" + row + "] * W2[" + row + ", " + of + "]") ==
        Verdict::value_for_derivative);
  CHECK(weight.told(delta + "[" + row + "] * (W1 @ x + b1)[" + of + "]") ==
        Verdict::sum_for_activation);

  Learner input(shipped_program("two-two-two"));
  input.to("matmul", "h", Ask::contribution);
  const std::string k = std::to_string(input.practice().element);
  const auto sum = [&](const std::string& w0, const std::string& w1) {
    return delta + "[0] * " + w0 + " + " + delta + "[1] * " + w1;
  };
  CHECK(input.told(sum("W2[0, " + k + "]", "W2[1, " + k + "]")) == Verdict::right);
  CHECK(input.told(sum("W2[" + k + ", 0]", "W2[" + k + ", 1]")) == Verdict::transposed);
  CHECK(input.told(delta + "[0] * W2[0, " + k + "]") == Verdict::one_of_several);
  CHECK(input.told(delta + "[1] * W2[1, " + k + "]") == Verdict::one_of_several);
  CHECK(input.told(sum("1", "1")) == Verdict::forgot_local);
  CHECK(input.told("W2[0, " + k + "] + W2[1, " + k + "]") == Verdict::forgot_upstream);
  // With the weights as sgd left them afterwards.
  const Tensor& next = input.trace().value(input.trace().parameters[1].versions.at(1)).data;
  const auto at = [&](Index r) { return exact_text(next[r * 2 + input.practice().element]); };
  CHECK(input.told(sum(at(0), at(1))) == Verdict::updated_weight);
}

TEST_CASE("overwriting is told where a gradient held something before") {
  const std::string text =
      "x = param([0.7, -0.3])\nh = tanh(x)\nJ = sum(h * 2 + h ** 3)\nJ.backward()\n";
  Learner learner(text);
  // Whichever edge into h comes second is asked for the sum.
  while (learner.asked() != Ask::sum) {
    REQUIRE(learner.asked() != Ask::finished);
    learner.go_on();
  }
  const Index e = learner.practice().element;
  const ValueId h = find_value(learner.trace(), "h");
  REQUIRE(target(learner.trace(), learner.trace().step(learner.practice().step)) == h);
  const double before = gradient_so_far(learner.trace(), learner.practice(), h)[e];
  const double both = learner.number("2 + 3 * h ** 2");
  CHECK(learner.right() == doctest::Approx(both).epsilon(1e-12));
  CHECK(learner.told(both) == Verdict::right);
  CHECK(learner.told(both - before) == Verdict::overwrote);
  CHECK(learner.told(-both) == Verdict::wrong_sign);
  CHECK(learner.told(before - (both - before)) == Verdict::wrong_sign);

  // And across two backward()s, where the first one's gradient is still there.
  std::string two;
  for (const NamedProgram& program : all_programs()) {
    if (program.name.starts_with("gradients that add up")) two = program.text;
  }
  Learner second(two, 1);
  while (second.asked() != Ask::sum) {
    REQUIRE(second.asked() != Ask::finished);
    second.go_on();
  }
  const ValueId w = find_value(second.trace(), "w");
  const Index element = second.practice().element;
  const Index end = second.trace().backward_runs[1].end_step;
  CHECK(second.right() == gradient_at(second.trace(), w, end)[element]);
  CHECK(second.told(second.number("x")) == Verdict::overwrote);
}

TEST_CASE(
    "in every question every mistake is told by its name or by a simpler one's, never as right") {
  std::set<Verdict> seen;
  int told = 0;
  for (const std::string& text : many_programs()) {
    CAPTURE(text);
    Learner learner(text, static_cast<int>(run_of(text)->backward_runs.size()) - 1);
    while (learner.asked() != Ask::finished) {
      const bool question =
          learner.asked() != Ask::pick && learner.trace().step(learner.practice().step).edge >= 0;
      if (question) {
        const Edge edge(learner.trace(), learner.practice().step);
        double before = 0;
        if (learner.asked() == Ask::sum) {
          before = gradient_so_far(learner.trace(), learner.practice(),
                                   edge.into())[learner.practice().element];
        }
        const Question its{learner.asked(), learner.practice().element, learner.practice().output,
                           before};
        for (const Wrong& wrong : possible_mistakes(edge, its)) {
          if (!std::isfinite(wrong.number)) continue;
          const Verdict verdict = learner.told(wrong.number);
          CHECK(is_mistake(verdict));
          CHECK(verdict <= wrong.verdict);
          seen.insert(verdict);
          ++told;
        }
        const double right = learner.right();
        CHECK(learner.told(right) == Verdict::right);
        CHECK(learner.told(right * (1 + 4e-4)) == Verdict::right);
        if (right != 0) CHECK(learner.told(right * (1 + 3e-3)) == Verdict::more_digits);
      }
      learner.go_on();
    }
  }
  CHECK(told > 3'000);
  CHECK(seen.size() == 14);  // all of those of answers, but plain `wrong`
}

TEST_CASE("answers: numbers, expressions, signs from the screen") {
  Learner at(shipped_program("two-two-two"));
  at.to("sigmoid", "W1 @ x + b1", Ask::contribution);
  const double right = at.right();
  const std::string digits = short_text(std::abs(right), 6);
  const std::string sign = right < 0 ? "-" : "";
  CHECK(at.told(sign + digits) == Verdict::right);
  CHECK(at.told("  " + sign + digits + " \n") == Verdict::right);
  CHECK(at.told((right < 0 ? "\u2212" : "+") + digits) == Verdict::right);
  CHECK(at.told(sign + digits + " \u00D7 1") == Verdict::right);
  CHECK(at.told(short_text(right, 3)) != Verdict::wrong);
  CHECK(at.told("grad(h) * h * (1 - h)") == Verdict::right);  // the whole tensor
  CHECK(at.told("derivative(J, h) * h * (1 - h)") == Verdict::unreadable);
  for (const char* bad : {"",
                          "  ",
                          "h +",
                          "hh",
                          "W2",
                          "0.1.2",
                          "((((",
                          "h[7]",
                          "1 / ",
                          "\xff\xfe",
                          "nan nan",
                          "x = 3",
                          "J.backward()",
                          "sgd(lr=1)",
                          "param(",
                          "'text'",
                          "[1, 2]",
                          "True",
                          "None",
                          "h h",
                          "1e999999x",
                          "# 3",
                          "def f(x): return x"}) {
    CAPTURE(bad);
    const Verdict verdict = at.told(bad);
    CHECK((verdict == Verdict::unreadable || verdict == Verdict::wrong));
  }
  const Practice after = answer(at.trace(), at.practice(), "hh + 1");
  REQUIRE(after.reply->error.has_value());
  CHECK(after.reply->error->cause.find("hh") != std::string::npos);
  CHECK(total(after).mistakes == total(at.practice()).mistakes);
}

TEST_CASE("names mean what they stood for when backward() ran") {
  for (const int run : {0, 1}) {
    Learner at(shipped_program("xor"), run);
    at.to("tanh", "X @ W1.T + b1");
    CHECK(at.told("1 - H ** 2") == Verdict::right);
    const std::string other = run == 0 ? "H@2" : "H@1";
    const std::string own = run == 0 ? "H@1" : "H@2";
    CHECK(at.told("1 - " + own + " * " + own) == Verdict::right);
    CHECK(at.told("1 - " + other + " * " + other) == Verdict::unreadable);
    CHECK(at.told("1 - H@99 * H@99") == Verdict::unreadable);
    CHECK(at.told("1 - H@99999999999999999999") == Verdict::unreadable);
    CHECK(at.told("1 - tanh(X @ W1.T + b1) ** 2") == Verdict::right);
  }
}

TEST_CASE("hints lead to the answer and cost its point") {
  Learner learner(shipped_program("neuron-mse"));
  learner.hint();
  CHECK(learner.practice().hints_here == 0);  // nothing is asked yet
  learner.to("sigmoid", "z");
  const Score before = total(learner.practice());
  for (int i = 0; i < 3; ++i)
    learner.hint();
  Learner shown = learner;
  learner.say(learner.right());
  CHECK(total(learner.practice()).right == before.right + 1);
  CHECK(total(learner.practice()).at_once == before.at_once);
  shown.hint();
  shown.hint();
  CHECK(shown.practice().hints_here == most_hints);
  shown.say(shown.right());
  CHECK(total(shown.practice()).right == before.right);
  CHECK(total(shown.practice()).asked == before.asked + 1);
  CHECK(total(shown.practice()).hints == before.hints + 4);
  CHECK(shown.practice().hints_here == 0);  // of the next question
  shown.say("7.5");
  CHECK(shown.reply().verdict == Verdict::wrong);
  shown.say(shown.right());
  CHECK(total(shown.practice()).mistakes == 1);
  CHECK(total(shown.practice()).right == before.right + 1);
  CHECK(total(shown.practice()).at_once == before.at_once);
}

TEST_CASE("what cannot be practised is refused with a reason") {
  CHECK_FALSE(start(*run_of("x = param(2.0)\n"), 0).ok());
  const auto trace = run_of(shipped_program("neuron-mse"));
  CHECK_FALSE(start(*trace, 1).ok());
  CHECK_FALSE(start(*trace, -1).ok());
  const auto broken = run_with_fault(shipped_program("neuron-mse"), Fault::missing_slope);
  CHECK_FALSE(start(*broken.value(), 0).ok());
  const auto longer = start(
      *run_of("x = param(1.0)\ny = x * 1\nfor t in range(3000):\n    y = y * 1\ny.backward()\n"),
      0);
  REQUIRE_FALSE(longer.ok());
  CHECK(longer.error().cause.find("at most") != std::string::npos);
  // A run without a parameter has nothing but its seed.
  Learner data("x = tensor([1.0, 2.0])\nJ = sum(x)\nJ.backward()\n");
  data.go_on();
  data.say("1");
  CHECK(data.asked() == Ask::finished);
  // Nothing to choose an element from, and numbers that are none.
  Learner empty("x = param(zeros(0))\nw = param(-1.0)\nJ = sum(x) + log(w)\nJ.backward()\n");
  empty.finish();
  Learner nan("w = param(0.0)\nJ = sum(log(w) - log(w))\nJ.backward()\n");
  for (int i = 0; i < 100 && nan.asked() != Ask::finished; ++i) {
    nan.asked() == Ask::pick ? nan.go_on()
                             : nan.say(std::isnan(nan.right()) ? "nan" : exact_text(nan.right()));
  }
  CHECK(nan.asked() == Ask::finished);
}

TEST_CASE("any command at any time leaves a sound state") {
  std::mt19937 random(3);
  const std::vector<std::string> pieces = {
      "h",  "[", "]",    "0",     "1.5", "(",  ")", "*", "-", "/", "@", "**",       "W2",
      ".T", ",", "sum(", "1e308", "\n",  "\t", "=", "'", "x", "J", ":", "\xe2\x88", "grad("};
  const auto pick_one = [&](int below) {
    return static_cast<int>(random() % static_cast<unsigned>(below));
  };
  for (int round = 0; round < 30; ++round) {
    Learner learner(shipped_program(round % 2 == 0 ? "two-two-two" : "xor"), 0,
                    static_cast<std::uint32_t>(round));
    for (int i = 0; i < 60; ++i) {
      switch (pick_one(4)) {
        case 0:
          learner.pick(pick_one(80) - 5);
          break;
        case 1: {
          std::string text;
          for (int k = pick_one(8); k >= 0; --k)
            text += pieces[static_cast<std::size_t>(pick_one(static_cast<int>(pieces.size())))];
          learner.say(text);
          break;
        }
        case 2:
          learner.hint();
          break;
        default:
          if (learner.asked() != Ask::finished) learner.go_on();
      }
      const Score score = total(learner.practice());
      REQUIRE(score.right <= score.asked);
      REQUIRE(score.at_once <= score.right);
    }
    learner.finish();
  }
  CHECK(answer(*run_of(shipped_program("xor")), start(*run_of(shipped_program("xor")), 0).value(),
               "1")
            .log.empty());  // no question, no answer
}
