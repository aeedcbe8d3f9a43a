#include "engine/function/ratio.h"

#include <cmath>
#include <numeric>

#include "engine/function/formula.h"

namespace backprop {
namespace {

constexpr double largest_whole = 1e9;  // products of two are exact

bool is_whole(double number) {
  return number == std::floor(number) && std::abs(number) <= largest_whole;
}

bool usable(double number) {
  return number == 0 || std::isnormal(number);
}

/// What a product of numbers that are not zero may become.
bool usable_product(double number) {
  return std::isnormal(number);
}

}  // namespace

std::optional<Ratio> quotient(double up, double down) {
  if (!usable(up) || !usable_product(down)) return std::nullopt;
  if (up == 0) return Ratio{0, 1};
  if (down < 0) return quotient(-up, -down);
  const double decimal = up / down;
  if (!usable_product(decimal)) return std::nullopt;
  if (down == 1 || (has_few_digits(decimal) && decimal * down == up)) return Ratio{decimal, 1};
  if (!is_whole(up) || !is_whole(down)) return Ratio{decimal, 1};
  const auto common =
      static_cast<double>(std::gcd(static_cast<long long>(up), static_cast<long long>(down)));
  return Ratio{up / common, down / common};
}

std::optional<Ratio> product(const Ratio& a, const Ratio& b) {
  const double up = a.up * b.up;
  if (a.up != 0 && b.up != 0 && !usable_product(up)) return std::nullopt;
  return quotient(up, a.down * b.down);
}

std::optional<Ratio> sum(const Ratio& a, const Ratio& b) {
  if (a.down == b.down) return quotient(a.up + b.up, a.down);
  const bool whole = is_whole(a.up) && is_whole(b.up);
  if (!whole) return quotient(a.value() + b.value(), 1);
  return quotient(a.up * b.down + b.up * a.down, a.down * b.down);
}

std::optional<Ratio> power(const Ratio& a, double exponent) {
  if (exponent < 0) return a.up == 0 ? std::nullopt : power(*quotient(a.down, a.up), -exponent);
  constexpr double highest = 8;
  if (exponent > highest) return std::nullopt;
  std::optional<Ratio> result = Ratio{};
  for (int i = 0; i < static_cast<int>(exponent) && result; ++i)
    result = product(*result, a);
  return result;
}

Ratio negated(const Ratio& a) {
  return {-a.up, a.down};
}

}  // namespace backprop
