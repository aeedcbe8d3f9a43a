// Homework: sheets from all programs, keys that grade as right, mistakes made on purpose, junk.
#include "lessons/model/sheet.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <random>
#include <set>

#include "engine/number_text.h"
#include "engine/program/interpreter.h"
#include "engine/trace/gradient_check.h"
#include "engine/trace/time.h"
#include "lessons/model/sheet_answers.h"
#include "lessons/model/sheet_carry.h"
#include "lessons/model/sheet_grade.h"
#include "lessons/model/sheet_mistakes.h"
#include "lessons/model/sheet_number.h"
#include "tests/support/mutations.h"
#include "tests/support/programs.h"

using namespace backprop;
using namespace backprop::lessons::sheet;
using backprop::lessons::Language;
using backprop::lessons::practice::Verdict;
using backprop::test::all_programs;
using backprop::test::core_programs;
using backprop::test::mutated;
using backprop::test::NamedProgram;
using backprop::test::shipped_program;

namespace {

MadeSheet made(const std::string& program, std::uint64_t seed) {
  auto result = make_sheet(program, "program", seed, Language::english);
  REQUIRE(result.ok());
  return std::move(result).value();
}

/// With exactly so many digits: 6.00e-01, not 0.6.
std::string rounded(double number, int digits) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.*e", digits - 1, number);
  return text.data();
}

/// All numbers as the key has them, to so many digits.
std::vector<std::string> key_of(const MadeSheet& sheet, int digits = 6) {
  std::vector<std::string> key;
  for (const Blank& blank : sheet.sheet.blanks)
    key.push_back(rounded(right_number(*sheet.trace, blank), digits));
  return key;
}

Grade grade(const MadeSheet& sheet, const std::vector<std::string>& answers) {
  return graded(*sheet.trace, sheet.sheet.blanks, answers);
}

/// The first blank of a kind whose value has that name; `none` where there is none.
constexpr std::size_t none = 1000;
std::size_t find_blank(const MadeSheet& sheet, BlankKind kind, const std::string& name) {
  const auto& blanks = sheet.sheet.blanks;
  for (std::size_t i = 0; i < blanks.size(); ++i) {
    if (blanks[i].kind == kind && display_name(*sheet.trace, blanks[i].value) == name) return i;
  }
  return none;
}

/// A student who calculates on with their own numbers, each rounded, from a wrong one on.
std::vector<std::string> carried_answers(const MadeSheet& sheet, std::size_t from, double number,
                                         int digits) {
  std::vector<Given> given;
  std::vector<std::string> answers;
  for (std::size_t i = 0; i < sheet.sheet.blanks.size(); ++i) {
    const auto trace = carried_on(*sheet.trace, given);
    REQUIRE(trace.has_value());
    double own = right_number(*trace, sheet.sheet.blanks[i]);
    if (i == from) own = number;
    answers.push_back(rounded(own, digits));
    given.push_back({sheet.sheet.blanks[i], read_number(answers.back()).value().number});
  }
  return answers;
}

}  // namespace

TEST_CASE("sheet: shipped programs, 100 seeds: the key is all right, to six digits and to three") {
  for (const NamedProgram& program : core_programs()) {
    CAPTURE(program.name);
    std::set<std::string> texts;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
      CAPTURE(seed);
      const MadeSheet sheet = made(program.text, seed);
      const std::size_t count = sheet.sheet.blanks.size();
      CHECK(sheet.redrawn);
      CHECK(count >= 8);
      CHECK(count <= 16);
      CHECK(grade(sheet, key_of(sheet)).count(Mark::right) == count);
      const Grade three = grade(sheet, key_of(sheet, 3));
      for (std::size_t i = 0; i < count; ++i) {
        // Where three digits do not show that there was an update, they are too few.
        const Blank& blank = sheet.sheet.blanks[i];
        const double right = three.answers[i].right;
        const bool hidden = blank.kind == BlankKind::update &&
                            rounded(right, 3) == rounded(right - change_of(*sheet.trace, blank), 3);
        CHECK(three.answers[i].mark == (hidden ? Mark::rough : Mark::right));
      }
      texts.insert(sheet.sheet.program);
    }
    CHECK(texts.size() >= 95);  // coarse numbers may meet once
  }
}

