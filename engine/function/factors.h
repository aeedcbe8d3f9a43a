/// Formulas as products: a number times powers of factors. What simplification works on.
#pragma once

#include "engine/function/formula.h"
#include "engine/function/ratio.h"

namespace backprop {

struct Factor {
  FormulaPtr base;
  double exponent = 1;
};

struct Product {
  Ratio coefficient;
  std::vector<Factor> factors;  ///< each base once, none with the exponent 0

  bool is_zero() const { return coefficient.up == 0; }
};

/// Multiplies by formula ** exponent, taken apart as far as the value allows: (2 * x) ** 2 into 4
/// and x ** 2, but sqrt(x ** 2) not into x. False, and the product is of no use, where numbers
/// would leave the range of normal ones.
bool multiply(Product& product, const FormulaPtr& formula, double exponent);

/// A formula as a product; nothing in the case above.
std::optional<Product> product_of(const FormulaPtr& formula);

/// The same factors with the same exponents.
bool same_factors(const Product& a, const Product& b);

/// As a formula: numbers, names, functions, sums in this order; what has a negative exponent below
/// a fraction's line.
FormulaPtr formula_of(const Product& product);

bool is_sum(const Formula& formula);
bool is_comparison(const Formula& formula);
bool is_whole_number(double number);

}  // namespace backprop
