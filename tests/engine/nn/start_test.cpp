// Initialisers: the same numbers for the same seed, of the stated spread.
#include "engine/nn/start.h"

#include <doctest/doctest.h>

#include <cmath>

#include "engine/program/interpreter.h"
#include "engine/random.h"
#include "tests/support/bits.h"
#include "tests/support/programs.h"

namespace backprop::test {
namespace {

Tensor made(const std::string& expression) {
  const auto trace = run_of("w = param(" + expression + ")\n");
  return trace->value(find_value(*trace, "w")).data;
}

double mean(const Tensor& tensor) {
  double sum = 0;
  for (const double number : tensor.data)
    sum += number;
  return sum / static_cast<double>(tensor.size());
}

double deviation(const Tensor& tensor) {
  const double center = mean(tensor);
  double sum = 0;
  for (const double number : tensor.data)
    sum += (number - center) * (number - center);
  return std::sqrt(sum / static_cast<double>(tensor.size()));
}

double largest(const Tensor& tensor) {
  double found = 0;
  for (const double number : tensor.data)
    found = std::max(found, std::abs(number));
  return found;
}

TEST_CASE("the generator is SplitMix64") {
  // Seed 0 is the state 0 of the published algorithm; these are its first outputs.
  CHECK(random::bits(0, 0) == 0xE220A8397B1DCDAFU);
  CHECK(random::bits(0, 1) == 0x6E789E6AA1B965F4U);
  CHECK(random::bits(0, 2) == 0x06C45D188009454FU);
}

TEST_CASE("starts have the stated spread") {
  // Tolerances: five standard errors of 20,000 draws.
  const Tensor xavier = made("xavier_uniform(100, 200, seed=1)");
  const double bound = std::sqrt(6.0 / 300);
  CHECK(xavier.shape == Shape{100, 200});
  CHECK(largest(xavier) < bound);
  CHECK(largest(xavier) > 0.999 * bound);
  CHECK(std::abs(mean(xavier)) < 5 * bound / std::sqrt(3.0 * 20000));
  CHECK(deviation(made("xavier_normal((100, 200), seed=2)")) ==
        doctest::Approx(std::sqrt(2.0 / 300)).epsilon(5 / std::sqrt(40000.0)));
  CHECK(deviation(made("kaiming_normal(100, 200, seed=3)")) ==
        doctest::Approx(std::sqrt(2.0 / 200)).epsilon(5 / std::sqrt(40000.0)));
  CHECK(largest(made("kaiming_uniform(100, 200, seed=4)")) ==
        doctest::Approx(std::sqrt(6.0 / 200)).epsilon(0.001));
  CHECK(largest(made("kaiming_uniform((10, 20, 5, 5), seed=4)")) ==
        doctest::Approx(std::sqrt(6.0 / 500)).epsilon(0.01));
  CHECK(deviation(made("normal((20000,), std=0.5, seed=5)")) ==
        doctest::Approx(0.5).epsilon(5 / std::sqrt(40000.0)));
  const Tensor uniform = made("uniform((20000,), -1, 3, seed=6)");
  CHECK(mean(uniform) == doctest::Approx(1).epsilon(0.05));
  CHECK(largest(uniform) > 2.99);
}

TEST_CASE("a seed gives the same numbers again, another seed others") {
  CHECK(same_bits(made("uniform(5, seed=7)"), made("uniform(5, seed=7)")));
  CHECK_FALSE(same_bits(made("uniform(5, seed=7)"), made("uniform(5, seed=8)")));
  CHECK(made("zeros(2, 3)").shape == Shape{2, 3});
  CHECK(made("ones((2,))").data == std::vector<double>{1, 1});
  CHECK(made("full(2, 0.5)").data == std::vector<double>{0.5, 0.5});
}

TEST_CASE("shapes that make no sense are refused") {
  const auto refused = [](const std::string& expression) {
    const auto run = run_program("w = param(" + expression + ")\n");
    return run.ok() ? std::string() : run.error().cause;
  };
  CHECK(refused("xavier_uniform(3, seed=1)") ==
        "xavier_uniform: the shape [3] has no fan in and fan out: it takes [out, in]");
  CHECK(refused("zeros(-1)") == "zeros: a size is negative in the shape [-1]");
  CHECK(refused("zeros(100000, 100000)") ==
        "zeros: the shape [100000, 100000] has more than 1000000 elements");
  CHECK(refused("ones(4000000000, 4000000000, 4000000000)") ==
        "ones: the shape [4000000000, 4000000000, 4000000000] has more than 1000000 elements");
}

TEST_CASE("dropout draws its mask from its seed, keeps the mean, and can be switched off") {
  const auto trace = run_of(
      "x = ones((20000,))\ny = dropout(x, p=0.25, seed=3)\nz = dropout(x, p=0.25, seed=3)\n"
      "u = dropout(x, p=0.25, training=False)\n");
  const Tensor& y = trace->value(find_value(*trace, "y")).data;
  CHECK(same_bits(y, trace->value(find_value(*trace, "z")).data));
  CHECK(mean(y) == doctest::Approx(1).epsilon(5 * std::sqrt(1.0 / 3 / 20000)));
  for (const double number : y.data)
    CHECK((number == 0 || number == 1 / 0.75));
  CHECK(trace->value(find_value(*trace, "u")).data.data == std::vector<double>(20000, 1.0));
}

}  // namespace
}  // namespace backprop::test
