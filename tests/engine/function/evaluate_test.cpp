// Compiled formulas give the interpreter's numbers, bit for bit.
#include "engine/function/evaluate.h"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <limits>

#include "engine/function/activations.h"
#include "engine/function/differentiate.h"
#include "engine/function/formula_text.h"
#include "engine/function/points.h"
#include "engine/function/simplify.h"
#include "engine/program/plain.h"
#include "engine/tensor/tanh.h"
#include "tests/engine/function/typed_functions.h"
#include "tests/support/programs.h"

namespace backprop::test {
namespace {

std::vector<double> points() {
  std::vector<double> x = even_points(-6, 6, 201);
  for (const double edge : {0.0, -0.0, 1e-300, -1e-9, 20.0, 21.0, 709.0, -745.5, 1e8, -1e300})
    x.push_back(edge);
  return x;
}

/// f(x) as the interpreter has it: the def before a call.
std::vector<double> interpreted(const std::string& text, const std::string& name,
                                const std::vector<double>& x) {
  std::string list;
  for (const double number : x)
    list += (list.empty() ? "" : ", ") + formula_text(number_formula(number));
  const auto trace = run_of(text + "\nx = tensor([" + list + "])\ny = " + name + "(x) + x * 0\n");
  return trace->value(find_value(*trace, "y")).data.data;
}

/// How many numbers have other bits; NaN is NaN.
int differing(const std::vector<double>& a, const std::vector<double>& b) {
  int count = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const bool same = std::bit_cast<std::uint64_t>(a[i]) == std::bit_cast<std::uint64_t>(b[i]);
    count += same || (std::isnan(a[i]) && std::isnan(b[i])) ? 0 : 1;
  }
  return count;
}

/// Adding x * 0 makes a tensor of a constant: -0 becomes 0, infinities and NaN stay.
std::vector<double> with_zero_added(std::vector<double> y, const std::vector<double>& x) {
  for (std::size_t i = 0; i < y.size(); ++i)
    y[i] += x[i] * 0;
  return y;
}

void check_bits(const ScalarFunction& function, const FormulaPtr& formula,
                const std::string& text) {
  const std::vector<double> x = points();
  CAPTURE(text);
  const auto ours = evaluated(formula, function.variable, default_numbers(function), x);
  CHECK(differing(with_zero_added(ours, x), interpreted(text, function.name, x)) == 0);
}

TEST_CASE("typed functions and their derivatives have the interpreter's bits") {
  for (const TypedExample& example : typed_examples()) {
    const ScalarFunction function = function_of(example.text);
    check_bits(function, function.formula, example.text);
    const FormulaPtr first = differentiated(function.formula, function.variable);
    for (const FormulaPtr& derivative : {first, simplified(first)}) {
      const std::string text = function_text(function, derivative);
      check_bits(function, function_of(text).formula, text);
    }
  }
}

TEST_CASE("activations have their rows' bits") {
  for (const ScalarFunction& function : activation_functions()) {
    ScalarFunction renamed = function;
    renamed.name = "f";  // a def of the same name would call itself
    check_bits(renamed, function.formula, function_text(renamed, function.formula));
  }
}

TEST_CASE("plain numbers are computed as Python does") {
  for (const char* expression :
       {"x * (7 // 2)", "x + 2 ** 0.5 - pow(2, 0.5)", "x * 0.3 ** 3", "x * a ** -2",
        "x * (a ** 3 + 2 ** -2)", "x + 7 % 4 * 1.5", "x * (3 ** 37 + 1)", "x - (-3 // 2)",
        "leaky_relu(x, a ** 0.3 / 3)", "a + 0 * x", "3", "where(x - 1, x, a)"}) {
    const std::string text = "def f(x, a=0.3): return " + std::string(expression);
    const ScalarFunction function = function_of(text);
    check_bits(function, function.formula, text);
  }
}

TEST_CASE("several formulas share their parts, at any number of points") {
  const FormulaPtr f = formula_of_text("tanh(x) * exp(x)");
  const FormulaPtr g = formula_of_text("tanh(x) + 1");
  const CompiledFormulas both(std::array{f, g}, "x", {});
  for (const int count : {1, 127, 128, 129, 1000}) {
    std::vector<double> x;
    for (int i = 0; i < count; ++i)
      x.push_back(0.01 * i - 3);
    std::vector<double> first(x.size());
    std::vector<double> second(x.size());
    both(x, std::array<std::span<double>, 2>{first, second});
    CHECK(differing(first, evaluated(f, "x", {}, x)) == 0);
    CHECK(differing(second, evaluated(g, "x", {}, x)) == 0);
    CHECK(first.back() == tanh_of(x.back()) * std::exp(x.back()));
    CHECK(both.at(x.back(), 1) == second.back());
  }
  both({}, std::array<std::span<double>, 2>{});
}

}  // namespace
}  // namespace backprop::test
