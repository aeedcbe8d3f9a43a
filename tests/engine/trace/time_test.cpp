#include "engine/trace/time.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "engine/trace/explain.h"
#include "tests/support/bits.h"
#include "tests/support/programs.h"

using namespace backprop;
using namespace backprop::test;

namespace {
constexpr StepSize sizes[] = {StepSize::term, StepSize::step, StepSize::layer, StepSize::phase};

std::vector<Time> walk_forward(const Trace& trace, StepSize size) {
  std::vector<Time> times{{0, 0}};
  while (times.back().step < trace.step_count()) {
    const Time later = next(trace, times.back(), size);
    REQUIRE(later > times.back());
    times.push_back(later);
  }
  return times;
}
}  // namespace

TEST_CASE("stepping back visits the same times as stepping forward, at every size") {
  for (const NamedProgram& program : all_programs()) {
    const auto trace = run_of(program.text);
    CAPTURE(program.name);
    for (const StepSize size : sizes) {
      const std::vector<Time> times = walk_forward(*trace, size);
      CHECK(times.back() == Time{trace->step_count(), 0});
      Time time = times.back();
      for (auto expected = times.rbegin(); expected != times.rend(); ++expected) {
        CHECK(time == *expected);
        time = previous(*trace, time, size);
      }
      CHECK(time == Time{0, 0});
    }
  }
}

TEST_CASE("at the ends time stays where it is") {
  const auto trace = run_of(shipped_program("two-two-two"));
  const Time end{trace->step_count(), 0};
  for (const StepSize size : sizes) {
    CHECK(next(*trace, end, size) == end);
    CHECK(previous(*trace, {0, 0}, size) == Time{0, 0});
  }
}

TEST_CASE("a larger step stops only where smaller ones do") {
  const auto trace = run_of(shipped_program("xor"));
  for (int i = 0; i + 1 < 4; ++i) {
    const std::vector<Time> small = walk_forward(*trace, sizes[i]);
    const std::vector<Time> large = walk_forward(*trace, sizes[i + 1]);
    CHECK(large.size() < small.size());
    for (const Time& time : large) {
      CHECK(std::find(small.begin(), small.end(), time) != small.end());
    }
  }
}

TEST_CASE("the textbook network has a forward, a backward and an update phase") {
  const auto trace = run_of(shipped_program("two-two-two"));
  const std::vector<Time> times = walk_forward(*trace, StepSize::phase);
  REQUIRE(times.size() == 4);
  CHECK(trace->step(times[1].step - 1).kind == StepKind::forward);
  CHECK(trace->step(times[1].step).kind == StepKind::backward);
  CHECK(trace->step(times[2].step - 1).kind == StepKind::backward);
  CHECK(trace->step(times[2].step).kind == StepKind::update);
}

TEST_CASE("times from elsewhere are moved into the trace") {
  const auto trace = run_of(shipped_program("two-two-two"));
  const Index end = trace->step_count();
  CHECK(clamped(*trace, {-3, 5}) >= Time{0, 0});
  CHECK(clamped(*trace, {end + 7, 0}) == Time{end, 0});
  CHECK(clamped(*trace, {end, 9}) == Time{end, 0});
  const Time inside{8, term_count(*trace, 8) + 100};
  CHECK(clamped(*trace, inside).step <= 9);
}

TEST_CASE("thousands of rounds without zero_grad() are recorded in room that grows with them") {
  const auto trace = run_of(
      "w = param(1.0)\nfor t in range(5000):\n    J = w * w\n    J.backward()\n    sgd(lr=0.0)\n");
  std::size_t places = 0;
  for (const auto& list : trace->contributions_into)
    places += list.size();
  CHECK(places == trace->contributions.size());  // each contribution is listed once
  const ValueId last = version_at(*trace, 0, trace->step_count());
  CHECK(gradient_at(*trace, last, trace->step_count())[0] == 10'000);
  CHECK(contribution_count(*trace, last, trace->step_count()) == 10'000);
}

TEST_CASE("a gradient of many contributions is their chain at every time, across clearings") {
  const auto trace = run_of(
      "w = param([0.3, -0.7])\nfor t in range(128):\n    J = sum(w * w * w)\n    J.backward()\n"
      "    sgd(lr=0.01)\nzero_grad()\nfor t in range(40):\n    J = sum(sin(w))\n    "
      "J.backward()\n");
  const ValueId w = trace->parameters[0].versions[0];
  CHECK(trace->gradient_sums[static_cast<std::size_t>(w)].size() > 5);
  Tensor chain({2});  // a sum is kept just before the clearing, too
  for (Index at = 0; at < trace->step_count(); ++at) {
    const Step& step = trace->step(at);
    if (step.kind == StepKind::clear) chain = Tensor({2});
    if (step.kind == StepKind::backward && first_version(*trace, target(*trace, step)) == w) {
      const Tensor& added = trace->contributions[static_cast<std::size_t>(step.contribution)];
      for (Index e = 0; e < 2; ++e)
        chain[e] += added[e];
    }
    CHECK(same_bits(gradient_at(*trace, w, at + 1), chain));
    for (Index e = 0; e < 2; ++e)
      CHECK(same_bits(gradient_element_at(*trace, w, e, at + 1), chain[e]));
  }
}

TEST_CASE("names pick the last assignment, or the one they count to") {
  const auto trace = run_of("h = tensor(1.0)\nh = h + 1\nk = h * 2\nh = k + h\n");
  CHECK(trace->value(find_value(*trace, "h")).data[0] == 6);
  CHECK(trace->value(find_value(*trace, "h@1")).data[0] == 1);
  CHECK(trace->value(find_value(*trace, "h@2")).data[0] == 2);
  CHECK(find_value(*trace, "h@4") == no_value);
  CHECK(find_value(*trace, "h@0") == no_value);
  CHECK(find_value(*trace, "q") == no_value);
  CHECK(display_name(*trace, find_value(*trace, "h")) == "h@3");
  CHECK(display_name(*trace, find_value(*trace, "k")) == "k");
}

TEST_CASE("a parameter without a name gets one that can be asked for") {
  const auto trace = run_of(
      "x = tensor([1.0, 2.0])\nJ = sum(param(2.0) * x) + param(0.5)\nJ.backward()\nsgd(lr=0.1)\n");
  REQUIRE(trace->parameters.size() == 2);
  for (const Parameter& parameter : trace->parameters) {
    CHECK(find_value(*trace, parameter.name) == parameter.versions[0]);
    for (const ValueId version : parameter.versions)
      CHECK(display_name(*trace, version) == parameter.name);
  }
  CHECK(trace->parameters[1].name == "param_2");
}
