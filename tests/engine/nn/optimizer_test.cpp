// Optimizers: the terms of every update give it bit for bit, and the scalar run keeps the same
// state. That the numbers are PyTorch's is golden_test's matter.
#include "engine/nn/optimizer.h"

#include <doctest/doctest.h>

#include <set>

#include "engine/program/interpreter.h"
#include "engine/trace/time.h"
#include "tests/support/bits.h"
#include "tests/support/programs.h"
#include "tests/support/recording_checks.h"

namespace backprop::test {
namespace {

const std::vector<std::string> calls = {
    "sgd(lr=0.1)",
    "sgd(lr=0.1, momentum=0.9, weight_decay=0.01)",
    "sgd(lr=0.1, momentum=0.9, nesterov=True)",
    "adam()",
    "adam(lr=0.1, betas=(0.8, 0.95), weight_decay=0.1)",
    "adamw(lr=0.1)",
    "rmsprop(lr=0.1)",
    "rmsprop(lr=0.1, centered=True, momentum=0.5)",
    "adagrad(lr=0.5, lr_decay=0.1)",
};

std::string training(const std::string& call) {
  return "w = param([1.5, -0.5, 0.25])\nfor t in range(4):\n    zero_grad()\n"
         "    J = sum((w - 0.5) ** 4)\n    J.backward()\n    " +
         call + "\n";
}

TEST_CASE("every update opens into terms that give it bit for bit; the scalar run agrees") {
  std::set<std::string_view> seen;
  for (const std::string& call : calls) {
    CHECK(check_terms(training(call)) > 12);
    CHECK(check_value_bits(training(call)) > 12);
    CHECK(check_gradient_bits(training(call)) > 12);
    seen.insert(run_of(training(call))->optimizer_runs[0].optimizer->name);
  }
  for (const OptimizerRow& row : optimizers())
    CHECK(seen.contains(row.name));
}

TEST_CASE("the terms of a state tensor give it bit for bit") {
  const auto trace = run_of(training("adam(lr=0.1)"));
  int checked = 0;
  for (Index at = 0; at < trace->step_count(); ++at) {
    const Step& step = trace->step(at);
    if (step.kind != StepKind::update) continue;
    const OptimizerRun& run = trace->optimizer_runs[static_cast<std::size_t>(step.run)];
    const auto& before = trace->optimizer_states[static_cast<std::size_t>(step.state_before)];
    const auto& after = trace->optimizer_states[static_cast<std::size_t>(step.state_after)];
    CHECK(after.updates == before.updates + 1);
    const ValueId old = trace->value(step.value).arguments[0];
    for (int which = 0; which < 2; ++which) {
      for (Index e = 0; e < 3; ++e) {
        TermList terms;
        explain_update(*run.optimizer, run.settings, trace->value(old).data,
                       gradient_at(*trace, old, at), before, e, terms, which);
        CHECK(same_bits(terms.back().result, after.tensors[static_cast<std::size_t>(which)][e]));
        ++checked;
      }
    }
  }
  CHECK(checked == 24);
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
