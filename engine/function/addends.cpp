#include "engine/function/addends.h"

#include <algorithm>
#include <cmath>

namespace backprop {
namespace {

// Longer sums nobody reads, and it would take time to try all of their pairs.
constexpr std::size_t most_addends = 24;
constexpr std::size_t most_multiplied_out = 16;
constexpr std::size_t most_fractions = 6;

/// Some addends of a sum, and what all of them have as a factor.
struct Common {
  std::vector<std::size_t> members;
  Product product;
  Index saving = 0;
};

const Factor* factor_with(const Product& product, const Factor& like) {
  for (const Factor& factor : product.factors) {
    const bool same_side = (factor.exponent > 0) == (like.exponent > 0);
    if (same_side && same_formula(factor.base, like.base)) return &factor;
  }
  return nullptr;
}

/// The smaller of two powers of a base, on the same side of the fraction's line.
double shared_exponent(double a, double b) {
  return std::abs(a) < std::abs(b) ? a : b;
}

/// What the members have in common.
Product common_of(const Sum& sum, const std::vector<std::size_t>& members) {
  Product common = sum[members.front()];
  common.coefficient = {std::abs(common.coefficient.up), common.coefficient.down};
  for (const std::size_t i : members) {
    const Ratio& other = sum[i].coefficient;
    if (Ratio{std::abs(other.up), other.down} != common.coefficient) common.coefficient = {};
    std::vector<Factor> kept;
    for (const Factor& factor : common.factors) {
      const Factor* found = factor_with(sum[i], factor);
      if (found != nullptr)
        kept.push_back({factor.base, shared_exponent(factor.exponent, found->exponent)});
    }
    common.factors = std::move(kept);
  }
  return common;
}

/// The sum of the exponents of names, where the product has nothing else; nothing for others.
std::optional<double> degree_of(const Product& product) {
  double degree = 0;
  for (const Factor& factor : product.factors) {
    if (factor.base->op != nullptr || factor.base->is_number() || factor.exponent < 0)
      return std::nullopt;
    degree += factor.exponent;
  }
  return degree;
}

/// Polynomials are read more easily as they are than by Horner's rule.
bool is_polynomial(const Sum& sum, const std::vector<std::size_t>& members) {
  return std::all_of(members.begin(), members.end(),
                     [&](std::size_t i) { return degree_of(sum[i]).has_value(); });
}

Common common_with(const Sum& sum, const auto& is_member) {
  Common common;
  for (std::size_t i = 0; i < sum.size(); ++i) {
    if (is_member(sum[i])) common.members.push_back(i);
  }
  if (common.members.size() < 2 || is_polynomial(sum, common.members)) return common;
  common.product = common_of(sum, common.members);
  const bool nothing = common.product.factors.empty() && common.product.coefficient.is(1);
  if (!nothing)
    common.saving =
        static_cast<Index>(common.members.size() - 1) * formula_of(common.product)->size;
  return common;
}

/// The members' common factor that saves most, the first of equal ones.
Common best_common(const Sum& sum) {
  Common best;
  const auto consider = [&](Common common) {
    if (common.saving > best.saving) best = std::move(common);
  };
  for (const Product& product : sum) {
    for (const Factor& factor : product.factors) {
      consider(common_with(
          sum, [&](const Product& other) { return factor_with(other, factor) != nullptr; }));
    }
    if (std::abs(product.coefficient.value()) == 1) continue;
    consider(common_with(sum, [&](const Product& other) {
      return std::abs(other.coefficient.up) == std::abs(product.coefficient.up) &&
             other.coefficient.down == product.coefficient.down;
    }));
  }
  return best;
}

/// An addend without the common factor.
std::optional<Product> rest_of(Product addend, const Product& common) {
  const auto inverse = power(common.coefficient, -1);
  const auto coefficient = inverse ? product(addend.coefficient, *inverse) : std::nullopt;
  if (!coefficient) return std::nullopt;
  addend.coefficient = *coefficient;
  for (const Factor& factor : common.factors) {
    if (!multiply(addend, factor.base, -factor.exponent)) return std::nullopt;
  }
  return addend;
}

/// The sum with the factor taken out of the members.
std::optional<Sum> taken_out(const Sum& sum, const Common& common) {
  Sum inner;
  Sum result;
  std::size_t next = 0;
  for (std::size_t i = 0; i < sum.size(); ++i) {
    const bool member = next < common.members.size() && common.members[next] == i;
    if (!member) {
      result.push_back(sum[i]);
      continue;
    }
    ++next;
    const auto rest = rest_of(sum[i], common.product);
    if (!rest) return std::nullopt;
    add_term(inner, *rest);
  }
  take_out_factors(inner);
  Product product = common.product;
  const bool negative = std::all_of(
      inner.begin(), inner.end(), [](const Product& addend) { return addend.coefficient.up < 0; });
  if (negative) {
    product.coefficient = negated(product.coefficient);
    for (Product& addend : inner)
      addend.coefficient = negated(addend.coefficient);
  }
  if (!multiply(product, formula_of(inner), 1)) return std::nullopt;
  result.push_back(std::move(product));
  return result;
}

}  // namespace

void add_term(Sum& addends, const Product& product) {
  if (product.is_zero()) return;
  for (std::size_t i = 0; i < addends.size(); ++i) {
    if (!same_factors(addends[i], product)) continue;
    const auto coefficient = sum(addends[i].coefficient, product.coefficient);
    if (!coefficient) continue;
    addends[i].coefficient = *coefficient;
    if (addends[i].is_zero()) addends.erase(addends.begin() + static_cast<std::ptrdiff_t>(i));
    return;
  }
  addends.push_back(product);
}

void take_out_factors(Sum& sum) {
  if (sum.size() > most_addends) return;
  Index size = formula_of(sum)->size;
  while (sum.size() > 1) {
    const Common common = best_common(sum);
    if (common.saving == 0) return;
    auto shorter = taken_out(sum, common);
    const Index new_size = shorter ? formula_of(*shorter)->size : size;
    if (new_size >= size) return;
    sum = std::move(*shorter);
    size = new_size;
  }
}

bool add_formula(Sum& sum, const FormulaPtr& formula, double sign) {
  if (formula->is_call("neg")) return add_formula(sum, formula->arguments[0], -sign);
  if (is_sum(*formula)) {
    const double second = formula->is_call("add") ? sign : -sign;
    return add_formula(sum, formula->arguments[0], sign) &&
           add_formula(sum, formula->arguments[1], second);
  }
  auto product = product_of(formula);
  if (!product) return false;
  if (sign < 0) product->coefficient = negated(product->coefficient);
  const Ratio& coefficient = product->coefficient;
  const bool bracket = product->factors.size() == 1 && product->factors[0].exponent == 1 &&
                       is_sum(*product->factors[0].base) &&
                       (coefficient.is(1) || coefficient.is(-1));
  if (bracket) return add_formula(sum, product->factors[0].base, coefficient.up);
  add_term(sum, *product);
  return true;
}

std::optional<Sum> multiplied_out(const Sum& sum) {
  Sum result;
  bool changed = false;
  for (const Product& product : sum) {
    const auto bracket = std::find_if(
        product.factors.begin(), product.factors.end(),
        [](const Factor& factor) { return factor.exponent == 1 && is_sum(*factor.base); });
    if (bracket == product.factors.end()) {
      add_term(result, product);
      continue;
    }
    changed = true;
    Product rest = product;
    rest.factors.erase(rest.factors.begin() + (bracket - product.factors.begin()));
    Sum inside;
    if (!add_formula(inside, bracket->base)) return std::nullopt;
    for (Product addend : inside) {
      const auto coefficient = backprop::product(addend.coefficient, rest.coefficient);
      if (!coefficient) return std::nullopt;
      addend.coefficient = *coefficient;
      for (const Factor& factor : rest.factors) {
        if (!multiply(addend, factor.base, factor.exponent)) return std::nullopt;
      }
      add_term(result, addend);
    }
    if (result.size() > most_multiplied_out) return std::nullopt;
  }
  if (!changed) return std::nullopt;
  return result;
}

std::optional<Product> as_fraction(const Sum& sum) {
  if (sum.size() < 2 || sum.size() > most_fractions) return std::nullopt;
  Product below;  // with the exponents that it has in the numerator
  for (const Product& product : sum) {
    for (const Factor& factor : product.factors) {
      if (factor.exponent >= 0) continue;
      const Factor* found = factor_with(below, {factor.base, 1});
      const double missing = -factor.exponent - (found == nullptr ? 0 : found->exponent);
      if (missing > 0 && !multiply(below, factor.base, missing)) return std::nullopt;
    }
  }
  if (below.factors.empty()) return std::nullopt;
  Sum above;
  for (Product addend : sum) {
    for (const Factor& factor : below.factors) {
      if (!multiply(addend, factor.base, factor.exponent)) return std::nullopt;
    }
    add_term(above, addend);
  }
  if (auto out = multiplied_out(above)) above = std::move(*out);
  take_out_factors(above);
  Product result;
  if (!multiply(result, formula_of(above), 1)) return std::nullopt;
  for (const Factor& factor : below.factors) {
    if (!multiply(result, factor.base, -factor.exponent)) return std::nullopt;
  }
  return result;
}

namespace {

/// An addend without its sign, as it is put in line.
struct Addend {
  FormulaPtr size;
  const Product* product;
  bool negative;
  double degree;  ///< of a polynomial's; the same for all others
};

bool comes_before(const Addend& a, const Addend& b) {
  if (a.negative != b.negative) return b.negative;
  if (a.degree != b.degree) return a.degree > b.degree;
  const bool number = a.size->is_number();
  if (number != b.size->is_number()) return number;
  return order_of(a.size, b.size) < 0;
}

}  // namespace

FormulaPtr formula_of(const Sum& sum) {
  const bool polynomial = std::all_of(sum.begin(), sum.end(), [](const Product& product) {
    return degree_of(product).has_value();
  });
  std::vector<Addend> addends;
  for (const Product& product : sum) {
    Product size = product;
    size.coefficient.up = std::abs(size.coefficient.up);
    addends.push_back({formula_of(size), &product, product.coefficient.up < 0,
                       polynomial ? *degree_of(product) : 0});
  }
  std::sort(addends.begin(), addends.end(), comes_before);
  if (addends.empty()) return number_formula(0);
  FormulaPtr formula = formula_of(*addends.front().product);
  for (std::size_t i = 1; i < addends.size(); ++i)
    formula = call_formula(addends[i].negative ? "sub" : "add", {formula, addends[i].size});
  return formula;
}

}  // namespace backprop
