// Simplified formulas are shorter, read well, and have the value of what they come from.
#include "engine/function/simplify.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "engine/function/differentiate.h"
#include "engine/function/formula_text.h"
#include "engine/function/points.h"
#include "tests/engine/function/typed_functions.h"
#include "tests/support/sanitizers.h"

namespace backprop::test {
namespace {

std::string short_form(const std::string& expression) {
  return formula_text(simplified(formula_of_text(expression, "a=0.5, b=2")));
}

TEST_CASE("constants, 0 and 1 are worked out") {
  CHECK(short_form("x + 0") == "x");
  CHECK(short_form("0 * x + 1 * x") == "x");
  CHECK(short_form("x * (2 - 1) ** 3") == "x");
  CHECK(short_form("x ** 1 + x ** 0") == "x + 1");
  CHECK(short_form("2 * 3 * x / 4") == "1.5 * x");
  CHECK(short_form("x / 3 + x / 6") == "0.5 * x");
  CHECK(short_form("2 * x / 3") == "2 * x / 3");
  CHECK(short_form("exp(0) + cos(0) + sqrt(4)") == "4");
  CHECK(short_form("sqrt(2) * x") == "sqrt(2) * x");
  CHECK(short_form("sqrt(2) * sqrt(2) * x") == "2 * x");
  CHECK(short_form("where(2 > 1 + 0 * x, x, 3)") == "where(1 + 0 * x < 2, x, 3)");
}

TEST_CASE("signs, powers and like terms are gathered") {
  CHECK(short_form("-(-x)") == "x");
  CHECK(short_form("-x * -a") == "a * x");
  CHECK(short_form("x - (a - x)") == "2 * x - a");
  CHECK(short_form("(-x) ** 2") == "x ** 2");
  CHECK(short_form("x * x * x / x") == "x ** 2");
  CHECK(short_form("(x ** 2) ** 3") == "x ** 6");
  CHECK(short_form("sqrt(x ** 2)") == "sqrt(x ** 2)");  // |x|, not x
  CHECK(short_form("sqrt(x) ** 2") == "x");
  CHECK(short_form("x / sqrt(x)") == "sqrt(x)");
  CHECK(short_form("3 * x + a * x - x") == "a * x + 2 * x");
  CHECK(short_form("sin(x) * b + b * sin(x)") == "2 * b * sin(x)");
  CHECK(short_form("abs(-x) + abs(x) ** 2") == "abs(x) + x ** 2");
}

TEST_CASE("common factors are taken out, fractions and conditions joined, where that is shorter") {
  CHECK(short_form("exp(x) * sin(x) + exp(x) * a") == "exp(x) * (a + sin(x))");
  CHECK(short_form("1 - x ** 2 / (1 + x ** 2)") == "1 / (x ** 2 + 1)");
  CHECK(short_form("where(x > 0, x, 0) + where(x > 0, 1, b)") == "where(x > 0, x + 1, b)");
  CHECK(short_form("where(x > 0, 1, 0) * sin(x)") == "where(x > 0, sin(x), 0)");
  CHECK(short_form("x ** 2 + 3 * x - 1") == "x ** 2 + 3 * x - 1");
  CHECK(short_form("(x > 0) * (x > 0)") == "x > 0");
}

TEST_CASE("what jumps is left where it is") {
  CHECK(short_form("where(0.1 + x + 0.2 > 0, 1, 2)") == "where(0.1 + x + 0.2 > 0, 1, 2)");
  CHECK(short_form("sign(x * a - x)") == "sign(x * a - x)");
  CHECK(short_form("where(1 * x + 0 > 0, 1, 2)") == "where(x > 0, 1, 2)");
}

std::vector<double> points() {
  std::vector<double> x = even_points(-7, 7, 141);
  for (const double edge : {-0.0, 1e-12, -1e-12, 0.3, 20.0, 20.000001, -30.0, 40.0, 1e-200})
    x.push_back(edge);
  return x;
}

/// How many points have a value that is not the same up to the rounding of its terms.
int changed(const FunctionAt& before, const FormulaPtr& after) {
  const std::vector<double> x = points();
  const FunctionAt made{after, before.variable, before.numbers};
  const auto original = evaluated(before.formula, before.variable, before.numbers, x);
  const auto result = evaluated(after, before.variable, before.numbers, x);
  const auto terms = sizes_of_terms(before, x);
  const auto terms_after = sizes_of_terms(made, x);
  int count = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!std::isfinite(original[i]) || !std::isfinite(terms[i])) continue;
    const double rounding = 1e-14 * (terms[i] + terms_after[i]) + 1e-290;
    count += std::abs(result[i] - original[i]) <= rounding ? 0 : 1;
  }
  return count;
}

void check_simplified(const FunctionAt& function) {
  const FormulaPtr made = simplified(function.formula);
  CAPTURE(formula_text(function.formula));
  CAPTURE(formula_text(made));
  CHECK(changed(function, made) == 0);
  CHECK(made->size <= function.formula->size);
  CHECK(same_formula(simplified(made), made));
}

TEST_CASE("typed functions and two derivatives of them keep their values") {
  for (const TypedExample& example : typed_examples()) {
    const ScalarFunction function = function_of(example.text);
    FormulaPtr formula = function.formula;
    for (int order = 0; order <= 2; ++order) {
      check_simplified(at_defaults(function, formula));
      formula = differentiated(formula, function.variable);
    }
  }
}

TEST_CASE("so do random ones and their derivatives") {
  for (std::uint32_t seed = 1000; seed < 1200; ++seed) {
    if (!is_run(seed, 5)) continue;
    const FormulaPtr formula =
        formula_of_text(random_expression(seed, 2 + static_cast<int>(seed % 12)));
    check_simplified({formula, "x", {}});
    check_simplified({differentiated(formula, "x"), "x", {}});
  }
}

}  // namespace
}  // namespace backprop::test
