/// Formulas as sums of products.
#pragma once

#include "engine/function/factors.h"

namespace backprop {

using Sum = std::vector<Product>;

/// Adds product to the sum, into a term with the same factors where there is one.
void add_term(Sum& sum, const Product& product);

/// Adds a formula, brackets of sums opened; false where a number would leave the normal range.
bool add_formula(Sum& sum, const FormulaPtr& formula, double sign = 1);

/// With products of sums multiplied out; nothing where there are none, or it would be long.
std::optional<Sum> multiplied_out(const Sum& sum);

/// As one fraction; nothing where no addend is one.
std::optional<Product> as_fraction(const Sum& sum);

/// Takes common factors out wherever the sum gets shorter.
void take_out_factors(Sum& sum);

/// As a formula: polynomials by falling powers, else numbers first, then by length; what is
/// subtracted comes last.
FormulaPtr formula_of(const Sum& sum);

}  // namespace backprop
