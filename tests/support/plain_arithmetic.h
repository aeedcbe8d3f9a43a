/// The arithmetic of the plain interpreter: one op on one number, forward and backward, written
/// down again from PyTorch's definitions and apart from the engine's.
#pragma once

#include <cmath>
#include <cstddef>
#include <string>

#include "engine/tensor/tanh.h"

namespace backprop::test {

inline double plain_power(double a, double b) {
  if (b == 2) return a * a;  // PyTorch multiplies for small whole exponents
  if (b == 3) return a * a * a;
  if (b == 0.5) return std::sqrt(a);
  if (b == 1) return a;
  if (b == -1) return 1 / a;
  if (b == -2) return 1 / (a * a);
  return std::pow(a, b);
}

inline double plain_forward(const std::string& op, double a, double b) {
  if (op == "+") return a + b;
  if (op == "-") return a - b;
  if (op == "*") return a * b;
  if (op == "/") return a / b;
  if (op == "**") return plain_power(a, b);
  if (op == "neg") return -a;
  if (op == "exp") return std::exp(a);
  if (op == "log") return std::log(a);
  if (op == "sqrt") return std::sqrt(a);
  if (op == "tanh") return tanh_of(a);  // the engine's own: bits are compared
  if (op == "relu") return a > 0 ? a : 0;
  return 1 / (1 + std::exp(-a));  // sigmoid
}

/// g times the derivative of y = op(a, b) by a (which = 0) or b.
inline double plain_backward(const std::string& op, std::size_t which, double g, double a, double b,
                             double y) {
  if (op == "+") return g;
  if (op == "-") return which == 0 ? g : -g;
  if (op == "*") return which == 0 ? g * b : g * a;
  if (op == "/") return which == 0 ? g / b : -(g * (y / b));
  if (op == "**") return which == 0 ? g * (b * plain_power(a, b - 1)) : g * (y * std::log(a));
  if (op == "neg") return -g;
  if (op == "exp") return g * y;
  if (op == "log") return g / a;
  if (op == "sqrt") return g / (2 * y);
  if (op == "tanh") return g * (1 - y * y);
  if (op == "relu") return a > 0 ? g : 0;
  return g * (y * (1 - y));  // sigmoid
}

}  // namespace backprop::test
