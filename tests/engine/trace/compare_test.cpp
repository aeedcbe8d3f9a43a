// Two recordings side by side.
#include "engine/trace/compare.h"

#include <doctest/doctest.h>

#include "engine/program/edit.h"
#include "engine/trace/explain.h"
#include "tests/support/bits.h"
#include "tests/support/programs.h"

namespace backprop::test {
namespace {

using What = TraceDifference::What;

/// What a step wrote; nothing for a clearing.
const Tensor* written(const Trace& trace, Index at) {
  const Step& step = trace.step(at);
  if (step.kind == StepKind::clear) return nullptr;
  return step.kind == StepKind::backward
             ? &trace.contributions[static_cast<std::size_t>(step.contribution)]
             : &trace.value(step.value).data;
}

TEST_CASE("equal programs do not differ; an edited number differs where it is written first") {
  for (const NamedProgram& program : all_programs()) {
    CAPTURE(program.name);
    const auto a = run_of(program.text);
    CHECK_FALSE(first_difference(*a, *run_of(program.text)).has_value());
    for (const Parameter& parameter : a->parameters) {
      const ValueId leaf = parameter.versions.front();
      const Index last = a->value(leaf).data.size() - 1;
      const auto text = with_number(*a, leaf, last, a->value(leaf).data[last] + 0.0625);
      REQUIRE(text.ok());
      const auto b = run_of(text.value());
      const auto difference = first_difference(*a, *b);
      REQUIRE(difference.has_value());
      CHECK(difference->what == What::number);
      CHECK(difference->step == a->value(leaf).made_by);
      CHECK(difference->element == last);
      CHECK(difference->a == a->value(leaf).data[last]);
      CHECK(difference->b == b->value(leaf).data[last]);
      for (Index at = 0; at < difference->step; ++at) {
        if (written(*a, at) != nullptr) CHECK(same_bits(*written(*a, at), *written(*b, at)));
      }
    }
  }
}

TEST_CASE("another op, another shape and an early end are differences of structure") {
  const std::string start = "x = tensor([1.0, 2.0])\n";
  const auto difference = [&](const std::string& a, const std::string& b) {
    return first_difference(*run_of(start + a), *run_of(start + b));
  };
  const auto op = difference("h = tanh(x)\n", "h = sigmoid(x)\n");
  REQUIRE(op.has_value());
  CHECK(op->what == What::structure);
  CHECK(op->step == 1);
  const auto name = difference("h = tanh(x)\n", "g = tanh(x)\n");
  REQUIRE(name.has_value());
  CHECK(name->what == What::structure);
  const auto longer = difference("h = tanh(x)\n", "h = tanh(x)\ng = h + 1\n");
  REQUIRE(longer.has_value());
  CHECK(longer->what == What::structure);
  CHECK(longer->step == 2);
}

TEST_CASE("a value is found again by name, assignment and version") {
  const auto a = run_of(
      "w = param(1.0)\nh = w * 2\nh = h + 1\nJ = h * h\nJ.backward()\nsgd(lr=0.1)\nz = w * 3\n");
  const auto b = run_of(
      "q = tensor(4.0)\nw = param(2.0)\nh = w * 2\nh = h + q\nJ = h * h\nJ.backward()\n"
      "sgd(lr=0.1)\nz = w * 3\n");
  for (const char* name : {"w", "h@1", "h@2", "J", "z"}) {
    CAPTURE(name);
    const ValueId id = find_value(*a, name);
    const ValueId other = counterpart(*a, id, *b);
    CHECK(other == find_value(*b, name));
    CHECK(counterpart(*b, other, *a) == id);
  }
  const ValueId updated = newest_version(*a, find_value(*a, "w"));
  CHECK(counterpart(*a, updated, *b) == newest_version(*b, find_value(*b, "w")));
  CHECK(counterpart(*b, find_value(*b, "q"), *a) == no_value);
}

TEST_CASE("what is not there, is shorter or has another shape has no counterpart") {
  const auto a = run_of("h = tensor([1.0, 2.0])\nh = h * 2\ny = (h + 1) * 2\n");
  const auto b = run_of("h = tensor([1.0, 2.0, 3.0])\n");
  CHECK(counterpart(*a, find_value(*a, "h@1"), *b) == no_value);
  CHECK(counterpart(*a, find_value(*a, "h@2"), *b) == no_value);
  // Parts of expressions go by their place in the order.
  const auto same = run_of("h = tensor([3.0, 2.0])\nh = h * 2\ny = (h + 1) * 2\n");
  for (std::size_t i = 0; i < a->values.size(); ++i) {
    const auto id = static_cast<ValueId>(i);
    CHECK(counterpart(*a, id, *same) == id);
  }
}

}  // namespace
}  // namespace backprop::test
