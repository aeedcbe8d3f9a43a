#include "engine/function/factors.h"

#include <algorithm>
#include <cmath>

#include "engine/function/formula_binding.h"

namespace backprop {
namespace {

bool is_even(double whole) {
  return std::fmod(whole, 2) == 0;
}

/// Whether (u ** inner) ** outer is u ** (inner * outer) wherever it is a number.
bool powers_gather(double inner, double outer) {
  const bool allowed = is_whole_number(outer) || !(is_whole_number(inner) && is_even(inner));
  return allowed && has_few_digits(inner * outer);
}

bool scale(Product& product, double number, double exponent) {
  const auto base = quotient(number, 1);
  const auto powered = base ? power(*base, exponent) : std::nullopt;
  const auto scaled = powered ? backprop::product(product.coefficient, *powered) : std::nullopt;
  if (!scaled) return false;
  product.coefficient = *scaled;
  return true;
}

/// Adds to the exponent of a base that is there already.
bool gather(Product& product, const FormulaPtr& base, double exponent) {
  auto& factors = product.factors;
  const auto found = std::find_if(factors.begin(), factors.end(), [&](const Factor& factor) {
    return same_formula(factor.base, base);
  });
  if (found == factors.end()) {
    factors.push_back({base, exponent});
    return true;
  }
  found->exponent += exponent;
  const bool number = base->is_number() && is_whole_number(found->exponent);
  const double power = found->exponent;
  if (found->exponent == 0 || number) factors.erase(found);
  return !number || scale(product, base->number, power);
}

bool multiply_number(Product& product, const FormulaPtr& formula, double exponent) {
  if (is_whole_number(exponent)) return scale(product, formula->number, exponent);
  const double result = std::pow(formula->number, exponent);
  if (result > 0 && has_few_digits(result)) return scale(product, result, 1);
  return gather(product, formula, exponent);
}

/// The exponent of a power with a plain number for one; of a root, a half.
std::optional<double> exponent_of(const Formula& formula) {
  if (formula.is_call("sqrt")) return 0.5;
  if (formula.is_call("pow") && formula.arguments[1]->is_number())
    return formula.arguments[1]->number;
  return std::nullopt;
}

/// How factors stand in line.
int rank_of(const Formula& base) {
  if (base.is_number()) return 0;
  if (base.op == nullptr) return 1;
  if (is_comparison(base)) return 4;
  return is_sum(base) ? 3 : 2;
}

FormulaPtr powered(const FormulaPtr& base, double exponent) {
  if (exponent == 1) return base;
  if (exponent == 0.5) return call_formula("sqrt", {base});
  return call_formula("pow", {base, number_formula(exponent)});
}

FormulaPtr times(const FormulaPtr& a, const FormulaPtr& b) {
  return a == nullptr ? b : call_formula("mul", {a, b});
}

/// Its sign goes to the first factor: -x * y.
FormulaPtr with_sign(const FormulaPtr& numerator, bool negative) {
  if (!negative) return numerator;
  if (numerator->is_number()) return number_formula(-numerator->number);
  if (!numerator->is_call("mul")) return call_formula("neg", {numerator});
  return call_formula("mul", {with_sign(numerator->arguments[0], true), numerator->arguments[1]});
}

}  // namespace

bool is_sum(const Formula& formula) {
  return formula.is_call("add") || formula.is_call("sub");
}

bool is_comparison(const Formula& formula) {
  return formula.op != nullptr && binding_of(formula) == FormulaBinding::comparison;
}

bool is_whole_number(double number) {
  return std::isfinite(number) && number == std::floor(number);
}

bool multiply(Product& product, const FormulaPtr& formula, double exponent) {
  if (formula->is_number()) return multiply_number(product, formula, exponent);
  const bool whole = is_whole_number(exponent);
  const auto& arguments = formula->arguments;
  if (whole && formula->is_call("neg"))
    return scale(product, -1, std::fmod(std::abs(exponent), 2)) &&
           multiply(product, arguments[0], exponent);
  if (whole && (formula->is_call("mul") || formula->is_call("div"))) {
    const double second = formula->is_call("mul") ? exponent : -exponent;
    return multiply(product, arguments[0], exponent) && multiply(product, arguments[1], second);
  }
  if (const auto inner = exponent_of(*formula); inner && powers_gather(*inner, exponent)) {
    if (*inner == 0) return true;
    return multiply(product, arguments[0], *inner * exponent);
  }
  if (whole && is_even(exponent) && formula->is_call("abs"))
    return multiply(product, arguments[0], exponent);
  return gather(product, formula, exponent);
}

std::optional<Product> product_of(const FormulaPtr& formula) {
  Product product;
  if (!multiply(product, formula, 1)) return std::nullopt;
  return product;
}

bool same_factors(const Product& a, const Product& b) {
  if (a.factors.size() != b.factors.size()) return false;
  return std::all_of(a.factors.begin(), a.factors.end(), [&](const Factor& factor) {
    return std::any_of(b.factors.begin(), b.factors.end(), [&](const Factor& other) {
      return factor.exponent == other.exponent && same_formula(factor.base, other.base);
    });
  });
}

FormulaPtr formula_of(const Product& product) {
  if (product.is_zero()) return number_formula(0);
  std::vector<Factor> factors = product.factors;
  std::sort(factors.begin(), factors.end(), [](const Factor& a, const Factor& b) {
    const int ranks = rank_of(*a.base) - rank_of(*b.base);
    return ranks != 0 ? ranks < 0 : order_of(a.base, b.base) < 0;
  });
  const double size = std::abs(product.coefficient.up);
  const double down = product.coefficient.down;
  FormulaPtr above = size == 1 ? nullptr : number_formula(size);
  FormulaPtr below = down == 1 ? nullptr : number_formula(down);
  for (const Factor& factor : factors) {
    FormulaPtr& side = factor.exponent > 0 ? above : below;
    side = times(side, powered(factor.base, std::abs(factor.exponent)));
  }
  if (above == nullptr) above = number_formula(1);
  above = with_sign(above, product.coefficient.up < 0);
  return below == nullptr ? above : call_formula("div", {above, below});
}

}  // namespace backprop
