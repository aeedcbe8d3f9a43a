// Derivatives in symbols are what central differences and the engine's own backward pass give.
#include "engine/function/differentiate.h"

#include <doctest/doctest.h>

#include <cmath>

#include "engine/function/formula_text.h"
#include "engine/function/points.h"
#include "engine/function/read_formula.h"
#include "engine/function/simplify.h"
#include "engine/number_text.h"
#include "engine/trace/time.h"
#include "tests/engine/function/typed_functions.h"
#include "tests/support/programs.h"
#include "tests/support/sanitizers.h"

namespace backprop::test {
namespace {

constexpr double high = 6;

FormulaPtr derivative_of(const ScalarFunction& function, const FormulaPtr& formula) {
  return simplified(differentiated(formula, function.variable));
}

std::string list_text(const std::vector<double>& numbers) {
  std::string text;
  for (const double number : numbers)
    text += (text.empty() ? "" : ", ") + exact_text(number);
  return "[" + text + "]";
}

/// The program's gradient of sum(f(x)): f' at each point.
std::vector<double> engine_slopes(const std::string& text, const std::string& name,
                                  const std::vector<double>& x) {
  const auto trace =
      run_of(text + "\nx = param(" + list_text(x) + ")\nJ = sum(" + name + "(x))\nJ.backward()\n");
  return gradient_at(*trace, find_value(*trace, "x"), trace->step_count()).data;
}

TEST_CASE("the derivatives of fifty typed functions pass the check at 1,001 points, twice over") {
  const auto examples = typed_examples();
  REQUIRE(examples.size() == 50);
  for (const TypedExample& example : examples) {
    CAPTURE(example.text);
    const ScalarFunction function = function_of(example.text);
    const FormulaPtr first = derivative_of(function, function.formula);
    const FormulaPtr second = derivative_of(function, first);
    CHECK(same_formula(function.derivative, first));
    CHECK(same_formula(function.second_derivative, second));
    FormulaPtr of = function.formula;
    for (const FormulaPtr& derivative : {first, second}) {
      CAPTURE(formula_text(derivative));
      const DerivativeCheck check =
          check_derivative(at_defaults(function, of), derivative, example.low, high);
      CAPTURE(check.at);
      CAPTURE(check.largest);
      CHECK(check.passed());
      CHECK(check.points == 1001);
      CHECK(check.compared + check.at_kinks == 1001);
      CHECK(check.at_kinks <= 8);
      of = derivative;
    }
  }
}

TEST_CASE("they are the gradients of the engine's backward pass") {
  for (const TypedExample& example : typed_examples()) {
    CAPTURE(example.text);
    const ScalarFunction function = function_of(example.text);
    std::vector<double> x = even_points(example.low, high, check_points);
    for (const double kink : {-3.0, -2.5, -2.0, -1.3, -1.0, 0.0, 1.0, 1.3, 2.0, 3.0})
      if (kink > example.low) x.push_back(kink);
    const std::vector<double> theirs = engine_slopes(example.text, function.name, x);
    const FormulaPtr raw = differentiated(function.formula, function.variable);
    for (const FormulaPtr& derivative : {raw, simplified(raw)}) {
      CAPTURE(formula_text(derivative));
      const FunctionAt slope = at_defaults(function, derivative);
      const auto ours = evaluated(derivative, slope.variable, slope.numbers, x);
      const auto terms = sizes_of_terms(slope, x);
      int wrong = 0;
      for (std::size_t i = 0; i < x.size(); ++i)
        wrong += std::abs(ours[i] - theirs[i]) <= 1e-12 * terms[i] ? 0 : 1;
      CHECK(wrong == 0);
    }
  }
}

TEST_CASE("derivatives read as one would write them") {
  const auto derivative = [](const std::string& expression, const std::string& parameters = "") {
    return formula_text(simplified(differentiated(formula_of_text(expression, parameters), "x")));
  };
  CHECK(derivative("x * sigmoid(1.702 * x)") ==
        "sigmoid(1.702 * x) * (1 + 1.702 * x * (1 - sigmoid(1.702 * x)))");
  CHECK(derivative("x * sigmoid(b * x)", "b=1") ==
        "sigmoid(b * x) * (1 + b * x * (1 - sigmoid(b * x)))");
  CHECK(derivative("exp(-x ** 2)") == "-2 * x * exp(-x ** 2)");
  CHECK(derivative("tanh(x)") == "1 - tanh(x) ** 2");
  CHECK(derivative("x / (1 + x ** 2)") == "(1 - x ** 2) / (x ** 2 + 1) ** 2");
  CHECK(derivative("sqrt(1 + x ** 2)") == "x / sqrt(x ** 2 + 1)");
  CHECK(derivative("where(x > 0, x ** 2, exp(x) - 1)") == "where(x > 0, 2 * x, exp(x))");
  CHECK(derivative("x ** k", "k=2") == "k * x ** (k - 1)");
  CHECK(derivative("clamp(x, min=-1)") == "x >= -1");
  CHECK(derivative("softplus(x)") == "where(x > 20, 1, sigmoid(x))");
  CHECK(derivative("3") == "0");
  CHECK(derivative("x > 0") == "0");
  CHECK(derivative("b * x", "b=2") == "b");
}

TEST_CASE("every elementwise row is differentiated by each argument") {
  int checked = 0;
  for (const OpRow& op : op_table()) {
    if (op.arity() > 2 || !is_formula_op(op)) continue;
    CAPTURE(std::string(op.name));
    for (std::size_t which = 0; which < static_cast<std::size_t>(op.arity()); ++which) {
      std::vector<FormulaPtr> arguments(static_cast<std::size_t>(op.arity()), number_formula(0.7));
      arguments[which] = formula_of_text("x");
      const FunctionAt function{call_formula(op, arguments), "x", {}};
      const FormulaPtr derivative = simplified(differentiated(function.formula, "x"));
      const SampleRange& range = op.samples[which];
      const DerivativeCheck check = check_derivative(function, derivative, range.low, range.high);
      CHECK(check.passed());
      CHECK(check.compared > 990);
      ++checked;
    }
  }
  CHECK(checked > 50);
}

TEST_CASE("a function of a thousand parts is differentiated twice in no time") {
  std::string text = "x";
  for (int i = 0; i < 30; ++i)
    text = "tanh(" + text + " * x)";
  const ScalarFunction function = function_of("def f(x): return " + text);
  const FormulaPtr raw = differentiated(function.formula, "x");
  const FormulaPtr second = simplified(differentiated(simplified(raw), "x"));
  CHECK(second->size > 1000);
  CHECK(check_derivative(at_defaults(function), raw, -1, 1).passed());
}

TEST_CASE("derivatives of random functions pass the check") {
  int compared = 0;
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    if (!is_run(seed, 5)) continue;
    const std::string expression = random_expression(seed, 3 + static_cast<int>(seed % 8));
    CAPTURE(expression);
    const FunctionAt function{formula_of_text(expression), "x", {}};
    const FormulaPtr derivative = simplified(differentiated(function.formula, "x"));
    CAPTURE(formula_text(derivative));
    const DerivativeCheck check = check_derivative(function, derivative, -2.1, 1.9);
    CAPTURE(check.at);
    CAPTURE(check.exact);
    CAPTURE(check.numeric);
    CHECK(check.failed == 0);
    compared += check.compared;
  }
  CHECK(compared > (under_sanitizers ? 30'000 : 170'000));
}

}  // namespace
}  // namespace backprop::test