TEST_CASE("sheet: the same seed gives the same sheet, another seed other numbers") {
  for (const NamedProgram& program : core_programs()) {
    const MadeSheet a = made(program.text, 7);
    const MadeSheet b = made(program.text, 7);
    const MadeSheet c = made(program.text, 8);
    CHECK(a.sheet.program == b.sheet.program);
    CHECK(a.sheet.blanks == b.sheet.blanks);
    CHECK(key_of(a, 17) == key_of(b, 17));
    CHECK(a.sheet.program != c.sheet.program);
    CHECK(a.sheet.title == c.sheet.title);
  }
}

TEST_CASE("sheet: comments stay in their columns, and everything but numbers stays") {
  const std::string program = shipped_program("two-two-two");
  const auto column_of = [](const std::string& text, const std::string& what) {
    const std::size_t at = text.find(what);
    REQUIRE(at != std::string::npos);
    return at - text.rfind('\n', at);
  };
  const auto without_numbers = [](const std::string& text) {
    std::string rest;
    for (const char c : text)
      if (std::string_view("0123456789.- ").find(c) == std::string_view::npos) rest += c;
    return rest;
  };
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const std::string drawn = made(program, seed).sheet.program;
    CHECK(column_of(drawn, "# data") == column_of(program, "# data"));
    CHECK(column_of(drawn, "# held") == column_of(program, "# held"));
    CHECK(without_numbers(drawn) == without_numbers(program));
  }
}

TEST_CASE("sheet: all kinds of blanks, in the order of computation, no two alike, none empty") {
  for (const NamedProgram& program : core_programs()) {
    CAPTURE(program.name);
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      const MadeSheet sheet = made(program.text, seed);
      std::set<BlankKind> kinds;
      std::set<Blank> different;
      Index last = -1;
      for (const Blank& blank : sheet.sheet.blanks) {
        kinds.insert(blank.kind);
        different.insert(blank);
        CHECK(fits(*sheet.trace, blank));
        CHECK(made_in(*sheet.trace, blank) >= last);
        last = made_in(*sheet.trace, blank);
        CHECK(std::isfinite(right_number(*sheet.trace, blank)));
      }
      CHECK(kinds.size() == 4);
      CHECK(different.size() == sheet.sheet.blanks.size());
      // The loss is always asked for.
      const ValueId loss = sheet.trace->backward_runs.front().loss;
      CHECK(different.contains({BlankKind::value, loss, 0, -1, 0}));
    }
  }
}

TEST_CASE(
    "sheet: a loop's sums, which have no names, are not asked for; each blank asks one thing") {
  const std::string program =
      "xs = tensor([[0.5, -0.2], [0.1, 0.9], [-0.4, 0.3]])\n"
      "Wx = param(xavier_uniform(3, 2, seed=1))\n"
      "Wh = param(xavier_uniform(3, 3, seed=2))\n"
      "h = tensor([0.0, 0.0, 0.0])\n"
      "for t in range(3):\n"
      "    h = tanh(Wx @ xs[t] + Wh @ h)\n"
      "V = param([[0.3, -0.5, 0.2], [0.1, 0.4, -0.6]])\n"
      "J = cross_entropy(V @ h, 1)\n"
      "J.backward()\n"
      "adam(lr=0.01)\n";
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const MadeSheet sheet = made(program, seed);
    std::set<std::pair<BlankKind, std::string>> names;
    std::size_t others = 0;
    for (const Blank& blank : sheet.sheet.blanks) {
      if (blank.kind == BlankKind::local) {
        // The loss's local derivative is a gradient.
        CHECK(sheet.trace->step(blank.step).value != sheet.trace->loss());
        continue;
      }
      ++others;
      names.insert(
          {blank.kind, display_name(*sheet.trace, blank.value) + std::to_string(blank.element)});
    }
    CHECK(names.size() == others);
    CHECK(sheet.sheet.blanks.size() >= 8);
  }
}

