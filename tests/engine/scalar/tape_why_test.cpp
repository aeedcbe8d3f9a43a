// "Why this number?" on the scalar tape.
#include "engine/scalar/tape_why.h"

#include <doctest/doctest.h>

#include <map>

#include "engine/scalar/var.h"
#include "engine/trace/scalar_run.h"
#include "tests/support/bits.h"
#include "tests/support/programs.h"

namespace backprop {
namespace {

using Kind = TapeWhyLine::Kind;
using test::same_bits;

TEST_CASE("a gradient is explained by its contributions, and those by what they read") {
  Tape tape;
  const Var x = variable(tape, 3.0);
  const Var w = variable(tape, 2.0);
  const Var product = w * x;
  const Var f = product * x;
  f.backward();
  const TapeHistory history(tape);
  const auto lines = why(history, {x.id(), true, tape.time()}, 100);
  REQUIRE(lines.size() == 13);
  CHECK(lines[0].kind == Kind::sum);
  CHECK(lines[0].number == 12);
  CHECK(lines[1].kind == Kind::contribution);  // of f = product * x: 1 * product
  CHECK(lines[1].number == 6);
  CHECK(lines[1].edge.record == f.id());
  CHECK(lines[1].edge.which == 1);
  CHECK(lines[2].of == TapeQuantity{f.id(), true, lines[2].of.time});
  CHECK(lines[3].kind == Kind::leaf);  // the seed
  CHECK(lines[3].edge.record == Tape::none);
  CHECK(lines[4].of.id == product.id());
  CHECK(lines[4].kind == Kind::computed);
  CHECK(lines[5].of.id == w.id());
  CHECK(lines[6].of.id == x.id());
  CHECK(lines[7].kind == Kind::contribution);  // of product = w * x: (1 * x) * w
  CHECK(lines[7].number == 6);
  CHECK(lines[8].of.id == product.id());
  CHECK(lines[8].of.gradient);
  CHECK(lines[9].kind == Kind::contribution);
  CHECK(lines[10].kind == Kind::seen);  // f's gradient, x and w
  CHECK(lines[10].seen_in == 2);
  CHECK(lines[11].seen_in == 6);
  CHECK(lines[12].seen_in == 5);
}

/// What each line says of itself: terms end in its number, and a sum is that of the lines below it.
void check_lines(const std::vector<TapeWhyLine>& lines) {
  std::map<int, std::size_t> open;  // by depth: the line above
  std::vector<double> sums(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const TapeWhyLine& line = lines[i];
    open[line.depth] = i;
    if (!line.terms.empty()) CHECK(same_bits(line.terms.back().result, line.number));
    if (line.kind == Kind::seen) {
      CHECK(lines[static_cast<std::size_t>(line.seen_in)].of == line.of);
      CHECK(same_bits(lines[static_cast<std::size_t>(line.seen_in)].number, line.number));
    }
    const bool part = line.kind == Kind::contribution || line.edge.operand != Tape::none;
    if (part) sums[open.at(line.depth - 1)] += line.number;
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].kind == Kind::sum) CHECK(same_bits(sums[i], lines[i].number));
  }
}

TEST_CASE("on the tapes of all programs every answer adds up and ends in leaves") {
  std::size_t explained = 0;
  for (const test::NamedProgram& program : test::all_programs()) {
    CAPTURE(program.name);
    const auto trace = test::run_of(program.text);
    const ScalarRun run = run_scalars(*trace).value();
    const TapeHistory history(run.tape);
    for (const Parameter& parameter : trace->parameters) {
      const Tape::Id id = run.elements[static_cast<std::size_t>(parameter.versions[0])][0];
      const auto lines = why(history, {id, true, run.tape.time()}, 20'000);
      check_lines(lines);
      CHECK(same_bits(lines[0].number, run.tape.gradient(id)));
      explained += lines.size();
      CHECK(why(history, {id, true, run.tape.time()}, 5).size() <= 5);
    }
  }
  CHECK(explained > 1000);
}

TEST_CASE("after a clearing a gradient is 0 for no reason, until something arrives again") {
  Tape tape;
  const Var x = variable(tape, 3.0);
  (x * x).backward();
  tape.clear_gradients();
  CHECK(why(TapeHistory(tape), {x.id(), true, tape.time()}, 9).size() == 1);
  (x * 5.0).backward();
  const auto lines = why(TapeHistory(tape), {x.id(), true, tape.time()}, 9);
  CHECK(lines[0].number == 5);
  CHECK(lines[1].number == 5);
}

TEST_CASE("a fused op's contribution leads to the gradients that reached its output") {
  const auto trace = test::run_of(
      "z = param([0.5, -1.0, 0.25])\np = softmax(z, dim=0)\nJ = sum(p * p)\nJ.backward()\n");
  const ScalarRun run = run_scalars(*trace).value();
  const TapeHistory history(run.tape);
  const auto lines = why(history, {run.elements[0][1], true, run.tape.time()}, 1000);
  check_lines(lines);
  std::size_t gradients = 0;
  for (const TapeWhyLine& line : lines)
    gradients += line.kind == Kind::sum && line.depth == 2 ? 1 : 0;
  CHECK(gradients == 3);
}

}  // namespace
}  // namespace backprop
