// Composites are groups of primitive ops that fold into one step of the size `layer`. That their
// numbers are PyTorch's is golden_test's matter.
#include "engine/program/composites.h"

#include <doctest/doctest.h>

#include "engine/program/interpreter.h"
#include "engine/trace/gradient_check.h"
#include "engine/trace/time.h"
#include "tests/support/programs.h"

namespace backprop::test {
namespace {

const std::string over_time =
    "x = tensor([[0.5, -1.0], [1.5, 0.3], [-0.7, 0.9]])\n"
    "h = zeros(3)\nc = zeros(3)\n"
    "U = param(uniform((12, 2), -1, 1, seed=1))\nV = param(uniform((12, 3), -1, 1, seed=2))\n"
    "b = param(uniform((12,), -1, 1, seed=3))\n"
    "for t in range(3):\n    h, c = lstm_cell(x[t], (h, c), U, V, b, b)\n"
    "J = sum(h * h)\nJ.backward()\nsgd(lr=0.1)\n";

TEST_CASE("a recurrent parameter's gradient opens by time step, and is right") {
  const auto trace = run_of(over_time);
  REQUIRE(trace->groups.size() == 3);
  const ValueId U = find_value(*trace, "U");
  CHECK(contributions_to(*trace, U).size() == 3);
  std::vector<int> groups;
  for (const Index at : contributions_to(*trace, U))
    groups.push_back(trace->value(trace->step(at).value).group);
  CHECK(groups == std::vector<int>{2, 1, 0});  // backwards through time
  // b is both biases: two contributions from each time step.
  CHECK(contributions_to(*trace, find_value(*trace, "b")).size() == 6);
  CHECK(check_gradients(*trace).passed());
}

TEST_CASE("a cell is one step of the size layer") {
  const auto trace = run_of(over_time);
  Time time{trace->value(trace->groups[1].first_value).made_by, 0};
  const Time after = next(*trace, time, StepSize::layer);
  CHECK(after.step == trace->value(trace->groups[1].end_value - 1).made_by + 1);
  CHECK(previous(*trace, after, StepSize::layer) == time);
  CHECK(next(*trace, time, StepSize::step).step == time.step + 1);
}

TEST_CASE("the parts of a cell are called by what they are made of, its results by the call") {
  const auto trace = run_of(
      "x = tensor([0.5, -1.0])\nh = tensor([0.0])\nU = param(zeros(4, 2))\nV = param(zeros(4, 1))\n"
      "J = sum(lstm_cell(x, (h, tensor([0.3])), U, V)[0])\nJ.backward()\n");
  std::vector<std::string> texts;
  for (ValueId id = trace->groups[0].first_value; id < trace->groups[0].end_value; ++id)
    texts.push_back(trace->value(id).text);
  const std::string call = "lstm_cell(x, (h, tensor([0.3])), U, V)";
  CHECK(texts == std::vector<std::string>{
                     "linear(x, U)", "linear(h, V)", "linear(...) + linear(...)", "(...)[0:1]",
                     "sigmoid(...)", "(...)[1:2]", "sigmoid(...)", "(...)[2:3]", "tanh(...)",
                     "(...)[3:4]", "sigmoid(...)", "sigmoid(...) * tensor([0.3])",
                     "sigmoid(...) * tanh(...)", call, "tanh(...)", call});
}

TEST_CASE("what does not fit is refused with the sizes") {
  const auto refused = [](const std::string& call) {
    const auto run = run_program(
        "x = tensor([0.5, -1.0])\nh = zeros(3)\nU = param(zeros(3, 2))\nV = param(zeros(3, 3))\ny "
        "= " +
        call + "\n");
    return run.ok() ? std::string() : run.error().cause;
  };
  CHECK(refused("rnn_cell(x, h, U, V)").empty());
  CHECK(refused("gru_cell(x, h, U, V)") ==
        "gru_cell: the hidden state has 3 numbers, so w_ih must have 9 rows; its shape is [3, 2]");
  CHECK(refused("lstm_cell(x, [h], U, V)") == "'hx' of lstm_cell is not a pair");
  CHECK(refused("lstm_cell(x, h, U, V)") == "hx is a tensor");
  CHECK(
      refused("rnn_cell(h, h, U, V)") ==
      "linear of h [3], U [3, 2]: the input's last dimension and the weight's must agree: 3 and 2");
  CHECK(refused("rnn_cell(x, h, U)") == "'rnn_cell' lacks its argument 'w_hh'");
  CHECK(refused("rnn_cell(x, h, U, V, nonlinearity='sine')") ==
        "nonlinearity is the string 'sine'");
  CHECK(refused("scaled_dot_product_attention(x, U, U)") ==
        "scaled_dot_product_attention: query, key and value must be [..., places, width]");
}

}  // namespace
}  // namespace backprop::test
