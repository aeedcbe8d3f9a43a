/// Terms: the scalar operations inside a step. An op explains one element of its value, or of one
/// contribution to a gradient, as a list of terms which, evaluated in their listed order, give that
/// number bit for bit.
#pragma once

#include <cmath>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/tensor/shape.h"
#include "engine/tensor/tanh.h"

namespace backprop {

/// The arithmetic that terms are written in. `gate` is b where a > 0 (or a is NaN), else 0;
/// maximum and minimum are NaN where an operand is.
enum class TermOp : std::uint8_t {
  copy,
  negate,
  add,
  subtract,
  multiply,
  divide,
  power,
  maximum,
  minimum,
  gate,
  exp,
  expm1,
  log,
  log1p,
  sqrt,
  sin,
  cos,
  tanh,
  erf,
  erfc,
  abs,
  sign,
  relu
};
inline constexpr int term_op_count = static_cast<int>(TermOp::relu) + 1;

/// How many operands it takes: 1 or 2.
int operand_count(TermOp op);

/// "mul", "exp": the name of the op-table row that computes the same; gate has none.
std::string_view name_of(TermOp op);

/// What a term reads: a plain number, an element of an argument, of the op's output, of the
/// gradient that arrives at the output (upstream) or of an optimizer's state (before the update, or
/// after it), or the result of an earlier term.
struct Operand {
  enum class Source : std::uint8_t { number, argument, output, upstream, state, new_state, term };
  Source source = Source::number;
  int which = 0;  ///< the argument's or state's place among them, or the earlier term's in the list
  Index element = 0;  ///< row-major position in that tensor
  double value = 0;   ///< the number read
};

struct Term {
  TermOp op = TermOp::copy;
  Operand a;
  Operand b;  ///< unused by terms of one operand
  double result = 0;
};

using TermList = std::vector<Term>;

/// The result of one scalar operation.
double apply(TermOp op, double a, double b = 0);

/// A number that writes down what is done with it: the rules of the ops, run on it, yield their own
/// explanation.
class TermNumber {
 public:
  TermNumber(double number = 0) { operand_.value = number; }  // NOLINT: plain numbers mix in
  TermNumber(Operand operand, TermList& list) : operand_(operand), list_(&list) {}

  const Operand& operand() const { return operand_; }
  double value() const { return operand_.value; }

  static TermNumber make(TermOp op, const TermNumber& a, const TermNumber& b = 0.0);

 private:
  Operand operand_;
  TermList* list_ = nullptr;  ///< null for a plain number
};

/// Makes `result` the last term's result, and drops the terms that it does not depend on.
void keep_only(TermList& terms, const TermNumber& result);

inline TermNumber operator+(const TermNumber& a, const TermNumber& b) {
  return TermNumber::make(TermOp::add, a, b);
}
inline TermNumber operator-(const TermNumber& a, const TermNumber& b) {
  return TermNumber::make(TermOp::subtract, a, b);
}
inline TermNumber operator*(const TermNumber& a, const TermNumber& b) {
  return TermNumber::make(TermOp::multiply, a, b);
}
inline TermNumber operator/(const TermNumber& a, const TermNumber& b) {
  return TermNumber::make(TermOp::divide, a, b);
}
inline TermNumber operator-(const TermNumber& a) {
  return TermNumber::make(TermOp::negate, a);
}

/// The scalar functions that rules are written in, for plain numbers and for numbers that write
/// down. A rule may also branch on value_of(x): its terms are then those of the branch taken.
namespace rule {

inline double value_of(double x) {
  return x;
}
inline double value_of(const TermNumber& x) {
  return x.value();
}

inline double copy(double x) {
  return x;
}
inline double exp(double x) {
  return std::exp(x);
}
inline double expm1(double x) {
  return std::expm1(x);
}
inline double log(double x) {
  return std::log(x);
}
inline double log1p(double x) {
  return std::log1p(x);
}
inline double sqrt(double x) {
  return std::sqrt(x);
}
inline double sin(double x) {
  return std::sin(x);
}
inline double cos(double x) {
  return std::cos(x);
}
inline double tanh(double x) {
  return tanh_of(x);
}
inline double erf(double x) {
  return std::erf(x);
}
inline double erfc(double x) {
  return std::erfc(x);
}
inline double abs(double x) {
  return std::abs(x);
}
/// 0 at 0 and, as PyTorch's, at NaN.
inline double sign(double x) {
  return static_cast<double>(static_cast<int>(x > 0) - static_cast<int>(x < 0));
}
/// NaN stays NaN, as in PyTorch.
inline double relu(double x) {
  return x <= 0 ? 0.0 : x;
}
/// Exponents that PyTorch computes without pow are computed the same way: the rule of the op pow
/// has them in terms.
inline double pow(double x, double y) {
  if (y == 2) return x * x;
  if (y == 3) return x * x * x;
  if (y == 0.5) return std::sqrt(x);
  if (y == 1) return x;
  if (y == -1) return 1 / x;
  if (y == -2) return 1 / (x * x);
  return std::pow(x, y);
}
inline double maximum(double x, double y) {
  return std::isnan(x) || x >= y ? x : y;
}
inline double minimum(double x, double y) {
  return std::isnan(x) || x <= y ? x : y;
}
inline double gate(double x, double y) {
  return x <= 0 ? 0.0 : y;
}

inline TermNumber copy(const TermNumber& x) {
  return TermNumber::make(TermOp::copy, x);
}
inline TermNumber exp(const TermNumber& x) {
  return TermNumber::make(TermOp::exp, x);
}
inline TermNumber expm1(const TermNumber& x) {
  return TermNumber::make(TermOp::expm1, x);
}
inline TermNumber log(const TermNumber& x) {
  return TermNumber::make(TermOp::log, x);
}
inline TermNumber log1p(const TermNumber& x) {
  return TermNumber::make(TermOp::log1p, x);
}
inline TermNumber sqrt(const TermNumber& x) {
  return TermNumber::make(TermOp::sqrt, x);
}
inline TermNumber sin(const TermNumber& x) {
  return TermNumber::make(TermOp::sin, x);
}
inline TermNumber cos(const TermNumber& x) {
  return TermNumber::make(TermOp::cos, x);
}
inline TermNumber tanh(const TermNumber& x) {
  return TermNumber::make(TermOp::tanh, x);
}
inline TermNumber erf(const TermNumber& x) {
  return TermNumber::make(TermOp::erf, x);
}
inline TermNumber erfc(const TermNumber& x) {
  return TermNumber::make(TermOp::erfc, x);
}
inline TermNumber abs(const TermNumber& x) {
  return TermNumber::make(TermOp::abs, x);
}
inline TermNumber sign(const TermNumber& x) {
  return TermNumber::make(TermOp::sign, x);
}
inline TermNumber relu(const TermNumber& x) {
  return TermNumber::make(TermOp::relu, x);
}
inline TermNumber pow(const TermNumber& x, const TermNumber& y) {
  return TermNumber::make(TermOp::power, x, y);
}
inline TermNumber maximum(const TermNumber& x, const TermNumber& y) {
  return TermNumber::make(TermOp::maximum, x, y);
}
inline TermNumber minimum(const TermNumber& x, const TermNumber& y) {
  return TermNumber::make(TermOp::minimum, x, y);
}
inline TermNumber gate(const TermNumber& x, const TermNumber& y) {
  return TermNumber::make(TermOp::gate, x, y);
}

}  // namespace rule

}  // namespace backprop
