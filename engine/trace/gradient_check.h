/// The gradient check: every parameter's exact gradient beside central differences of the loss.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/trace/trace.h"

namespace backprop {

/// One parameter, as one backward() saw it.
struct CheckedParameter {
  std::string name;
  int run = 0;            ///< which backward(), from 0
  int line = 0;           ///< of that backward()
  Index elements = 0;     ///< of the parameter
  Index checked = 0;      ///< compared: all, or evenly spread ones of a large parameter
  Index at_kinks = 0;     ///< not compared, since the derivative jumps within the difference
  Index worst = 0;        ///< the element with the largest difference
  double exact = 0;       ///< its gradient as backward() gave it, by an engine with a fault, too
  double numeric = 0;     ///< (J(w + h) - J(w - h)) / 2h
  double difference = 0;  ///< |exact - numeric|
  bool passed = true;
};

struct GradientCheck {
  std::vector<CheckedParameter> parameters;
  bool passed() const;
};

/// Checks every backward() of the trace. h = cbrt(epsilon) * max(1, |w|); a comparison passes
/// within 1e-6 |exact| + 1e-9 max(1, |J|), which covers the differences' own truncation and
/// round-off.
GradientCheck check_gradients(const Trace& trace);

/// All parameters of one backward() at once, along one random direction u: the gradient's product
/// with u beside the central difference of the loss along u. Two runs of the program, however many
/// parameters: for networks too large to check number by number.
struct DirectionalCheck {
  double exact = 0;         ///< <gradient, u>
  double numeric = 0;       ///< (J(w + h u) - J(w - h u)) / 2h, h = 1e-5
  double sum_of_sizes = 0;  ///< of the products' terms
  bool crosses_kinks = false;
  bool passed = false;
};
DirectionalCheck check_direction(const Trace& trace, int run, std::uint64_t seed);

/// The central difference of the loss by one element of any value, with the same h.
double numeric_gradient(const Trace& trace, ValueId loss, ValueId of, Index element);

/// The same with any h, divided by 2h as it is written in textbooks: too large a step cuts the
/// curve's bend off (truncation), too small a one loses the difference in the last digits
/// (round-off).
double numeric_gradient(const Trace& trace, ValueId loss, ValueId of, Index element, double h);

}  // namespace backprop
