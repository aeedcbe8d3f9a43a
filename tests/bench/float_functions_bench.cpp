// The float32 elementary functions beside the standard library's, one number at a time.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "engine/tensor/float_functions.h"
#include "tests/bench/bench.h"

namespace backprop::bench {
namespace {

constexpr std::size_t count = 1 << 14;  // 64 KiB: stays in the cache

/// Nanoseconds for each number; the least of several rounds.
double measure(const std::function<void()>& work) {
  double least = HUGE_VAL;
  for (int round = 0; round < 200; ++round) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - begin;
    least = std::min(least, spent.count() / count);
  }
  return least;
}

struct Row {
  const char* name;
  FloatFunctions::Function FloatFunctions::*function;
  float (*standard)(float);
  double (*exact)(double);
  float low, high;
};

/// In units in the last place of the result.
double largest_error(const Row& row, const std::vector<float>& x, const std::vector<float>& y) {
  double largest = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double exact = row.exact(static_cast<double>(x[i]));
    const double unit = std::ldexp(1.0, std::ilogb(exact) - 23);
    if (exact != 0) largest = std::max(largest, std::abs(static_cast<double>(y[i]) - exact) / unit);
  }
  return largest;
}

const std::vector<Row> rows = {
    {"exp", &FloatFunctions::exp, [](float x) { return std::exp(x); },
     [](double x) { return std::exp(x); }, -10, 10},
    {"log", &FloatFunctions::log, [](float x) { return std::log(x); },
     [](double x) { return std::log(x); }, 0.01F, 100},
    {"tanh", &FloatFunctions::tanh, [](float x) { return std::tanh(x); },
     [](double x) { return std::tanh(x); }, -5, 5},
    {"sigmoid", &FloatFunctions::sigmoid, [](float x) { return 1 / (1 + std::exp(-x)); },
     [](double x) { return 1 / (1 + std::exp(-x)); }, -8, 8},
    {"erf", &FloatFunctions::erf, [](float x) { return std::erf(x); },
     [](double x) { return std::erf(x); }, -3, 3},
};

}  // namespace

bool bench_float_functions() {
  std::vector<float> x(count);
  std::vector<float> y(count);
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < count; ++i)
      x[i] = row.low + (row.high - row.low) * static_cast<float>(i) / static_cast<float>(count);
    const double standard =
        measure([&] { std::transform(x.begin(), x.end(), y.begin(), row.standard); });
    std::printf("%-8s standard library %6.2f ns", row.name, standard);
    for (const FloatFunctions& set : all_float_functions()) {
      const double ours = measure([&] { (set.*row.function)(x.data(), y.data(), count); });
      std::printf("; %s %5.2f ns, %4.1f x", std::string(set.instructions).c_str(), ours,
                  standard / ours);
    }
    (all_float_functions().front().*row.function)(x.data(), y.data(), count);
    std::printf("; error at most %.2f ulp\n", largest_error(row, x, y));
  }
  return true;
}

}  // namespace backprop::bench
