// Steps of very many terms: sums are cut short where they stand, and what is around them stays.
#include "viz/scene/expression.h"

#include <doctest/doctest.h>

#include "tests/support/programs.h"
#include "viz/scene/numbers.h"

namespace backprop::test {
namespace {

/// The first element of the last step, in symbols.
std::string last_step(const std::string& text) {
  const auto trace = run_of(text);
  const Index at = trace->step_count() - 1;
  return viz::plain_text(viz::in_symbols(*trace, at, explain(*trace, at, 0)));
}

const std::string many = "x = ones((64, 1))\n";
const std::string cut_sum = "x[0,0] + x[1,0] + x[2,0] + x[3,0] + x[4,0] + x[5,0] + \u2026";
const std::string cut_mean = "(" + cut_sum + ") / 64";

TEST_CASE("a long sum ends in an ellipsis; a short one is whole") {
  CHECK(last_step(many + "y = sum(x)\n") == cut_sum);
  CHECK(last_step(many + "y = mean(x)\n") == cut_mean);
  CHECK(last_step("x = ones(9)\ny = sum(x)\n") ==
        "x[0] + x[1] + x[2] + x[3] + x[4] + x[5] + x[6] + x[7] + x[8]");
  CHECK(last_step("u = ones(64)\nx = ones(64)\ny = u @ x\n") ==
        "u[0] \u00D7 x[0] + u[1] \u00D7 x[1] + u[2] \u00D7 x[2] + u[3] \u00D7 x[3] + u[4] \u00D7 "
        "x[4] + u[5] \u00D7 x[5] + \u2026");
}

TEST_CASE("an unnamed value that falls apart beside an operator is put in brackets") {
  const auto trace = run_of("x = param(0.5)\nJ = log(1 - x) * 2\nJ.backward()\n");
  std::vector<std::string> backward;
  for (Index at = trace->backward_runs[0].first_step + 1; at < trace->step_count(); ++at)
    backward.push_back(viz::plain_text(viz::in_symbols(*trace, at, explain(*trace, at, 0))));
  CHECK(backward.at(1) == "\u2202J/\u2202(log(1 - x)) / (1 - x)");
  CHECK(viz::needs_brackets("1 - x"));
  CHECK(viz::needs_brackets("-x"));
  for (const char* whole : {"x", "(1 - x)", "log(1 - x)", "h[0, 1]", "(a - b)[0]"})
    CHECK_FALSE(viz::needs_brackets(whole));
}

TEST_CASE("running averages of a large batch") {
  CHECK(last_step(many + "m = zeros(1)\ny = batch_norm(x, m, training=True)\n") ==
        "0.9 \u00D7 m[0] + 0.1 \u00D7 (" + cut_mean + ")");
  std::string squares;
  for (int k = 0; k < 6; ++k) {
    const std::string part = "(x[" + std::to_string(k) + ",0] \u2212 " + cut_mean + ")";
    squares += part + " \u00D7 " + part + " + ";
  }
  CHECK(last_step(many + "v = ones(1)\ny = batch_norm(x, None, v, training=True)\n") ==
        "0.9 \u00D7 v[0] + 0.1 \u00D7 ((" + squares + "\u2026) / 63)");
}

}  // namespace
}  // namespace backprop::test
