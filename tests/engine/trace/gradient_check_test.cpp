#include "engine/trace/gradient_check.h"

#include <doctest/doctest.h>

#include <cmath>

#include "engine/trace/time.h"
#include "tests/support/programs.h"

using namespace backprop;
using namespace backprop::test;

TEST_CASE("the gradient check passes on every program") {
  for (const NamedProgram& program : all_programs()) {
    CAPTURE(program.name);
    const GradientCheck check = check_gradients(*run_of(program.text));
    CHECK(!check.parameters.empty());
    CHECK(check.passed());
  }
}

TEST_CASE("the gradient check passes on random programs") {
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    const std::string text = random_program(seed);
    CAPTURE(text);
    CHECK(check_gradients(*run_of(text)).passed());
  }
}

TEST_CASE("a wrong contribution fails the gradient check") {
  const auto good = run_of(shipped_program("two-two-two"));
  Index tampered = 0;
  for (Index at = 0; at < good->step_count(); ++at) {
    const Step& step = good->step(at);
    if (step.kind != StepKind::backward) continue;
    const Value& into = good->value(target(*good, step));
    if (into.kind != ValueKind::parameter) continue;
    Trace bad = *good;
    bad.contributions[static_cast<std::size_t>(step.contribution)][0] *= 1.001;
    CHECK_FALSE(check_gradients(bad).passed());
    ++tampered;
  }
  CHECK(tampered == 2);
}

TEST_CASE("elements at a kink are counted, not compared") {
  const auto trace = run_of("w = param([0.0, 1.0])\nJ = sum(relu(w))\nJ.backward()\n");
  const GradientCheck check = check_gradients(*trace);
  REQUIRE(check.parameters.size() == 1);
  CHECK(check.parameters[0].at_kinks == 1);
  CHECK(check.parameters[0].checked == 1);
  CHECK(check.passed());
}

TEST_CASE("the numeric gradient of any value agrees with the exact one") {
  const auto trace = run_of(shipped_program("two-two-two"));
  const ValueId h = find_value(*trace, "h");
  const Tensor exact = gradient_at(*trace, h, trace->step_count());
  for (Index i = 0; i < 2; ++i) {
    CHECK(std::abs(numeric_gradient(*trace, trace->loss(), h, i) - exact[i]) < 1e-9);
  }
}

TEST_CASE("large networks are checked along random directions") {
  const std::string network =
      "x = normal((16, 40), seed=1)\nW1 = param(xavier_uniform(60, 40, seed=2))\nb1 = "
      "param(zeros(60))\nW2 = param(xavier_uniform(10, 60, seed=3))\nb2 = param(zeros(10))\n"
      "J = cross_entropy(linear(ACT(linear(x, W1, b1)), W2, b2), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, "
      "1, "
      "2, 3, 4, 5])\nJ.backward()\n";
  for (const std::string activation : {"tanh", "gelu", "softplus"}) {
    std::string text = network;
    text.replace(text.find("ACT"), 3, activation);
    const auto trace = run_of(text);
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
      const DirectionalCheck check = check_direction(*trace, 0, seed);
      CAPTURE(check.exact);
      CAPTURE(check.numeric);
      CHECK(check.passed);
    }
    // And it finds one contribution of many that is off by a hundredth.
    Trace broken = *trace;
    const Index step = contributions_to(broken, find_value(broken, "W1")).back();
    for (double& number :
         broken.contributions[static_cast<std::size_t>(broken.step(step).contribution)].data)
      number *= 1.01;
    CHECK_FALSE(check_direction(broken, 0, 1).passed);
  }
}
