// Optimizers: the terms of every update give it bit for bit, and the scalar run keeps the same
// state. That the numbers are PyTorch's is golden_test's matter.
#include "engine/nn/optimizer.h"

#include <doctest/doctest.h>

#include <cmath>
#include <set>

#include "engine/program/interpreter.h"
#include "engine/trace/explain.h"
#include "engine/trace/time.h"
#include "tests/support/bits.h"
#include "tests/support/programs.h"
#include "tests/support/recording_checks.h"

namespace backprop::test {
namespace {

TEST_CASE("every update opens into terms that give it bit for bit; the scalar run agrees") {
  std::set<std::string_view> seen;
  for (const std::string& call : optimizer_calls()) {
    CHECK(check_terms(training(call)) > 12);
    CHECK(check_value_bits(training(call)) > 12);
    CHECK(check_gradient_bits(training(call)) > 12);
    seen.insert(run_of(training(call))->optimizer_runs[0].optimizer->name);
  }
  for (const OptimizerRow& row : optimizers())
    CHECK(seen.contains(row.name));
}

TEST_CASE("an update opened part by part: every part gives its number bit for bit") {
  int kept = 0;
  for (const std::string& call : optimizer_calls()) {
    CAPTURE(call);
    const auto trace = run_of(training(call));
    for (Index at = 0; at < trace->step_count(); ++at) {
      const Step& step = trace->step(at);
      if (step.kind != StepKind::update) continue;
      const auto& before = trace->optimizer_states[static_cast<std::size_t>(step.state_before)];
      const auto& after = trace->optimizer_states[static_cast<std::size_t>(step.state_after)];
      CHECK(after.updates == before.updates + 1);
      for (Index e = 0; e < 3; ++e) {
        const UpdateParts parts = explain_update_parts(*trace, at, e);
        REQUIRE(parts.state.size() == after.tensors.size());
        for (std::size_t k = 0; k < parts.state.size(); ++k) {
          const UpdateParts::Kept& part = parts.state[k];
          CHECK(same_bits(part.before, before.tensors[k][e]));
          CHECK(same_bits(part.after, after.tensors[k][e]));
          CHECK(same_bits(evaluate_terms(*trace, at, part.terms), part.after));
          ++kept;
        }
        CHECK(same_bits(evaluate_terms(*trace, at, parts.next), trace->value(step.value).data[e]));
      }
    }
  }
  CHECK(kept > 100);
}

TEST_CASE("Adam's parts: short, read the new state, and are corrected as the paper has it") {
  const auto trace = run_of(training("adam(lr=0.1)"));
  Index updates = 0;
  for (Index at = 0; at < trace->step_count(); ++at) {
    if (trace->step(at).kind != StepKind::update) continue;
    const UpdateParts parts = explain_update_parts(*trace, at, 1);
    std::set<int> read;
    for (const Term& term : parts.next) {
      for (const Operand* operand : {&term.a, &term.b}) {
        CHECK(operand->source != Operand::Source::state);
        if (operand->source != Operand::Source::new_state) continue;
        read.insert(operand->which);
        CHECK(operand->value == parts.state[static_cast<std::size_t>(operand->which)].after);
      }
    }
    CHECK(read == std::set<int>{0, 1});
    ++updates;
    const auto t = static_cast<double>(updates);
    const double m = parts.state[0].after / parts.state[0].correction;
    const double v = parts.state[1].after / parts.state[1].correction;
    CHECK(parts.state[0].correction == doctest::Approx(1 - std::pow(0.9, t)).epsilon(1e-14));
    const double w = trace->value(trace->value(trace->step(at).value).arguments[0]).data[1];
    CHECK(trace->value(trace->step(at).value).data[1] ==
          doctest::Approx(w - 0.1 * m / (std::sqrt(v) + 1e-8)).epsilon(1e-12));
  }
  CHECK(updates > 1);
}

TEST_CASE("an optimizer's state belongs to its line and the parameter") {
  const auto trace = run_of(
      "w = param([1.0])\nJ = sum(w * w)\nJ.backward()\nsgd(lr=0.1, momentum=0.9)\nzero_grad()\n"
      "J = sum(w * w)\nJ.backward()\nsgd(lr=0.1, momentum=0.9)\n");
  for (const Step& step : trace->steps) {
    if (step.kind != StepKind::update) continue;
    CHECK(trace->optimizer_states[static_cast<std::size_t>(step.state_before)].updates == 0);
  }
}

TEST_CASE("settings that make no sense are refused with the reason") {
  const auto refused = [](const std::string& call) {
    const auto run = run_program(training(call));
    return run.ok() ? std::string() : run.error().cause;
  };
  CHECK(refused("sgd(lr=0.1, nesterov=True)") ==
        "nesterov needs a momentum above 0 and no dampening");
  CHECK(refused("adam(betas=(0.9, 1.0))") ==
        "betas are two numbers from 0 to below 1: (0.9, 0.999)");
  CHECK(refused("adam(betas=0.9)") == "betas is the number 0.9");
  CHECK(refused("adam(eps=-1)") == "eps is the number -1; it must not be negative");
  CHECK(refused("sgd(lr=-0.5)") == "the learning rate is the number -0.5; it must not be negative");
}

TEST_CASE("Adam and its state fit where the parameter does") {
  const auto trace = test::run_of(
      "W = param(normal((500, 784), 0.1, seed=1))\nJ = sum(W * W)\nJ.backward()\nadam(lr=0.001)\n");
  CHECK(trace->parameters[0].versions.size() == 2);
}

}  // namespace
}  // namespace backprop::test