TEST_CASE("sheet: of a small program parts of expressions are asked for, too") {
  const MadeSheet sheet =
      made("w = param(0.5)\nJ = (w * 3 - 1) ** 2\nJ.backward()\nsgd(lr=0.1)\n", 1);
  CHECK(sheet.sheet.blanks.size() >= 6);
  CHECK(find_blank(sheet, BlankKind::value, "w * 3") != none);
}

TEST_CASE("sheet: its numbers are the engine's: gradients pass the gradient check") {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const MadeSheet sheet = made(shipped_program("two-two-two"), seed);
    CHECK(check_gradients(*sheet.trace).passed());
    for (const Blank& blank : sheet.sheet.blanks) {
      if (blank.kind != BlankKind::gradient) continue;
      const double numeric = numeric_gradient(*sheet.trace, sheet.trace->backward_runs.front().loss,
                                              blank.value, blank.element);
      CHECK(right_number(*sheet.trace, blank) == doctest::Approx(numeric).epsilon(1e-5));
    }
  }
}

TEST_CASE("sheet: numbers keep their order of magnitude, their meaning and their digits") {
  const std::string program =
      "x = tensor([0.05, -120.0, 3.0])\n"
      "t = tensor([0, 1, 0])   # binary: stays\n"
      "k = tensor([2, 5, 7])\n"
      "W = param(normal((2, 3), 1, seed=4))\n"
      "b = param(zeros(2))\n"
      "z = W @ (x * 0.01 + t + k * 0.1) + b\n"
      "J = cross_entropy(z, 1)\n"
      "J.backward()\n"
      "sgd(lr=0.1)\n";
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    CAPTURE(seed);
    const MadeSheet sheet = made(program, seed);
    const Trace& trace = *sheet.trace;
    const Tensor& x = trace.value(find_value(trace, "x")).data;
    CHECK(std::abs(x[0]) >= 0.02);
    CHECK(std::abs(x[0]) <= 0.09);
    CHECK(std::abs(x[1]) >= 60);
    CHECK(std::abs(x[1]) <= 200);
    CHECK(trace.value(find_value(trace, "t")).data.data == std::vector<double>{0, 1, 0});
    for (const double whole : trace.value(find_value(trace, "k")).data.data) {
      CHECK(whole == std::floor(whole));
      CHECK(whole >= 1);
    }
    // Seeded starts are written out: nobody computes a generator by hand.
    CHECK(sheet.sheet.program.find("normal") == std::string::npos);
    CHECK(sheet.sheet.program.find("zeros(2)") != std::string::npos);
    CHECK(sheet.sheet.program.find("x * 0.01") != std::string::npos);
    CHECK(sheet.sheet.program.find("# binary: stays") != std::string::npos);
    for (const double weight : trace.value(find_value(trace, "W")).data.data) {
      CHECK(weight != 0);
      CHECK(short_text(weight, 2) == exact_text(weight));
    }
  }
}

TEST_CASE("sheet: no dead relus, and no saturated units") {
  const std::string program =
      "x = tensor([0.5, 0.8])\n"
      "W = param([[0.4, -0.3], [0.2, 0.6]])\n"
      "h = relu(W @ x)\n"
      "v = param([0.7, 0.9])\n"
      "J = (v @ h - 1) ** 2\n"
      "J.backward()\n";
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    CAPTURE(seed);
    const MadeSheet sheet = made(program, seed);
    const Tensor& h = sheet.trace->value(find_value(*sheet.trace, "h")).data;
    CHECK(std::any_of(h.data.begin(), h.data.end(), [](double a) { return a > 0; }));
  }
}

