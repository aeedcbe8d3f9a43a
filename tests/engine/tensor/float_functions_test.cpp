// The float32 elementary functions: accuracy, edges, and the same bits at every vector width.
#include "engine/tensor/float_functions.h"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace backprop::test {
namespace {

double sigmoid(double x) {
  return x < 0 ? std::exp(x) / (1 + std::exp(x)) : 1 / (1 + std::exp(-x));
}

struct Checked {
  const char* name;
  FloatFunctions::Function FloatFunctions::*function;
  double (*exact)(double);
  double ulp;  ///< the largest error, as the header states it
};

const std::vector<Checked> checked = {
    {"exp", &FloatFunctions::exp, [](double x) { return std::exp(x); }, 1.1},
    {"log", &FloatFunctions::log, [](double x) { return std::log(x); }, 0.9},
    {"tanh", &FloatFunctions::tanh, [](double x) { return std::tanh(x); }, 1.4},
    {"sigmoid", &FloatFunctions::sigmoid, sigmoid, 2.5},
    {"erf", &FloatFunctions::erf, [](double x) { return std::erf(x); }, 1.2},
};

/// The distance between neighbours of float32 around a number.
double unit_in_last_place(double number) {
  const double size = std::max(std::abs(number), 0x1p-126);
  return std::ldexp(1.0, std::ilogb(size) - 23);
}

/// Every `step`-th float32, by its bits: all magnitudes, both signs, infinities and NaN.
std::vector<float> sampled(std::uint32_t step) {
  std::vector<float> numbers;
  for (std::uint64_t bits = 0; bits <= 0xFFFFFFFFU; bits += step)
    numbers.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
  return numbers;
}

bool within(float ours, double exact, double ulp) {
  if (std::isnan(exact)) return std::isnan(ours);
  const auto rounded = static_cast<float>(exact);
  if (std::isinf(rounded) || std::isinf(ours)) return ours == rounded;
  return std::abs(ours - exact) <= ulp * unit_in_last_place(exact);
}

TEST_CASE("the functions are as exact as their header says") {
  const std::vector<float> x = sampled(4099);
  std::vector<float> y(x.size());
  for (const Checked& row : checked) {
    CAPTURE(row.name);
    for (const FloatFunctions& set : all_float_functions()) {
      CAPTURE(std::string(set.instructions));
      (set.*row.function)(x.data(), y.data(), x.size());
      for (std::size_t i = 0; i < x.size(); ++i) {
        if (within(y[i], row.exact(x[i]), row.ulp)) continue;
        CAPTURE(x[i]);
        CAPTURE(y[i]);
        FAIL_CHECK("off by more");
      }
    }
  }
}

TEST_CASE("all fused instruction sets give the same bits, for every length") {
  const std::vector<float> x = sampled(65'537);
  std::vector<float> wide(x.size());
  std::vector<float> other(x.size());
  for (const Checked& row : checked) {
    CAPTURE(row.name);
    (float_functions().*row.function)(x.data(), wide.data(), x.size());
    for (const FloatFunctions& set : all_float_functions()) {
      CAPTURE(std::string(set.instructions));
      if (set.instructions == "baseline" && float_functions().instructions != "baseline") continue;
      for (const std::size_t length : {x.size(), std::size_t{1}, std::size_t{7}, std::size_t{33}}) {
        std::fill(other.begin(), other.end(), -77.0F);
        (set.*row.function)(x.data(), other.data(), length);
        std::size_t different = 0;
        for (std::size_t i = 0; i < length; ++i) {
          const bool both_nan = std::isnan(wide[i]) && std::isnan(other[i]);
          if (!both_nan &&
              std::bit_cast<std::uint32_t>(wide[i]) != std::bit_cast<std::uint32_t>(other[i]))
            ++different;
        }
        CHECK(different == 0);
        if (length < x.size()) CHECK(other[length] == -77.0F);
      }
    }
  }
}

TEST_CASE("edges") {
  const auto of = [](FloatFunctions::Function function, float x) {
    float y = 0;
    function(&x, &y, 1);
    return y;
  };
  const FloatFunctions& f = float_functions();
  const float inf = std::numeric_limits<float>::infinity();
  CHECK(of(f.exp, 0) == 1);
  CHECK(of(f.exp, -inf) == 0);
  CHECK(of(f.exp, inf) == inf);
  CHECK(of(f.exp, 88.73F) == inf);
  CHECK(of(f.log, 1) == 0);
  CHECK(of(f.log, 0) == -inf);
  CHECK(of(f.log, inf) == inf);
  CHECK(std::isnan(of(f.log, -1)));
  CHECK(of(f.tanh, inf) == 1);
  CHECK(of(f.tanh, -inf) == -1);
  CHECK(std::signbit(of(f.tanh, -0.0F)));
  CHECK(of(f.sigmoid, 0) == 0.5F);
  CHECK(of(f.sigmoid, -inf) == 0);
  CHECK(of(f.sigmoid, inf) == 1);
  CHECK(of(f.erf, inf) == 1);
  CHECK(of(f.erf, -inf) == -1);
  for (const Checked& row : checked) {
    CAPTURE(row.name);
    CHECK(std::isnan(of(f.*row.function, std::numeric_limits<float>::quiet_NaN())));
  }
}

TEST_CASE("what stands beside a number changes no bit of its result") {
  // An argument at the edge of the range makes its neighbours take the longer way.
  std::vector<float> x;
  for (int i = 0; i < 700; ++i)
    x.push_back(0.1F * static_cast<float>(i - 350) + 0.003F);
  std::vector<float> alone(x.size());
  std::vector<float> beside(x.size());
  for (const FloatFunctions& set : all_float_functions()) {
    CAPTURE(std::string(set.instructions));
    for (const Checked& row : checked) {
      CAPTURE(row.name);
      std::vector<float> usual = x;
      if (std::string(row.name) == "log") {
        for (float& number : usual)
          number = std::abs(number);
      }
      std::vector<float> mixed = usual;
      for (const float edge : {std::nanf(""), 1e-42F, -200.0F, 150.0F}) {
        mixed[20] = edge;
        (set.*row.function)(usual.data(), alone.data(), usual.size());
        (set.*row.function)(mixed.data(), beside.data(), mixed.size());
        int different = 0;
        for (std::size_t i = 0; i < x.size(); ++i) {
          if (i == 20) continue;
          different +=
              std::bit_cast<std::uint32_t>(alone[i]) == std::bit_cast<std::uint32_t>(beside[i]) ? 0
                                                                                                : 1;
        }
        CHECK(different == 0);
        (set.*row.function)(mixed.data(), mixed.data(), mixed.size());  // in place
        CHECK(std::bit_cast<std::uint32_t>(mixed[19]) == std::bit_cast<std::uint32_t>(alone[19]));
        mixed = usual;
      }
    }
  }
}

}  // namespace
}  // namespace backprop::test
