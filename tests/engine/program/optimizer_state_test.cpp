// An optimizer's call may go on from a state that is written out: the updates that follow are, bit
// for bit, those of the run that the state was taken from.
#include <doctest/doctest.h>

#include "tests/support/bits.h"
#include "tests/support/programs.h"
#include "tests/support/recording_checks.h"

namespace backprop::test {
namespace {

const Tensor& last_version(const Trace& trace) {
  return trace.value(trace.parameters[0].versions.back()).data;
}

TEST_CASE("training goes on from an optimizer's state as if it had not been interrupted") {
  for (const std::string& call : optimizer_calls()) {
    CAPTURE(call);
    const auto whole = run_of(training(call));
    for (int updates = 1; updates <= 3; ++updates) {
      const std::string text = resumed_training(call, updates);
      CAPTURE(text);
      const auto resumed = run_of(text);
      CHECK(resumed->parameters[0].versions.size() == static_cast<std::size_t>(5 - updates));
      CHECK(same_bits(last_version(*resumed), last_version(*whole)));
      CHECK(resumed->optimizer_states.back().updates == 4);
      const auto& kept = resumed->optimizer_states.back().tensors;
      for (std::size_t k = 0; k < kept.size(); ++k)
        CHECK(same_bits(kept[k], whole->optimizer_states.back().tensors[k]));
    }
  }
}

TEST_CASE("an update that goes on from a state opens into its terms, and runs on scalars") {
  for (const std::string& call : optimizer_calls()) {
    CHECK(check_terms(resumed_training(call, 2)) > 6);
    CHECK(check_value_bits(resumed_training(call, 2)) > 6);
  }
}

TEST_CASE("each parameter goes on from its own entry") {
  const auto trace = run_of(
      "w = param([1.0, 2.0])\nb = param(3.0)\nJ = sum(w * b)\nJ.backward()\n"
      "sgd(lr=0.5, momentum=0.5, updates=1, momentum_buffer=[[8.0, 16.0], 32.0])\n");
  // v = 0.5 v + g; w - 0.5 v
  CHECK(same_bits(trace->value(trace->parameters[0].versions.back()).data,
                  Tensor({2}, {1.0 - 0.5 * 7.0, 2.0 - 0.5 * 11.0})));
  CHECK(trace->value(trace->parameters[1].versions.back()).data[0] == 3.0 - 0.5 * 19.0);
}

}  // namespace
}  // namespace backprop::test