TEST_CASE("sheet: every program of the tests gives a sheet or says why not") {
  for (const NamedProgram& program : all_programs()) {
    CAPTURE(program.name);
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      const auto result = make_sheet(program.text, program.name, seed, Language::english);
      if (!result) {
        CHECK(!result.error().cause.empty());
        CHECK(!result.error().advice.empty());
        continue;
      }
      const MadeSheet& sheet = result.value();
      CHECK(!sheet.sheet.blanks.empty());
      CHECK(grade(sheet, key_of(sheet, 9)).count(Mark::right) == sheet.sheet.blanks.size());
      // Every mistake that could be made is told, whatever the op: as one of that name, or, where
      // two give one number, as the other.
      for (std::size_t i = 0; i < sheet.sheet.blanks.size(); ++i) {
        for (const auto& wrong : possible_mistakes(*sheet.trace, sheet.sheet.blanks[i])) {
          if (!std::isfinite(wrong.number)) continue;
          std::vector<std::string> answers = key_of(sheet, 12);
          answers[i] = rounded(wrong.number, 12);
          CAPTURE(i);
          CAPTURE(wrong.number);
          CAPTURE(right_number(*sheet.trace, sheet.sheet.blanks[i]));
          const Grade told = grade(sheet, answers);
          CAPTURE(id_of(told.answers[i].mark));
          CHECK(told.answers[i].mark != Mark::right);
          CHECK(told.answers[i].mistake != Verdict::wrong);
        }
      }
    }
  }
}

TEST_CASE("sheet: programs that no sheet can be about") {
  const auto cause = [](const std::string& program) {
    const auto result = make_sheet(program, "p", 1, Language::english);
    return result ? std::string() : result.error().cause;
  };
  CHECK(cause("x = tensor([1.5])\n").find("nothing") != std::string::npos);
  CHECK(cause("x = tensr([1.5])\n").find("tensr") != std::string::npos);
  CHECK(cause("x = tensor([-0.5])\ny = log(x * x * 0 - 1)\n").find("finite") != std::string::npos);
  CHECK(cause("x = param(zeros(400, 400))\nJ = sum(x)\nJ.backward()\n").find("at most") !=
        std::string::npos);
  // Without backward() a sheet asks for values only.
  const MadeSheet forward = made("x = tensor([1.5])\ny = exp(x)\n", 1);
  REQUIRE(forward.sheet.blanks.size() == 1);
  CHECK(forward.sheet.blanks[0].kind == BlankKind::value);
}

TEST_CASE("grade: mistakes made on purpose are named") {
  const MadeSheet sheet = made(shipped_program("two-two-two"), 3);
  const Trace& trace = *sheet.trace;
  const auto told = [&](std::size_t blank, double number) {
    REQUIRE(blank != none);
    std::vector<std::string> answers = key_of(sheet);
    answers[blank] = rounded(number, 8);
    const Marked marked = grade(sheet, answers).answers[blank];
    CHECK(marked.mark == Mark::wrong);
    return marked.mistake;
  };
  const auto right = [&](std::size_t blank) {
    return right_number(trace, sheet.sheet.blanks[blank]);
  };
  const auto number = [&](const std::string& expression) {
    return evaluate(trace, trace.backward_runs.front().end_step, expression).value();
  };

  const std::size_t z = find_blank(sheet, BlankKind::value, "W1 @ x + b1");
  REQUIRE(z != none);
  const Index z_at = sheet.sheet.blanks[z].element;
  CHECK(told(z, -right(z)) == Verdict::wrong_sign);
  CHECK(told(z, number("W1 @ x")[z_at]) == Verdict::missing_bias);
  CHECK(told(z, number("W1.T @ x + b1")[z_at]) == Verdict::transposed);

  const std::size_t h = find_blank(sheet, BlankKind::value, "h");
  REQUIRE(h != none);
  CHECK(told(h, number("W1 @ x + b1")[sheet.sheet.blanks[h].element]) ==
        Verdict::missing_activation);

  const std::size_t loss = find_blank(sheet, BlankKind::value, "J");
  CHECK(told(loss, 2 * right(loss)) == Verdict::missing_half);

  const std::size_t weight = find_blank(sheet, BlankKind::gradient, "W2");
  REQUIRE(weight != none);
  const Index row = sheet.sheet.blanks[weight].element / 2;
  const Index column = sheet.sheet.blanks[weight].element % 2;
  CHECK(told(weight, -right(weight)) == Verdict::wrong_sign);
  CHECK(told(weight, number("o - y")[row] * number("h")[column]) == Verdict::missing_slope);
  CHECK(told(weight, 2 * right(weight)) == Verdict::missing_half);
  if (row != column) {
    CHECK(told(weight, number("grad(W2)")[column * 2 + row]) == Verdict::transposed);
  }

  const std::size_t early = find_blank(sheet, BlankKind::gradient, "W1");
  REQUIRE(early != none);
  CHECK(told(early, right(early) / number("h * (1 - h)")[sheet.sheet.blanks[early].element / 2]) ==
        Verdict::missing_slope);

  const std::size_t local = find_blank(sheet, BlankKind::local, "W1 @ x + b1");
  if (local != none) {
    CHECK(told(local, number("h")[sheet.sheet.blanks[local].element]) ==
          Verdict::value_for_derivative);
  }

  const std::size_t update = sheet.sheet.blanks.size() - 1;
  REQUIRE(sheet.sheet.blanks[update].kind == BlankKind::update);
  const std::string w = display_name(trace, sheet.sheet.blanks[update].value);
  const Index w_at = sheet.sheet.blanks[update].element;
  const double before = number(w)[w_at];
  const double gradient = number("grad(" + w + ")")[w_at];
  CHECK(told(update, before) == Verdict::not_updated);
  CHECK(told(update, before + 0.5 * gradient) == Verdict::wrong_direction);
  CHECK(told(update, before - gradient) == Verdict::missing_rate);
  CHECK(told(update, 0.5 * gradient) == Verdict::change_alone);
}

