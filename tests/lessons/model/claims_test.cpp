#include "lessons/model/claims.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "engine/program/interpreter.h"
#include "engine/trace/paths.h"

namespace backprop::lessons {
namespace {

std::shared_ptr<const Trace> run(const std::string& program) {
  auto trace = run_program(program);
  REQUIRE_MESSAGE(trace.ok(), (trace ? "" : trace.error().cause));
  return trace.value();
}

ClaimResult check(const std::string& left, const std::string& right, const Trace& trace) {
  Claim claim;
  claim.left = left;
  claim.right = right;
  return check_claim(claim, trace);
}

PredictResult answer(const std::string& expression, const Trace& trace) {
  Predict predict;
  predict.expression = expression;
  return check_predict(predict, trace);
}

// dJ/dw = 2 w x^2 = [6, -16]
const std::string square =
    "x = tensor([1.0, 2.0])\nw = param([3.0, -2.0])\nJ = sum((w * x) ** 2)\nJ.backward()\n"
    "sgd(lr=0.5)\n";

TEST_CASE("where one side is 0, a claim says what the sides may differ by") {
  const auto trace = run(square);
  Claim claim;
  claim.left = "w[0] * 0.00000001 / w[0] * 0.00001";
  claim.right = "tensor(0.0)";
  CHECK_FALSE(check_claim(claim, *trace).holds);
  claim.within = 1e-12;
  CHECK(check_claim(claim, *trace).holds);
  claim.left = "w[0] * 0.00000001 / w[0] * 0.001";
  CHECK_FALSE(check_claim(claim, *trace).holds);
}

TEST_CASE("claims about numbers and vectors") {
  const auto trace = run(square);
  const ClaimResult right = check("grad(w)", "2 * w * x * x", *trace);
  CHECK(right.holds);
  CHECK_FALSE(right.error);
  CHECK(right.left_text == "[6, \u221216]");
  CHECK(right.right_text == "[6, \u221216]");

  const ClaimResult wrong = check("grad(w)", "2 * w * x", *trace);
  CHECK_FALSE(wrong.holds);
  CHECK(wrong.left == -16);  // they differ most in the second element
  CHECK(wrong.right == -8);
  CHECK(wrong.right_text == "[6, \u22128]");

  CHECK(check("J", "25", *trace).holds);
  CHECK_FALSE(check("J", "25.0000001", *trace).holds);
}

TEST_CASE("claims about what gradients cost: the multiplications that the paths view counts") {
  const auto trace = run(square);
  const auto work = count_work(*trace, trace->backward_runs.back());
  REQUIRE(work.has_value());
  CHECK(check("work_backward()", std::to_string(work->reverse), *trace).holds);
  CHECK(check("work_forward()", std::to_string(work->forward), *trace).holds);
  CHECK(work->reverse != work->forward);
  // Two edges of the product and one of the square and of the sum for each element.
  CHECK(check("work_backward()", "2 * (2 + 1 + 1)", *trace).holds);
  CHECK(check("work_backward(w)", "8", *trace).error->cause == "'work_backward' takes no names");
  const auto without = run("w = param(1.0)\n");
  CHECK(check("work_forward()", "1", *without).error->cause ==
        "there is no backward() that could be counted");
}

TEST_CASE("the moment is after backward and before the update") {
  const auto trace = run(square);
  CHECK(check("w", "tensor([3.0, -2.0])", *trace).holds);
  const auto twice =
      run("w = param(1.0)\nfor i in range(2):\n    zero_grad()\n    J = w * w\n"
          "    J.backward()\n    sgd(lr=0.25)\n");
  CHECK(check("w", "0.5", *twice).holds);
  CHECK(check("grad(w)", "1.0", *twice).holds);
}

TEST_CASE("the tolerance is relative") {
  const auto trace = run("a = tensor(3e-20)\n");
  CHECK(check("a * 0.1", "3e-21", *trace).holds);
  CHECK_FALSE(check("a", "3.0000000001e-20", *trace).holds);
  CHECK(check("a - a", "0.0", *trace).holds);
}

TEST_CASE("shapes count, and what is not finite never holds") {
  const auto trace = run("a = tensor([2.0, 2.0])\nz = tensor(0.0)\n");
  CHECK_FALSE(check("a", "2.0", *trace).holds);
  CHECK_FALSE(check("z / z", "z / z", *trace).holds);
  CHECK_FALSE(check("1 / z", "1 / z", *trace).holds);
  CHECK(check("1 / z", "1.0", *trace).left_text == "inf");
}

TEST_CASE("texts: unequal numbers look unequal, long tensors are cut") {
  const auto trace = run("a = tensor([1, 2, 3, 4, 5])\nb = tensor([1, 2, 3, 4])\n");
  const ClaimResult close = check("1.00000001 + 0", "1.0 + 0", *trace);
  CHECK_FALSE(close.holds);
  CHECK(close.left_text == "1.00000001");
  CHECK(close.right_text == "1");
  CHECK(check("a / 3", "a / 3", *trace).left_text == "[0.333333, 0.666667, 1, 1.33333, …]");
  CHECK(check("b", "b", *trace).left_text == "[1, 2, 3, 4]");
  const ClaimResult beyond = check("a", "a + tensor([0, 0, 0, 0, 1])", *trace);
  CHECK_FALSE(beyond.holds);
  CHECK(beyond.right == 6);
}

TEST_CASE("sides without a value are errors") {
  const auto trace = run(square);
  for (const auto& [left, right] : {std::pair{"nobody", "1"}, std::pair{"1", "w @"},
                                    std::pair{"w", "derivative(w, J)"}, std::pair{"", ""}}) {
    const ClaimResult result = check(left, right, *trace);
    CHECK_FALSE(result.holds);
    REQUIRE(result.error);
    CHECK_FALSE(result.error->cause.empty());
  }
}

TEST_CASE("signs") {
  const auto trace = run(square);
  CHECK(answer("grad(w)[0]", *trace).sign == 1);
  CHECK(answer("grad(w)[1]", *trace).sign == -1);
  CHECK(answer("grad(w)[1]", *trace).text == "\u221216");
  CHECK(answer("w[0] - 3", *trace).sign == 0);
  CHECK(answer("-0.0 * w[0]", *trace).sign == 0);
  CHECK(answer("grad(w)", *trace).error);
  CHECK(answer("(w[0] - 3) / (w[0] - 3)", *trace).error);
  CHECK(answer("nobody", *trace).error);
}

TEST_CASE("the programs of a lesson are run by name") {
  Lesson lesson;
  lesson.program = "neuron-mse";
  Claim claim;
  claim.program = "xor";
  lesson.blocks.push_back({"claim-1", 1, claim});
  const auto traces = run_programs(lesson);
  REQUIRE(traces.ok());
  CHECK(traces.value().size() == 2);
  CHECK(traces.value().at("xor")->backward_runs.size() == 2);

  lesson.program = "neuron-mes";
  const auto missing = run_programs(lesson);
  REQUIRE_FALSE(missing.ok());
  CHECK(missing.error().advice == "did you mean 'neuron-mse'?");
}

}  // namespace
}  // namespace backprop::lessons
