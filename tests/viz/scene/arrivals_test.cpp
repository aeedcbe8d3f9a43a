// What is kept of a gradient's contributions is what a plain walk over them finds, in whatever
// order times are visited.
#include "viz/scene/arrivals.h"

#include <doctest/doctest.h>

#include <random>

#include "engine/program/interpreter.h"
#include "engine/trace/time.h"
#include "tests/support/bits.h"
#include "tests/support/programs.h"

namespace backprop::test {
namespace {

/// By a walk over all steps.
std::vector<viz::Arrival> plain_arrivals(const Trace& trace, Index step, Index element) {
  const ValueId into = first_version(trace, target(trace, trace.step(step)));
  std::vector<viz::Arrival> found;
  for (Index at = 0; at <= step; ++at) {
    const Step& its = trace.step(at);
    const bool clears = its.kind == StepKind::clear && trace.fault != Fault::keeps_gradients;
    if (clears) found.clear();
    if (its.kind != StepKind::backward || first_version(trace, target(trace, its)) != into)
      continue;
    if (trace.fault == Fault::overwrite) found.clear();
    found.push_back({at, trace.contributions[static_cast<std::size_t>(its.contribution)][element]});
  }
  return found;
}

void check_times(const std::shared_ptr<const Trace>& trace, viz::Arrivals& arrivals,
                 std::mt19937& random, int count) {
  std::vector<Index> backward;
  for (Index at = 0; at < trace->step_count(); ++at) {
    if (trace->step(at).kind == StepKind::backward) backward.push_back(at);
  }
  if (backward.empty()) return;
  std::size_t place = 0;
  for (int i = 0; i < count; ++i) {
    // Mostly a step on or back, sometimes a jump.
    const unsigned way = random() % 4;
    if (way == 0) place = random() % backward.size();
    if (way == 1 && place > 0) --place;
    if (way > 1 && place + 1 < backward.size()) ++place;
    const Index step = backward[place];
    const Index size = trace->value(target(*trace, trace->step(step))).data.size();
    const Index element = static_cast<Index>(random() % static_cast<std::uint64_t>(size));
    const auto expected = plain_arrivals(*trace, step, element);
    const auto found = arrivals.of(trace, step, element);
    REQUIRE(found.size() == expected.size());
    for (std::size_t k = 0; k < found.size(); ++k) {
      CHECK(found[k].step == expected[k].step);
      CHECK(same_bits(found[k].number, expected[k].number));
    }
  }
}

TEST_CASE("arrivals are those of a plain walk, at random times of random recordings") {
  std::mt19937 random(11);
  viz::Arrivals arrivals;  // one for all: it must notice that the recording is another
  for (std::uint32_t seed = 1; seed <= 12; ++seed)
    check_times(run_of(random_program(seed)), arrivals, random, 60);
  for (const NamedProgram& program : core_programs())
    check_times(run_of(program.text), arrivals, random, 40);
}

TEST_CASE("arrivals of thousands, of gradients that are cleared, and of engines with a fault") {
  const std::string rounds =
      "w = param([0.5, -0.25])\nx = w\nfor t in range(40):\n    J = sum(w * w * 0.5 + w)\n"
      "    J.backward()\n    sgd(lr=0.01)\n";
  const std::string cleared = rounds + "    zero_grad()\n";
  const std::string chain =
      "w = param(0.5)\nx = w\nfor t in range(900):\n    x = x * 0.5 + w\nx.backward()\n";
  std::mt19937 random(3);
  viz::Arrivals arrivals;
  for (const std::string& text : {rounds, cleared, chain})
    check_times(run_of(text), arrivals, random, 150);
  for (const Fault fault : {Fault::overwrite, Fault::keeps_gradients}) {
    auto trace = run_with_fault(cleared, fault);
    REQUIRE(trace.ok());
    check_times(trace.value(), arrivals, random, 150);
  }
}

}  // namespace
}  // namespace backprop::test