TEST_CASE("grade: the mean, and the logarithm's base") {
  const MadeSheet mean = made(shipped_program("xor"), 5);
  const std::size_t loss = find_blank(mean, BlankKind::value, "J@1");
  REQUIRE(loss != none);
  std::vector<std::string> answers = key_of(mean);
  answers[loss] = short_text(4 * right_number(*mean.trace, mean.sheet.blanks[loss]), 7);
  CHECK(grade(mean, answers).answers[loss].mistake == Verdict::missing_mean);

  const MadeSheet entropy = made(shipped_program("neuron-cross-entropy"), 5);
  const std::size_t cross = find_blank(entropy, BlankKind::value, "J");
  REQUIRE(cross != none);
  answers = key_of(entropy);
  answers[cross] =
      short_text(right_number(*entropy.trace, entropy.sheet.blanks[cross]) / std::log(10.0), 7);
  CHECK(grade(entropy, answers).answers[cross].mistake == Verdict::other_logarithm);
}

TEST_CASE("grade: what follows from a mistake is not called wrong") {
  for (const NamedProgram& program : core_programs()) {
    CAPTURE(program.name);
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      CAPTURE(seed);
      const MadeSheet sheet = made(program.text, seed);
      // The first weighted sum goes wrong by no mistake that has a name.
      const double typed = right_number(*sheet.trace, sheet.sheet.blanks[0]) * 1.37 + 0.021;
      const Grade told = grade(sheet, carried_answers(sheet, 0, typed, 7));
      CHECK(told.answers[0].mark == Mark::wrong);
      CHECK(told.count(Mark::wrong) == 1);
      CHECK(told.count(Mark::follows) >= 2);
      for (const Marked& marked : told.answers) {
        if (marked.mark == Mark::follows) CHECK(!marked.from.empty());
      }
    }
  }
}

TEST_CASE(
    "grade: a sign that went wrong in a delta is found once, and what follows is told from it") {
  const MadeSheet sheet = made(shipped_program("neuron-mse"), 11);
  const std::size_t delta = find_blank(sheet, BlankKind::gradient, "z");
  const std::size_t weight = find_blank(sheet, BlankKind::gradient, "w");
  REQUIRE(delta != none);
  REQUIRE(weight > delta);
  const double typed = -right_number(*sheet.trace, sheet.sheet.blanks[delta]);
  const Grade told = grade(sheet, carried_answers(sheet, delta, typed, 6));
  CHECK(told.answers[delta].mark == Mark::wrong);
  CHECK(told.answers[delta].mistake == Verdict::wrong_sign);
  CHECK(told.answers[weight].mark == Mark::follows);
  CHECK(told.answers[weight].from == std::vector<std::size_t>{delta});
}

