// The check of a derivative: what it finds, what it leaves out, and that it fails where it must.
#include "engine/function/check.h"

#include <doctest/doctest.h>

#include <cmath>

#include "engine/function/differentiate.h"
#include "engine/function/formula_text.h"
#include "engine/function/points.h"
#include "engine/function/simplify.h"
#include "tests/engine/function/typed_functions.h"

namespace backprop::test {
namespace {

DerivativeCheck check_of(const std::string& expression, double low = -6, double high = 6) {
  const FormulaPtr formula = formula_of_text(expression);
  return check_derivative({formula, "x", {}}, simplified(differentiated(formula, "x")), low, high);
}

TEST_CASE("a wrong derivative fails, and it is said where") {
  const FunctionAt function{formula_of_text("x * sigmoid(x)"), "x", {}};
  const DerivativeCheck check = check_derivative(function, formula_of_text("sigmoid(x)"), -6, 6);
  CHECK_FALSE(check.passed());
  CHECK(check.failed > 950);
  CHECK(std::abs(check.at) == doctest::Approx(1.54).epsilon(0.02));  // where x s (1 - s) is largest
  CHECK(check.largest == doctest::Approx(std::abs(check.exact - check.numeric)));
  CHECK(check.numeric - check.exact ==
        doctest::Approx(std::copysign(0.2239, check.at)).epsilon(1e-3));
  const std::string right = "sigmoid(x) * (1 + x * (1 - sigmoid(x)))";
  for (const char* slightly : {" * 1.00001", " + 1e-7"}) {
    const FormulaPtr derivative = formula_of_text(right + slightly);
    CHECK_FALSE(check_derivative(function, derivative, -6, 6).passed());
  }
}

TEST_CASE("kinks are found, listed with both sides, and left out") {
  const DerivativeCheck check = check_of("abs(x - 1.25) + relu6(2 * x) + where(x > -2, 1, 0)");
  CHECK(check.passed());
  REQUIRE(check.kinks.size() == 4);
  CHECK(check.kinks[0].x == -2);
  CHECK(check.kinks[0].value_above - check.kinks[0].value_below == doctest::Approx(1));
  CHECK(check.kinks[1].x == 0);
  CHECK(check.kinks[1].slope_below == -1);
  CHECK(check.kinks[1].slope_above == 1);
  CHECK(check.kinks[2].x == 1.25);
  CHECK(check.kinks[2].slope_below == 1);
  CHECK(check.kinks[2].slope_above == 3);
  CHECK(check.kinks[3].x == 3);
  CHECK(check.compared + check.at_kinks == 1001);
}

TEST_CASE("kinks of inner expressions, and two at one place of the grid") {
  const auto kinks = check_of("relu(x ** 2 - 2)").kinks;
  REQUIRE(kinks.size() == 2);
  CHECK(kinks[0].x == doctest::Approx(-std::sqrt(2.0)).epsilon(1e-15));
  CHECK(kinks[1].x == doctest::Approx(std::sqrt(2.0)).epsilon(1e-15));
  CHECK(check_of("maximum(x, 0) + maximum(x, 1e-13)").kinks.size() == 1);
}

TEST_CASE("a choice that changes neither value nor slope is no kink") {
  CHECK(check_of("where(x > 1, x, x)").kinks.empty());
  CHECK(check_of("elu(x)").kinks.empty());
  CHECK(check_of("elu(x, alpha=2)").kinks.size() == 1);
  CHECK(check_of("abs(x) * x").kinks.empty());
  CHECK(check_of("softplus(x)", 15, 25).kinks.empty());
}

TEST_CASE("where there is no finite value it is said why, of the part that has none") {
  struct Case {
    const char* expression;
    NonFiniteCause cause;
    const char* part;
    double from, to;
  };
  for (const Case& one : {
           Case{"1 + log(x + 2)", NonFiniteCause::logarithm_of_negative, "log(x + 2)", -6, -2.004},
           Case{"sqrt(-x) * 2", NonFiniteCause::root_of_negative, "sqrt(-x)", 0.012, 6},
           Case{"tanh(x ** 1.5)", NonFiniteCause::power_of_negative, "x ** 1.5", -6, -0.012},
           Case{"exp(exp(x) ** 3)", NonFiniteCause::too_large, "exp(exp(x) ** 3)", 2.196, 6},
       }) {
    const std::string expression = one.expression;
    CAPTURE(expression);
    const DerivativeCheck check = check_of(expression);
    REQUIRE_FALSE(check.stretches.empty());
    const auto& stretch = one.from > -6 ? check.stretches.back() : check.stretches.front();
    CHECK(stretch.why.cause == one.cause);
    CHECK(formula_text(stretch.why.part) == one.part);
    CHECK(stretch.from == doctest::Approx(one.from).epsilon(1e-3));
    CHECK(stretch.to == doctest::Approx(one.to).epsilon(1e-3));
    CHECK_FALSE(stretch.of_derivative);
    CHECK(check.passed());
  }
}

TEST_CASE("single points without a value, and derivatives that have none") {
  const DerivativeCheck pole = check_of("1 / (x - 3)");
  REQUIRE(pole.stretches.size() == 1);
  CHECK(pole.stretches[0].from == doctest::Approx(3));
  CHECK(pole.stretches[0].to == pole.stretches[0].from);
  CHECK(pole.stretches[0].why.cause == NonFiniteCause::division_by_zero);
  CHECK(pole.passed());
  const DerivativeCheck root = check_of("sqrt(abs(x))");
  REQUIRE(root.stretches.size() == 1);
  CHECK(root.stretches[0].of_derivative);
  CHECK(root.stretches[0].why.cause == NonFiniteCause::division_by_zero);
  CHECK(root.stretches[0].from == 0);
  const DerivativeCheck nothing = check_of("log(-1 - x ** 2)");
  CHECK(nothing.not_finite == 1001);
  CHECK_FALSE(nothing.passed());  // nothing was compared
}

TEST_CASE("the branch that is not taken does not count") {
  const DerivativeCheck check = check_of("where(x > 0, log(x), x)");
  CHECK(check.stretches.empty());
  CHECK(check.passed());
  const DerivativeCheck other = check_of("where(x > 0, log(x - 1), sqrt(x + 1))");
  REQUIRE(other.stretches.size() >= 2);
  CHECK(formula_text(other.stretches[0].why.part) == "sqrt(x + 1)");
  CHECK(formula_text(other.stretches[1].why.part) == "log(x - 1)");
}

TEST_CASE("points") {
  CHECK(even_points(-1, 1, 5) == std::vector<double>{-1, -0.5, 0, 0.5, 1});
  CHECK(roundest_between(-1e-9, 1e-20) == 0);
  CHECK(roundest_between(1.2499, 1.2501) == 1.25);
  CHECK(roundest_between(0.3, 0.3) == 0.3);
  const std::vector<double>& far = far_points();
  CHECK(far.front() <= -1e6);
  for (std::size_t i = 0; i < far.size(); ++i) {
    REQUIRE(far[i] == -far[far.size() - 1 - i]);
    if (i > 0) REQUIRE(far[i] > far[i - 1]);
  }
}

}  // namespace
}  // namespace backprop::test
