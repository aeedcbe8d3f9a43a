// Every op, on the examples of its row: the gradient check holds, its terms give its numbers bit
// for bit, and the scalar run agrees with the tensor run. Adding an op adds it here.
#include <doctest/doctest.h>

#include "engine/number_text.h"
#include "engine/ops/op.h"
#include "engine/trace/gradient_check.h"
#include "tests/support/programs.h"
#include "tests/support/recording_checks.h"

namespace backprop::test {
namespace {

std::string shape_text(const Shape& shape) {
  return value_text(AttributeValue(std::vector<Index>(shape)));
}

std::string leaf(char name, const Shape& shape, const SampleRange& range, int seed) {
  return std::string(1, name) + " = param(uniform(" + shape_text(shape) + ", " +
         exact_text(range.low) + ", " + exact_text(range.high) + ", seed=" + std::to_string(seed) +
         "))\n";
}

/// The call, and a loss that weighs every element of its result differently.
std::string program_of(const Example& example, const std::vector<SampleRange>& ranges) {
  std::string text;
  for (std::size_t i = 0; i < example.shapes.size(); ++i) {
    text += leaf(static_cast<char>('a' + i), example.shapes[i],
                 ranges[std::min(i, ranges.size() - 1)], static_cast<int>(17 + i));
  }
  text += "y = " + std::string(example.call) + "\n";
  const auto trace = run_of(text);
  const Shape shape = trace->value(find_value(*trace, "y")).data.shape;
  return text + "J = sum(y * uniform(" + shape_text(shape) + ", 0.5, 1.5, seed=5))\nJ.backward()\n";
}

std::vector<std::string> programs_of(const OpRow& op) {
  std::vector<std::string> programs;
  for (const Example& example : op.examples)
    programs.push_back(program_of(example, {example.range}));
  if (op.formula.empty()) return programs;
  const std::string name(op.name);
  const std::vector<SampleRange> ranges(op.samples.begin(), op.samples.end());
  if (op.arity() == 1) {
    const std::string call = name + "(a)";
    programs.push_back(program_of({call, {{2, 3}}}, ranges));
    programs.push_back(program_of({call, {{}}}, ranges));
  } else {
    const std::string call = name + "(a, b)" + (op.passes_gradient({{}, {}}, 0) ? "" : " * a");
    programs.push_back(program_of({call, {{2, 3}, {3}}}, ranges));
    programs.push_back(program_of({call, {{3, 1}, {2, 1, 4}}}, ranges));
    programs.push_back(program_of({call, {{}, {2}}}, ranges));
  }
  return programs;
}

TEST_CASE("the gradient check holds for every op") {
  for (const OpRow& op : op_table()) {
    for (const std::string& text : programs_of(op)) {
      CAPTURE(text);
      const GradientCheck check = check_gradients(*run_of(text));
      CHECK(check.passed());
      Index checked = 0;
      for (const CheckedParameter& row : check.parameters) {
        CAPTURE(row.name);
        CAPTURE(row.exact);
        CAPTURE(row.numeric);
        CHECK(row.passed);
        checked += row.checked;
      }
      CHECK(checked > 0);
    }
  }
}

TEST_CASE("the terms of every op give its numbers, bit for bit") {
  for (const OpRow& op : op_table()) {
    for (const std::string& text : programs_of(op))
      CHECK(check_terms(text) > 0);
  }
}

TEST_CASE("every op's scalar run has the tensor run's bits") {
  for (const OpRow& op : op_table()) {
    for (const std::string& text : programs_of(op)) {
      CHECK(check_value_bits(text) > 0);
      CHECK(check_gradient_bits(text) > 0);
    }
  }
}

TEST_CASE("products that fill vectors and leave a rest are the same chains") {
  const std::string leaves =
      "a = param(uniform((11, 37), -1, 1, seed=1))\nb = param(uniform((37, 21), -1, 1, seed=2))\n"
      "c = param(uniform((21, 37), -1, 1, seed=3))\nd = param(uniform(21, -1, 1, seed=4))\n";
  for (const char* call : {"a @ b", "linear(a, c, d)", "a[0] @ b", "c @ a[2]", "linear(a[1], c)"}) {
    const std::string text = leaves + "y = " + call + "\nJ = sum(y * y)\nJ.backward()\n";
    CHECK(check_terms(text) > 100);
    CHECK(check_value_bits(text) > 100);
    CHECK(check_gradient_bits(text) > 100);
  }
}

}  // namespace
}  // namespace backprop::test
