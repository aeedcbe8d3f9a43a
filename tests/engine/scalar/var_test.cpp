// The scalar tape used as a library: expressions with operators, and their derivatives.
#include "engine/scalar/var.h"

#include <doctest/doctest.h>

#include <cmath>

namespace backprop {
namespace {

TEST_CASE("an expression of several operators has the derivatives of calculus") {
  Tape tape;
  const Var x = variable(tape, 0.7);
  const Var y = variable(tape, -1.3);
  const Var f =
      tanh(x * y + 2.0) / (x - y) + exp(-x) * sqrt(x) - log(x) + sigmoid(y) + relu(x) + pow(x, y);
  const auto value = [](double a, double b) {
    return std::tanh(a * b + 2) / (a - b) + std::exp(-a) * std::sqrt(a) - std::log(a) +
           1 / (1 + std::exp(-b)) + std::max(a, 0.0) + std::pow(a, b);
  };
  CHECK(f.value() == doctest::Approx(value(0.7, -1.3)).epsilon(1e-14));
  f.backward();
  const double h = 1e-6;
  CHECK(x.gradient() ==
        doctest::Approx((value(0.7 + h, -1.3) - value(0.7 - h, -1.3)) / (2 * h)).epsilon(1e-8));
  CHECK(y.gradient() ==
        doctest::Approx((value(0.7, -1.3 + h) - value(0.7, -1.3 - h)) / (2 * h)).epsilon(1e-8));
}

TEST_CASE(
    "a number used twice adds up both contributions, and the tape keeps what was there before "
    "each") {
  Tape tape;
  const Var x = variable(tape, 3.0);
  const Var f = x * x + x;
  f.backward();
  CHECK(x.gradient() == 7);
  double sum = 0;
  int into_x = 0;
  for (Tape::Time time = 0; time < tape.time(); ++time) {
    const auto edge = tape.edge_at(time);
    if (!edge || edge->operand != x.id()) continue;
    CHECK(edge->before == sum);
    sum += edge->contribution;
    ++into_x;
  }
  CHECK(into_x == 3);
  CHECK(sum == 7);
}

TEST_CASE("numbers mix with constants on either side") {
  Tape tape;
  const Var x = variable(tape, 4.0);
  const Var f = 2.0 * x + 1.0;
  f.backward();
  CHECK(f.value() == 9);
  CHECK(x.gradient() == 2);
}

}  // namespace
}  // namespace backprop
