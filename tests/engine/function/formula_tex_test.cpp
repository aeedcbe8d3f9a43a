#include "engine/function/formula_tex.h"

#include <doctest/doctest.h>

#include "tests/engine/function/typed_functions.h"

namespace backprop::test {
namespace {

std::string tex(const std::string& expression) {
  return formula_tex(formula_of_text(expression, "a=1, beta=2, slope=3"));
}

TEST_CASE("formulas as mathematics") {
  CHECK(tex("x * sigmoid(1.702 * x)") == "x\\,\\sigma\\left(1.702\\,x\\right)");
  CHECK(tex("1 / (1 + exp(-x))") == "\\frac{1}{1 + e^{-x}}");
  CHECK(tex("-x / 2 - a") == "-\\frac{x}{2} - a");
  CHECK(tex("a - (x - 1)") == "a - \\left(x - 1\\right)");
  CHECK(tex("(x + 1) ** 2") == "{\\left(x + 1\\right)}^{2}");
  CHECK(tex("(x / 2) ** a") == "{\\left(\\frac{x}{2}\\right)}^{a}");
  CHECK(tex("exp(x) ** 2") == "{\\left(e^{x}\\right)}^{2}");
  CHECK(tex("sqrt(x) * abs(x)") == "\\sqrt{x}\\,\\left|x\\right|");
  CHECK(tex("x * 2 * 3") == "x \\cdot 2 \\cdot 3");
  CHECK(tex("x * -2") == "x\\,\\left(-2\\right)");
  CHECK(tex("beta * slope") == "\\beta\\,\\text{slope}");
  CHECK(tex("1e-7 * x") == "1 \\cdot 10^{-7}\\,x");
  CHECK(tex("x * 1e-7") == "x\\,\\left(1 \\cdot 10^{-7}\\right)");
  CHECK(tex("(x > 0) * x") == "[x > 0]\\,x");
  CHECK(tex("where(x > 0, x, a)") == "\\begin{cases} x & x > 0 \\\\ a & x \\le 0 \\end{cases}");
  CHECK(tex("where(x - 1, x, 0)") ==
        "\\begin{cases} x & x - 1 \\ne 0 \\\\ 0 & x - 1 = 0 \\end{cases}");
  CHECK(tex("maximum(x, 0)") == "\\max\\left(x, 0\\right)");
  CHECK(tex("elu(x, alpha=2)") == "\\operatorname{elu}\\left(x, \\alpha = 2\\right)");
}

}  // namespace
}  // namespace backprop::test
