// What the interpreter records of a typed function, run without a trace, has the trace's bits:
// values, and gradients of which parts come back several ways.
#include "engine/function/recorded_function.h"

#include <doctest/doctest.h>

#include <limits>

#include "engine/function/formula_text.h"
#include "engine/program/literal.h"
#include "engine/random.h"
#include "engine/trace/time.h"
#include "tests/engine/function/typed_functions.h"
#include "tests/support/bits.h"
#include "tests/support/programs.h"

namespace backprop::test {
namespace {

/// More than a block of them, and places where functions have edges.
std::vector<double> points() {
  constexpr double inf = std::numeric_limits<double>::infinity();
  std::vector<double> x{0, -0.0, 1, -1, 2, -2, 0.5, 1e-300, 710, -745.5, inf, -inf};
  for (std::uint64_t i = 0; i < 260; ++i)
    x.push_back(3 * random::normal(11, i));
  return x;
}

std::string listed(const std::vector<double>& numbers) {
  return literal_text(Tensor({static_cast<Index>(numbers.size())}, numbers));
}

/// Both directions beside the program that calls the function on all points, each with an upstream
/// gradient of its own.
void check_recorded(const std::string& text, const FunctionNumbers& set = {}) {
  CAPTURE(text);
  const ScalarFunction function = function_of(text);
  FunctionNumbers numbers = default_numbers(function);
  for (const auto& [name, number] : set)
    numbers[name] = number;
  const auto recorded = RecordedFunction::of(text, function, numbers);
  REQUIRE(recorded.ok());
  const std::vector<double> x = points();
  std::vector<double> upstream;
  for (std::size_t i = 0; i < x.size(); ++i)
    upstream.push_back(random::normal(12, i));

  const auto trace = run_of(text + "\nin_ = param(" + listed(x) +
                            ")\nout_ = " + call_text(function, numbers, function.name, "in_") +
                            "\nsum(out_ * tensor(" + listed(upstream) + ")).backward()\n");
  std::vector<double> scratch(recorded.value().scratch_size());
  std::vector<double> y(x.size());
  recorded.value().forward(x, y.data(), scratch);
  CHECK(same_bits(y, trace->value(find_value(*trace, "out_")).data.data));
  recorded.value().backward(x, upstream.data(), scratch);
  CHECK(same_bits(upstream,
                  gradient_at(*trace, find_value(*trace, "in_"), trace->step_count()).data));
  y = x;
  recorded.value().forward(y, y.data(), scratch);
  CHECK(same_bits(y, trace->value(find_value(*trace, "out_")).data.data));
}

TEST_CASE("a recorded function gives the trace's bits, forward and backward") {
  for (const TypedExample& example : typed_examples())
    check_recorded(example.text);
  check_recorded("def f(x):\n    u = x * 2\n    unused = exp(u)\n    return u * u + x");
  check_recorded("def f(x): return x * exp(1) + sigmoid(2) / x");
  check_recorded("def f(x): return where(1, x, -x) + where(x > 1, 2, 3)");
  check_recorded("def its(its_2): return its_2 / (1 + abs(its_2))");
}

TEST_CASE("a recorded function has the numbers that are set") {
  check_recorded("def f(x, a=1, b=2): return a * tanh(b * x)", {{"b", 0.3}});
  check_recorded("def f(x, a=1, b=2): return a * x ** b", {{"a", -2.5}, {"b", 3}});
  check_recorded("def f(x, a=1): return x + a * abs(x)", {{"a", -0.0}});
}

TEST_CASE("a function through which no gradient passes, or that cannot run, is refused") {
  for (const char* text : {"def f(x): return x > 0", "def f(x): return 3 + 0 * 2",
                           "def f(x): return exp(2)", "def f(x): return where(x > 0, 1, 2)"}) {
    CAPTURE(text);
    const auto recorded = RecordedFunction::of(text, function_of(text), {});
    REQUIRE_FALSE(recorded.ok());
    CHECK(recorded.error().cause == "no gradient passes through 'f' to x");
  }
  const std::string divides = "def f(x, a=2): return x * (1 / a)";
  const auto divided = RecordedFunction::of(divides, function_of(divides), {{"a", 0}});
  REQUIRE_FALSE(divided.ok());
  CHECK(divided.error().cause == "division of a plain number by zero");
}

}  // namespace
}  // namespace backprop::test
