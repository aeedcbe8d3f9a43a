// The textbook's 2-2-2 network to nine digits.
#include <doctest/doctest.h>

#include <cmath>

#include "engine/trace/time.h"
#include "tests/support/programs.h"

using namespace backprop;
using namespace backprop::test;

namespace {
bool to_nine_digits(double number, double printed) {
  return std::abs(number - printed) <= 0.5e-9;
}
}  // namespace

TEST_CASE("the 2-2-2 network's outputs, loss, gradient and update") {
  const auto trace = run_of(shipped_program("two-two-two"));
  const Tensor& o = trace->value(find_value(*trace, "o")).data;
  CHECK(to_nine_digits(o[0], 0.751365070));
  CHECK(to_nine_digits(o[1], 0.772928465));
  CHECK(to_nine_digits(trace->value(trace->loss()).data[0], 0.298371109));

  const Index end = trace->step_count();
  const Tensor dW2 = gradient_at(*trace, find_value(*trace, "W2"), end);
  CHECK(to_nine_digits(dW2[0], 0.082167041));
  const auto after = [&](int parameter) {
    return trace->value(version_at(*trace, parameter, end)).data;
  };
  REQUIRE(trace->parameters.size() == 2);
  CHECK(to_nine_digits(after(1)[0], 0.358916480));
  CHECK(to_nine_digits(after(0)[0], 0.149780716));
}

TEST_CASE("the 2-2-2 network's loss after one update") {
  const auto trace = run_of(shipped_program("two-two-two") +
                            "h = sigmoid(W1 @ x + b1)\n"
                            "o = sigmoid(W2 @ h + b2)\n"
                            "J = 0.5 * sum((o - y) ** 2)\n");
  const double after = trace->value(find_value(*trace, "J@2")).data[0];
  CHECK(to_nine_digits(after, 0.291027774));
  CHECK_FALSE(to_nine_digits(after, 0.291027924));  // the printed one, from rounded weights
}
