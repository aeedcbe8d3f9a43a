// Buffers: tensors that an op keeps up to date, step by step. That the numbers are PyTorch's is
// golden_test's matter, that they hold at their times state_test's.
#include <doctest/doctest.h>

#include "engine/io/json.h"
#include "engine/trace/explain.h"
#include "engine/trace/gradient_check.h"
#include "engine/trace/queries.h"
#include "engine/trace/time.h"
#include "engine/trace/why.h"
#include "tests/support/bits.h"
#include "tests/support/json.h"
#include "tests/support/programs.h"
#include "tests/support/recording_checks.h"

namespace backprop::test {
namespace {

const std::string leaves =
    "x = tensor([[1.0, 2.0], [3.0, 6.0]])\nw = param([1.0, 2.0])\nm = tensor([0.5, 0.0])\n"
    "v = tensor([1.0, 1.0])\n";

std::vector<Index> updates_of(const Trace& trace) {
  std::vector<Index> steps;
  for (Index at = 0; at < trace.step_count(); ++at) {
    if (trace.step(at).kind == StepKind::update) steps.push_back(at);
  }
  return steps;
}

/// The number of the only update's second element, and of the names afterwards.
std::vector<double> newest(const Trace& trace, const std::string& name) {
  return trace.value(newest_version(trace, find_value(trace, name))).data.data;
}

TEST_CASE("training updates both averages, in steps after the op's own") {
  const auto trace = run_of(leaves + "y = batch_norm(x * w, m, v, training=True)\n");
  const ValueId y = find_value(*trace, "y");
  const Index made = trace->value(y).made_by;
  CHECK(updates_of(*trace) == std::vector<Index>{made + 1, made + 2});
  REQUIRE(trace->buffers.size() == 2);
  CHECK(trace->buffers[0].name == "m");
  CHECK(trace->buffers[1].name == "v");
  for (int which = 1; which <= 2; ++which) {
    const Step& step = trace->step(made + which);
    CHECK(updates_buffer(step));
    CHECK(step.by == y);
    CHECK(step.edge == which);
    CHECK(step.line == 5);
    CHECK(writer_of(*trace, step) == "batch_norm");
    const Value& value = trace->value(step.value);
    CHECK(value.kind == ValueKind::data);
    CHECK(value.version == 2);
    CHECK(version_of(*trace, step.value, made + which) == trace->value(y).arguments[which]);
    CHECK(version_of(*trace, step.value, made + which + 1) == step.value);
  }
  CHECK(newest(*trace, "m")[0] == doctest::Approx(0.9 * 0.5 + 0.1 * 2));
  CHECK(newest(*trace, "v")[0] == doctest::Approx(0.9 + 0.1 * 2));  // (1 - 2)^2 + (3 - 2)^2, by 1
  CHECK(trace->parameters.size() == 1);
}

TEST_CASE("only what is given is updated, and only in training; a list is a temporary") {
  const auto count = [](const std::string& call) {
    const auto trace = run_of(leaves + "y = " + call + "\n");
    CHECK(trace->buffers.size() == updates_of(*trace).size());
    return updates_of(*trace).size();
  };
  CHECK(count("batch_norm(x, m, training=True)") == 1);
  CHECK(count("batch_norm(x, None, v, training=True)") == 1);
  CHECK(count("batch_norm(x, [0.1, 0.2], [1.0, 2.0], training=True)") == 0);
  CHECK(count("batch_norm(x, [0.1, 0.2], v, training=True)") == 1);
  CHECK(count("batch_norm(x[0:0], m, v, training=True)") == 0);
  CHECK(count("batch_norm(x, m, v)") == 0);
  CHECK(count("batch_norm(x, w, w)") == 0);
  CHECK(count("layer_norm(x, 2, m, v)") == 0);
}

TEST_CASE("whichever way a tensor is named, it is the same buffer") {
  const auto trace = run_of(
      "x = tensor([[1.0, 2.0], [3.0, 6.0]])\nm = zeros(2)\nboth = [m, ones(2)]\nn = m\n"
      "def norm(u, k): return batch_norm(u, k, training=True, momentum=1)\n"
      "y = norm(x, n)\nz = norm(x + 1, both[0])\nr = m + 0\n");
  REQUIRE(trace->buffers.size() == 1);
  CHECK(trace->buffers[0].versions.size() == 3);
  CHECK(newest(*trace, "m") == std::vector<double>{3, 5});
  CHECK(newest(*trace, "r") == std::vector<double>{3, 5});
  const auto late = run_of(
      "x = tensor([[1.0], [3.0]])\nc = [tensor([0.0])]\n"
      "y = batch_norm(x, c[0], training=True, momentum=1)\nm = c[0]\n");
  CHECK(late->buffers[0].name == "m");
  for (const ValueId version : late->buffers[0].versions)
    CHECK(display_name(*late, version) == "m");
  CHECK(parsed(gradients_json(*late)).at("values").at("m")[0] == 2);
}

TEST_CASE("a buffer's update ends no iteration and interrupts no phase") {
  const auto trace = run_of(leaves +
                            "for t in range(2):\n    y = batch_norm(x * w, m, v, training=True)\n"
                            "    J = sum(y * x)\n    J.backward()\n"
                            "    z = batch_norm(x * w, m, v, training=True)\n    K = sum(z * z)\n"
                            "    K.backward()\n    sgd(lr=0.1)\n");
  const Index first_round_ends = trace->optimizer_runs[0].end_step;
  for (const Index at : updates_of(*trace))
    CHECK(trace->step(at).iteration == (at < first_round_ends ? 0 : 1));
  std::vector<StepKind> phases;
  for (Time time{}; time.step < trace->step_count(); time = next(*trace, time, StepSize::phase))
    phases.push_back(trace->step(time.step).kind);
  const std::vector<StepKind> round{StepKind::forward, StepKind::backward, StepKind::forward,
                                    StepKind::backward, StepKind::update};
  std::vector<StepKind> expected = round;
  expected.insert(expected.end(), round.begin(), round.end());
  CHECK(phases == expected);
}

TEST_CASE("reads, writes and why of a running average") {
  const auto trace = run_of(leaves +
                            "y = batch_norm(x, m, v, training=True)\nJ = sum(y * w)\n"
                            "J.backward()\n");
  const ValueId m = find_value(*trace, "m");
  const std::vector<Index> updates = updates_of(*trace);
  const Index made = trace->value(find_value(*trace, "y")).made_by;
  CHECK(reads(*trace, m) == std::vector<Index>{made, updates[0]});
  const std::vector<Index> of_x = reads(*trace, find_value(*trace, "x"));
  for (const Index at : updates)
    CHECK(std::find(of_x.begin(), of_x.end(), at) != of_x.end());
  CHECK(gradient_reads(*trace, m).empty());
  const auto quantity = parse_quantity(*trace, "v[1]");
  REQUIRE(quantity.ok());
  CHECK(quantity.value().value == trace->step(updates[1]).value);
  const std::vector<WhyLine> lines = why(*trace, quantity.value(), 100);
  REQUIRE(lines.size() == 4);  // itself, the old one, both samples
  CHECK(lines[0].kind == WhyLine::Kind::computed);
  CHECK(lines[0].step == updates[1]);
  CHECK(same_bits(lines[0].terms.back().result, lines[0].number));
  CHECK(lines[0].number == doctest::Approx(0.9 + 0.1 * 8));
  for (std::size_t i = 1; i < lines.size(); ++i)
    CHECK(lines[i].kind == WhyLine::Kind::leaf);
}

TEST_CASE("the recording as JSON names who wrote a buffer, from what") {
  const auto trace = run_of(leaves + "y = batch_norm(x, m, v, training=True)\n");
  const auto steps = parsed(trace_json(*trace)).at("steps");
  const auto& update = steps.at(static_cast<std::size_t>(updates_of(*trace)[1]));
  CHECK(update.at("kind") == "update");
  CHECK(update.at("op") == "batch_norm");
  CHECK(update.at("version") == 2);
  CHECK(update.at("reads") == nlohmann::json({"v", "x"}));
  CHECK(update.at("writes") == "v");
  CHECK_FALSE(update.contains("lr"));
  CHECK(update.at("terms").size() == 2);
}

TEST_CASE("a recomputation takes running averages as they were") {
  // Of z's two ways to w, the one through m and v carries no gradient, as in PyTorch.
  const std::string text = leaves +
                           "y = batch_norm(tanh(x * w), m, v, training=True, momentum=0.5)\n"
                           "z = batch_norm(x * w, m, v)\nJ = sum(z * z) + sum(y * x * x)\n"
                           "J.backward()\n";
  CHECK(check_gradients(*run_of(text)).passed());
  CHECK(check_terms(text) > 10);
  CHECK(check_value_bits(text) > 10);
  CHECK(check_gradient_bits(text) > 10);
}

}  // namespace
}  // namespace backprop::test
