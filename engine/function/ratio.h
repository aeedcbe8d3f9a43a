/// A factor of a term as a fraction of two numbers, so that a third stays a third.
#pragma once

#include <optional>

namespace backprop {

struct Ratio {
  double up = 1;
  double down = 1;  ///< positive; 1 where the quotient has few digits

  double value() const { return up / down; }
  bool is(double number) const { return up == number && down == 1; }
  bool operator==(const Ratio&) const = default;
};

// Nothing where the result leaves the range of normal numbers, so that it would not be the same.
std::optional<Ratio> quotient(double up, double down);
std::optional<Ratio> product(const Ratio& a, const Ratio& b);
std::optional<Ratio> sum(const Ratio& a, const Ratio& b);
/// To a whole power.
std::optional<Ratio> power(const Ratio& a, double exponent);

Ratio negated(const Ratio& a);

}  // namespace backprop
