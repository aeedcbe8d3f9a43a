// What is said of functions is so: of those that everybody knows, and at the points themselves.
#include "engine/function/facts.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "engine/function/activations.h"
#include "engine/function/differentiate.h"
#include "engine/function/simplify.h"
#include "tests/engine/function/typed_functions.h"

namespace backprop::test {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

FunctionFacts facts(const std::string& expression) {
  const FormulaPtr formula = formula_of_text(expression);
  return facts_of({formula, "x", {}}, simplified(differentiated(formula, "x")));
}

TEST_CASE("where functions end") {
  const auto ends = [](const std::string& expression, EndKind left, EndKind right) {
    CAPTURE(expression);
    const FunctionFacts of = facts(expression);
    CHECK((of.left.kind == left));
    CHECK((of.right.kind == right));
  };
  using enum EndKind;
  ends("x ** 2", rises, rises);
  ends("x ** 3 - x", falls, rises);
  ends("exp(x)", finite, rises);
  ends("log(x)", undefined, rises);
  ends("sqrt(-x)", rises, undefined);
  ends("x + 5 * sin(x)", falls, rises);
  ends("log(1 + x ** 2)", rises, rises);
  ends("x * sin(x)", wavers, wavers);
  ends("cos(x)", wavers, wavers);
  ends("where(x > 0, sin(x), 3)", finite, wavers);
  ends("x * exp(-x)", falls, finite);
  ends("softplus(x)", finite, rises);
  ends("1 / (x - 8) - x / (x + 1000)", finite, finite);  // with a pole where one looks
  ends("exp(exp(x))", finite, rises);
  ends("-exp(exp(x))", finite, falls);
  ends("log(1000 - x)", rises, undefined);
}

TEST_CASE("limits, and the slopes of asymptotes") {
  CHECK(facts("tanh(x)").left.limit == -1);
  CHECK(facts("tanh(x)").right.limit == 1);
  CHECK(facts("x / (1 + abs(x))").right.limit == doctest::Approx(1).epsilon(1e-5));
  CHECK(facts("3 + sin(x) / x").right.limit == doctest::Approx(3).epsilon(1e-5));
  CHECK(facts("x * exp(-x)").right.limit == 0);
  CHECK(facts("1 / (1 + exp(-x))").left.limit == 0);  // whose exp overflows
  CHECK(facts("exp(x) / (1 + exp(x))").right.limit == 1);
  CHECK(facts("elu(x, alpha=2)").left.limit == -2);
  CHECK(facts("silu(x)").right.slope == 1.0);
  CHECK(facts("leaky_relu(x)").left.slope == 0.01);
  CHECK(facts("log(1 + x ** 2)").right.slope == 0.0);
  CHECK_FALSE(facts("x ** 2").right.slope.has_value());
  CHECK_FALSE(facts("cos(x)").right.slope.has_value());
}

TEST_CASE("where functions saturate: no slope of a twentieth further out, one just inside") {
  const FunctionFacts sigmoid = facts("sigmoid(x)");
  REQUIRE(sigmoid.right.saturates_from);
  CHECK(*sigmoid.right.saturates_from ==
        doctest::Approx(2.88727).epsilon(1e-6));  // s (1 - s) = 0.05
  CHECK(*sigmoid.left.saturates_from == doctest::Approx(-*sigmoid.right.saturates_from));
  CHECK_FALSE(sigmoid.right.dies_from);
  CHECK_FALSE(facts("tanh(x)").left.dies_from);  // 1 - tanh(x) ** 2 is 0 by rounding alone
  CHECK_FALSE(facts("x").right.saturates_from);
  CHECK_FALSE(facts("leaky_relu(x, 0.2)").left.saturates_from);
  CHECK(*facts("leaky_relu(x)").left.saturates_from == 0);
  CHECK(*facts("log(1 + abs(x))").right.saturates_from == doctest::Approx(19));
}

TEST_CASE("where functions die: the formula itself gives 0 there") {
  const FunctionFacts relu = facts("relu(x)");
  CHECK(relu.left.dies_from == 0.0);
  CHECK_FALSE(relu.right.dies_from);
  CHECK(facts("maximum(0, x)").left.dies_from == 0.0);
  CHECK(facts("where(x > -0.5, x, -0.5)").left.dies_from == -0.5);
  CHECK(facts("clamp(x, -1, 2)").right.dies_from == 2.0);
  CHECK(facts("hardswish(x)").left.dies_from == -3.0);
  CHECK(facts("relu(x) * tanh(x)").left.dies_from == 0.0);
  CHECK(facts("relu(x) + relu(x + 1) - relu(x - 7)").left.dies_from == -1.0);
  CHECK_FALSE(facts("where(x > 0, x, exp(x))").left.dies_from);
  CHECK_FALSE(facts("tanh(x + relu(x - 30))").right.dies_from);
  CHECK(facts("where((x > -1) * (x < 1), x ** 3, sign(x))").right.dies_from == 1.0);
  CHECK(facts("where(x > 0, 1, 0)").left.dies_from == infinity);
  CHECK(facts("3").right.dies_from == -infinity);
}

TEST_CASE("trends, symmetries and what is at 0") {
  CHECK((facts("sigmoid(x)").trend == Trend::rises));
  CHECK((facts("relu(x)").trend == Trend::rises));
  CHECK((facts("x + sin(x)").trend == Trend::rises));
  CHECK((facts("exp(-x)").trend == Trend::falls));
  CHECK((facts("silu(x)").trend == Trend::both));
  CHECK((facts("where(x > 0, x, x + 1)").trend == Trend::both));  // it jumps down
  CHECK((facts("3").trend == Trend::constant));
  CHECK((facts("sin(x) * cos(x)").symmetry == Symmetry::odd));
  CHECK((facts("exp(-x ** 2)").symmetry == Symmetry::even));
  CHECK((facts("relu(x)").symmetry == Symmetry::none));
  CHECK((facts("log(x)").symmetry == Symmetry::none));
  CHECK((facts("x - x").symmetry == Symmetry::zero));
  CHECK(facts("sigmoid(x)").value_at_0 == 0.5);
  CHECK(facts("sigmoid(x)").slope_at_0 == 0.25);
  CHECK(std::isnan(facts("sin(x) / x").value_at_0));
}

TEST_CASE("over all numbers the range has the minimum near 0 as well as the limits") {
  const auto whole = [](const std::string& expression) {
    const auto range = whole_range({formula_of_text(expression), "x", {}});
    REQUIRE(range.has_value());
    return *range;
  };
  CHECK(whole("silu(x)").lowest == doctest::Approx(-0.27846454276));
  CHECK(whole("gelu(x)").lowest == doctest::Approx(-0.16997120747));
  CHECK(whole("mish(x)").lowest == doctest::Approx(-0.30884017));
  CHECK(whole("hardswish(x)").lowest == doctest::Approx(-0.375));
  CHECK(whole("x * sigmoid(1.702 * x)").lowest == doctest::Approx(-0.27846454276 / 1.702));
  CHECK(whole("silu(x)").highest == 1e6);
  CHECK(whole("sigmoid(x)").lowest == doctest::Approx(0).epsilon(1e-9));
  CHECK(whole("sigmoid(x)").highest == 1);
  CHECK(whole("tanh(x)").lowest == -1);
  CHECK(whole("x / (1 + x * x)").highest == doctest::Approx(0.5));
  CHECK_FALSE(whole("sqrt(x)").defined);
  CHECK_FALSE(whole_range({formula_of_text("sqrt(-1 - x * x)"), "x", {}}).has_value());
}

TEST_CASE("ranges") {
  const auto range = [](const std::string& expression, double low, double high) {
    return range_over({formula_of_text(expression), "x", {}}, low, high);
  };
  const auto silu = range("silu(x)", -6, 6);
  CHECK(silu->lowest == doctest::Approx(-0.27846454276));
  CHECK(silu->lowest_at == doctest::Approx(-1.278464543).epsilon(1e-6));
  CHECK(silu->highest_at == 6);
  CHECK(silu->defined);
  CHECK(range("x * (1 - x)", -1, 2)->highest == 0.25);
  CHECK_FALSE(range("sqrt(x)", -1, 4)->defined);
  CHECK(range("sqrt(x)", -1, 4)->highest == 2);
  CHECK(range("1 / x", -1, 1)->highest == infinity);
  CHECK(range("1 / (x - 0.0001)", -1, 1)->lowest == -infinity);
  CHECK_FALSE(range("log(x)", -3, -1).has_value());
}

TEST_CASE("parameters count: facts follow their numbers") {
  const ScalarFunction elu = activation_functions()[2];
  REQUIRE(elu.name == "elu");
  const FormulaPtr derivative = simplified(differentiated(elu.formula, "x"));
  for (const double alpha : {0.5, 1.0, 3.0}) {
    const FunctionFacts of = facts_of({elu.formula, "x", {{"alpha", alpha}}}, derivative);
    CHECK(of.left.limit == doctest::Approx(-alpha));
    CHECK(of.slope_at_0 == alpha);
  }
}

}  // namespace
}  // namespace backprop::test