TEST_CASE("grade: too few digits, and what comes of them") {
  const MadeSheet sheet = made(shipped_program("two-two-two"), 3);
  const std::size_t h = find_blank(sheet, BlankKind::value, "h");
  REQUIRE(h != none);
  const double right = right_number(*sheet.trace, sheet.sheet.blanks[h]);
  const auto told = [&](const std::string& text) {
    std::vector<std::string> answers = key_of(sheet);
    answers[h] = text;
    return grade(sheet, answers).answers[h].mark;
  };
  CHECK(told(short_text(right, 4)) == Mark::right);
  CHECK(told(short_text(right, 3)) == Mark::right);
  CHECK(told(short_text(right, 1)) == Mark::rough);
  CHECK(told("0") == Mark::wrong);
  CHECK(told("1") == Mark::wrong);
  CHECK(told("") == Mark::missing);
  CHECK(told("h[0]") == Mark::unreadable);
  CHECK(told("about half") == Mark::unreadable);
  // Two digits all the way: nothing of it is a mistake of its own.
  const Grade rounded = grade(sheet, carried_answers(sheet, none, 0, 3));
  CHECK(rounded.count(Mark::wrong) == 0);
  CHECK(rounded.count(Mark::follows) == 0);
}

TEST_CASE("sheet numbers: as learners write them") {
  const auto number = [](const std::string& text) {
    CAPTURE(text);
    const auto read = read_number(text);
    REQUIRE(read.ok());
    return read.value().number;
  };
  for (const char* text : {"0.59",
                           ".59",
                           "5.9e-1",
                           "5.9E-1",
                           "+0.59",
                           "0,59",
                           " 0.59 ",
                           "0.59.",
                           "= 0.59",
                           "\u2248 0.59",
                           "**0.59**",
                           "`0.59`",
                           "__0.59__",
                           "\uFF10\uFF0E\uFF15\uFF19",
                           "0\uFF0C59",
                           "0\u300259",
                           "0.59\u3002",
                           "59/100",
                           "0.5 + 0.09",
                           "0.59\uFF1B",
                           "\u30000.59",
                           "(0.59)",
                           "5.9*10**-1",
                           "5.9\u00B710^-1",
                           "5.9\u00D710^(-1)"}) {
    CAPTURE(text);
    CHECK(number(text) == doctest::Approx(0.59).epsilon(1e-12));
  }
  CHECK(number("\u22120.5") == -0.5);
  CHECK(number("\uFF0D0.5") == -0.5);
  CHECK(number("\u20130,5") == -0.5);
  CHECK(number("- 0.5") == -0.5);
  CHECK(number("1/3") == doctest::Approx(1.0 / 3));
  CHECK(number("0,5*0,2") == doctest::Approx(0.1));
  CHECK(number("1,234.5") == 1234.5);
  CHECK(number("exp(-0.5)") == doctest::Approx(std::exp(-0.5)));
  CHECK(number("2^3") == 8);
  CHECK(number("1e-3") == 0.001);
  CHECK(read_number("0.590").value().digits == 3);
  CHECK(read_number("0.0059").value().digits == 2);
  CHECK(read_number("5.93e-7").value().half_unit == doctest::Approx(5e-10));
  CHECK(read_number("1/3").value().digits == 0);
  for (const char* text :
       {"", "  ", "h", "h[0]", "0.5 0.6", "[1, 2]", "1..2", "0.5)", "derivative(J, w)", "grad(w)",
        "\"", "()", "five", "--", "1e", "tensor([1.0, 2.0])", "sgd(lr=1)", "x = 3", "1; 2"}) {
    CAPTURE(text);
    const auto read = read_number(text);
    CHECK(!read.ok());
    if (!read) CHECK(!read.error().cause.empty());
  }
  CHECK(!read_number(std::string(10'000, '(')).ok());
}

TEST_CASE("sheet answers: lists, tables and sheets filled in") {
  const std::vector<std::string> names{"(W1 @ x)[0]", "h[0]", "sum(h, dim=0)[0]"};
  using Texts = std::vector<std::string>;
  const auto read = [&](const std::string& text) {
    CAPTURE(text);
    const auto answers = read_answers(text, names);
    REQUIRE(answers.ok());
    return answers.value();
  };
  const Texts all{"0.1", "-0.2", "0.3"};
  CHECK(read("1: 0.1\n2: -0.2\n3: 0.3\n") == all);
  CHECK(read("1. 0.1\r\n2. \u22120.2\r\n3. 0.3") == all);
  CHECK(read("1) 0.1\n(2) -0.2\n3 = 0.3\n") == all);
  CHECK(read("number,answer\n1,0.1\n2,-0.2\n3,0.3\n") == all);
  CHECK(read("\"1\",\"0.1\"\n\"2\";\"-0.2\"\n3\t0.3\n") == all);
  CHECK(read("1\uFF1A0.1\n2\u3001-0.2\n3\uFF09 0.3\n") == all);
  CHECK(read("1. `(W1 @ x)[0]` = 0.1\n2. `h[0]` = -0.2\n3. `sum(h, dim=0)[0]` = 0.3\n") == all);
  CHECK(read("1. (W1 @ x)[0] = __0.1__\n2. h[0] = -0.2____\n3. 0.5*0.2 + 0.2 = 0.3\n") == all);
  CHECK(read("1. `(W1 @ x)[0]` = __________\n2: \n3: ?\n") == Texts{"", "", ""});
  CHECK(read("1:.1\n2:-.2\n3. .3") == Texts{".1", "-.2", ".3"});
  CHECK(read("```python\n1. nothing\n```\n2: -0.2\n") == Texts{"", "-0.2", ""});
  CHECK(read("Li Wei, 1.5.2024\n\n2: 0.5933\n1.5 is no answer\n") == Texts{"", "0.5933", ""});
  const auto error = [&](const std::string& text) {
    const auto answers = read_answers(text, names);
    REQUIRE(!answers.ok());
    return answers.error();
  };
  CHECK(error("").cause == "there are no answers in it");
  CHECK(error("0.1\n0.2\n").cause == "there are no answers in it");
  CHECK(error("1: 0.1\n4: 0.2\n").cause == "there is no blank 4; the sheet has 3");
  CHECK(error("1: 0.1\n4: 0.2\n").place.line == 2);
  CHECK(error("2: 0.1\n\n2: 0.2\n").cause == "blank 2 is answered twice, here and in line 1");
  CHECK(error("2: 0.1\n\n2: 0.2\n").place.line == 3);
}

TEST_CASE("grade: a hundred malformed answer files") {
  const MadeSheet sheet = made(shipped_program("two-two-two"), 4);
  const std::vector<std::string> names(sheet.sheet.blanks.size(), "h[0]");
  std::string text;
  for (const std::string& answer : key_of(sheet))
    text += std::to_string(1 + std::count(text.begin(), text.end(), '\n')) +
            ". `h[0]` = " + answer + "\n";
  std::mt19937 random(1);
  for (int i = 0; i < 100; ++i) {
    const std::string changed = mutated(text, random);
    CAPTURE(changed);
    const auto answers = read_answers(changed, names);
    if (!answers) {
      CHECK(!answers.error().cause.empty());
      CHECK(!answers.error().advice.empty());
      continue;
    }
    const Grade told = grade(sheet, answers.value());
    REQUIRE(told.answers.size() == names.size());
    for (const Marked& marked : told.answers)
      CHECK((marked.mark == Mark::unreadable) == marked.error.has_value());
  }
}

TEST_CASE("carrying on: nothing given changes nothing, bit for bit") {
  for (const NamedProgram& program : core_programs()) {
    const MadeSheet sheet = made(program.text, 2);
    const auto same = carried_on(*sheet.trace, {});
    REQUIRE(same.has_value());
    for (const Blank& blank : sheet.sheet.blanks)
      CHECK(right_number(*same, blank) == right_number(*sheet.trace, blank));
  }
}
