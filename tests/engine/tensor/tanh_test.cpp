// The float64 tanh: accuracy, edges, and the same bits for one number and for many.
#include "engine/tensor/tanh.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "engine/random.h"

namespace backprop::test {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double least = std::numeric_limits<double>::denorm_min();

/// Numbers of both signs, as many below each limit.
std::vector<double> sampled(std::size_t below_each) {
  std::vector<double> numbers;
  for (const double limit : {1e-300, 1e-8, 0.01, 0.1, 0.5, 0.75, 0.8, 1.0, 3.0, 20.0, 1e3}) {
    for (std::size_t i = 0; i < below_each; ++i)
      numbers.push_back(limit * (2 * random::uniform(1761, numbers.size()) - 1));
  }
  return numbers;
}

TEST_CASE("tanh is as exact as its header says, and odd") {
  double worst = 0;
  for (const double x : sampled(100'000)) {
    const double y = tanh_of(x);
    const auto exact = std::tanh(static_cast<long double>(x));
    const double unit = std::ldexp(1.0, std::ilogb(static_cast<double>(exact)) - 52);
    worst = std::max(worst, std::abs(static_cast<double>(y - exact)) / unit);
    if (tanh_of(-x) != -y) FAIL_CHECK("not odd at ", x);
  }
  CHECK(worst <= 1.5);
  CHECK(worst > 0.5);  // no sum of doubles is better: the measure measures
}

TEST_CASE("tanh at the edges") {
  CHECK(tanh_of(infinity) == 1);
  CHECK(tanh_of(-infinity) == -1);
  CHECK(std::isnan(tanh_of(nan)));
  CHECK(std::signbit(tanh_of(-0.0)));
  CHECK(!std::signbit(tanh_of(0.0)));
  CHECK(tanh_of(least) == least);
  CHECK(tanh_of(std::numeric_limits<double>::max()) == 1);
  CHECK(tanh_of(18.9) < 1);
  CHECK(tanh_of(20) == 1);
}

TEST_CASE("many numbers give the bits that each gives alone, at every length and in place") {
  std::vector<double> x = sampled(5);
  x.insert(x.end(), {0.0, -0.0, infinity, -infinity, nan, least, -least});
  for (std::size_t count = 0; count <= x.size(); ++count) {
    std::vector<double> y(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(count));
    tanh_of(y.data(), y.data(), count);
    const bool same = std::equal(y.begin(), y.end(), x.begin(), [](double many, double one) {
      return std::bit_cast<std::uint64_t>(many) == std::bit_cast<std::uint64_t>(tanh_of(one));
    });
    CHECK_MESSAGE(same, count, " numbers");
  }
}

}  // namespace
}  // namespace backprop::test
