#include "engine/function/simplify.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/function/addends.h"

namespace backprop {
namespace {

constexpr int most_passes = 12;

bool is_additive(const Formula& formula) {
  return is_sum(formula) || formula.is_call("neg");
}

bool is_multiplicative(const Formula& formula) {
  return formula.is_call("mul") || formula.is_call("div") || formula.is_call("neg");
}

/// The value of a call whose arguments and options are numbers.
std::optional<double> value_of(const Formula& call) {
  std::array<const double*, 3> arguments{};
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    if (!call.arguments[i]->is_number()) return std::nullopt;
    arguments.at(i) = &call.arguments[i]->number;
  }
  for (const FormulaOption& option : call.options) {
    if (option.number != nullptr && !option.number->is_number()) return std::nullopt;
  }
  double result = 0;
  const Attributes attributes =
      attributes_of(call, [](const FormulaPtr& number) { return number->number; });
  call.op->map(arguments, attributes, {&result, 1});
  return result;
}

const FormulaPtr& shorter(const FormulaPtr& written, const FormulaPtr& made) {
  return made->size <= written->size ? made : written;
}

bool is_where(const Product& product) {
  return product.factors.size() == 1 && product.factors[0].exponent == 1 &&
         product.factors[0].base->is_call("where");
}

/// One walk over a formula, from its leaves up.
class Pass {
 public:
  FormulaPtr operator()(const FormulaPtr& formula) {
    if (formula->op == nullptr) return formula;
    return done_(formula, [&] { return of_call(formula); });
  }

 private:
  FormulaPtr of_call(const FormulaPtr& call) {
    if (is_piecewise_constant(*call->op)) return folded(turned(with_exact_arguments(*call)));
    if (is_additive(*call)) return of_sum(call);
    if (is_multiplicative(*call)) return of_product(call);
    FormulaPtr inside = with_simple_arguments(call);
    if (inside->op == nullptr) return inside;
    if (inside->is_call("where")) return of_where(inside);
    if (inside->is_call("pow") || inside->is_call("sqrt")) return of_power(inside);
    return of_alike(inside);
  }

  /// A number that a condition tests for being 0 must not be rounded otherwise.
  FormulaPtr with_simple_arguments(const FormulaPtr& call) {
    std::vector<FormulaPtr> arguments;
    for (std::size_t i = 0; i < call->arguments.size(); ++i) {
      const FormulaPtr& argument = call->arguments[i];
      const bool condition = i == 0 && call->is_call("where") && !is_comparison(*argument);
      arguments.push_back(!condition || argument->op == nullptr ? (*this)(argument)
                                                                : without_units(*argument));
    }
    return with_arguments(*call, std::move(arguments));
  }

  /// What can be left out without another rounding: a factor of 1, an addend of 0.
  FormulaPtr with_exact_arguments(const Formula& call) {
    std::vector<FormulaPtr> arguments;
    for (const FormulaPtr& argument : call.arguments)
      arguments.push_back(argument->op == nullptr ? argument : without_units(*argument));
    return with_arguments(call, std::move(arguments));
  }

  FormulaPtr without_units(const Formula& call) {
    const FormulaPtr inside = with_exact_arguments(call);
    const FormulaPtr& first = inside->arguments.front();
    const FormulaPtr& last = inside->arguments.back();
    const bool times = inside->is_call("mul");
    const bool plus = inside->is_call("add");
    const bool by_one = times || inside->is_call("div");
    const bool by_zero = plus || inside->is_call("sub");
    if ((by_one && last->is_number(1)) || (by_zero && last->is_number(0))) return first;
    if ((times && first->is_number(1)) || (plus && first->is_number(0))) return last;
    return folded(inside);
  }

  static FormulaPtr folded(const FormulaPtr& call) {
    const auto value = value_of(*call);
    return value && has_few_digits(*value) ? number_formula(*value) : call;
  }

  /// 0 < x as x > 0.
  static FormulaPtr turned(const FormulaPtr& call) {
    constexpr std::array<std::array<const char*, 2>, 6> mirrored = {
        {{"gt", "lt"}, {"lt", "gt"}, {"ge", "le"}, {"le", "ge"}, {"eq", "eq"}, {"ne", "ne"}}};
    if (!is_comparison(*call) || !call->arguments[0]->is_number()) return call;
    for (const auto& [name, mirror] : mirrored) {
      if (call->is_call(name))
        return call_formula(mirror, {call->arguments[1], call->arguments[0]});
    }
    return call;
  }

  FormulaPtr of_where(const FormulaPtr& call) {
    const auto& arguments = call->arguments;
    if (same_formula(arguments[1], arguments[2])) return arguments[1];
    if (!arguments[0]->is_number()) return call;
    return arguments[arguments[0]->number != 0 ? 1 : 2];
  }

  static FormulaPtr of_power(const FormulaPtr& call) {
    const auto product = product_of(call);
    return product ? shorter(call, formula_of(*product)) : call;
  }

  static FormulaPtr of_alike(const FormulaPtr& call) {
    const bool extreme = call->is_call("maximum") || call->is_call("minimum");
    if (extreme && same_formula(call->arguments[0], call->arguments[1])) return call->arguments[0];
    if (call->is_call("abs") && call->arguments[0]->is_call("neg"))
      return call_formula("abs", {call->arguments[0]->arguments[0]});
    return folded(call);
  }

  // Sums. A chain of additions is one sum, whose leaves alone are simplified.

  FormulaPtr of_sum(const FormulaPtr& call) {
    Sum sum;
    const FormulaPtr written = chain(call, is_additive);
    if (!add_formula(sum, written)) return written;
    join_conditions(sum);
    FormulaPtr best = shorter(written, arranged(sum));
    const auto consider = [&](const FormulaPtr& other) {
      if (other->size < best->size) best = other;
    };
    if (const auto out = multiplied_out(sum)) consider(arranged(*out));
    if (const auto fraction = as_fraction(sum)) consider(formula_of(*fraction));
    return best;
  }

  static FormulaPtr arranged(Sum sum) {
    take_out_factors(sum);
    return formula_of(sum);
  }

  /// The chain with its leaves simplified.
  FormulaPtr chain(const FormulaPtr& call, bool (*continues)(const Formula&)) {
    std::vector<FormulaPtr> arguments;
    for (const FormulaPtr& argument : call->arguments)
      arguments.push_back(continues(*argument) ? chain(argument, continues) : (*this)(argument));
    return with_arguments(*call, std::move(arguments));
  }

  /// where(c, p, q) + where(c, r, s) as where(c, p + r, q + s).
  void join_conditions(Sum& sum) {
    for (std::size_t i = 0; i < sum.size(); ++i) {
      if (!is_where(sum[i])) continue;
      for (std::size_t k = i + 1; k < sum.size(); ++k) {
        if (!is_where(sum[k])) continue;
        const auto joined = joined_where(sum[i], sum[k]);
        if (!joined) continue;
        sum[i] = *joined;
        sum.erase(sum.begin() + static_cast<std::ptrdiff_t>(k--));
        if (!is_where(sum[i])) break;
      }
    }
  }

  std::optional<Product> joined_where(const Product& a, const Product& b) {
    const auto& first = a.factors[0].base->arguments;
    const auto& second = b.factors[0].base->arguments;
    if (!same_formula(first[0], second[0])) return std::nullopt;
    std::vector<FormulaPtr> arguments{first[0]};
    for (const std::size_t branch : {1U, 2U}) {
      const FormulaPtr left = formula_of(scaled(a.coefficient, first[branch]));
      const FormulaPtr right = formula_of(scaled(b.coefficient, second[branch]));
      arguments.push_back((*this)(call_formula("add", {left, right})));
    }
    const FormulaPtr joined = of_where(call_formula("where", std::move(arguments)));
    if (joined->size > formula_of(a)->size + formula_of(b)->size + 1) return std::nullopt;
    return product_of(joined);
  }

  static Product scaled(const Ratio& by, const FormulaPtr& formula) {
    Product product;
    if (!multiply(product, formula, 1)) return {by, {{formula, 1}}};
    const auto coefficient = backprop::product(product.coefficient, by);
    if (!coefficient) return {by, {{formula, 1}}};
    product.coefficient = *coefficient;
    return product;
  }

  // Products.

  FormulaPtr of_product(const FormulaPtr& call) {
    const FormulaPtr written = chain(call, is_multiplicative);
    auto product = product_of(written);
    if (!product) return written;
    for (Factor& factor : product->factors) {  // 1 or 0, whatever its power
      if (is_comparison(*factor.base) && factor.exponent > 0) factor.exponent = 1;
    }
    turn_negative_sums(*product);
    FormulaPtr made = formula_of(*product);
    if (const auto merged = with_fractions_merged(*product)) {
      const FormulaPtr other = formula_of(*merged);
      if (other->size < made->size) made = other;
    }
    return shorter(written, into_branch(*product, made));
  }

  /// (-1 - x) * y as -(1 + x) * y.
  void turn_negative_sums(Product& product) {
    for (Factor& factor : product.factors) {
      if (!is_sum(*factor.base) || !is_whole_number(factor.exponent) ||
          !starts_with_minus(*factor.base))
        continue;
      const FormulaPtr turned = (*this)(call_formula("neg", {factor.base}));
      if (turned->size >= factor.base->size || !is_sum(*turned)) continue;
      factor.base = turned;
      if (std::fmod(factor.exponent, 2) != 0) product.coefficient = negated(product.coefficient);
    }
  }

  static bool starts_with_minus(const Formula& formula) {
    if (formula.is_number()) return formula.number < 0;
    if (formula.is_call("neg")) return true;
    const bool chained = is_sum(formula) || formula.is_call("mul") || formula.is_call("div");
    return chained && starts_with_minus(*formula.arguments[0]);
  }

  /// (1 + x / u) / u as (u + x) / u ** 2.
  static std::optional<Product> with_fractions_merged(const Product& product) {
    Product merged{product.coefficient, {}};
    bool changed = false;
    for (const Factor& factor : product.factors) {
      Sum sum;
      std::optional<Product> fraction;
      if (factor.exponent == 1 && is_sum(*factor.base) && add_formula(sum, factor.base))
        fraction = as_fraction(sum);
      changed = changed || fraction.has_value();
      const FormulaPtr base = fraction ? formula_of(*fraction) : factor.base;
      if (!multiply(merged, base, factor.exponent)) return std::nullopt;
    }
    if (!changed) return std::nullopt;
    return merged;
  }

  /// where(c, p, 0) * u as where(c, p * u, 0), so that u counts only where it is taken.
  FormulaPtr into_branch(const Product& product, const FormulaPtr& made) {
    const auto& factors = product.factors;
    const auto found = std::find_if(factors.begin(), factors.end(), [](const Factor& factor) {
      return factor.exponent == 1 && factor.base->is_call("where") &&
             (factor.base->arguments[1]->is_number(0) || factor.base->arguments[2]->is_number(0));
    });
    if (found == factors.end() || (factors.size() == 1 && product.coefficient.is(1))) return made;
    std::vector<FormulaPtr> arguments = found->base->arguments;
    Product rest = product;
    rest.factors.erase(rest.factors.begin() + (found - factors.begin()));
    const FormulaPtr outside = formula_of(rest);
    for (const std::size_t branch : {1U, 2U}) {
      if (!arguments[branch]->is_number(0))
        arguments[branch] = (*this)(call_formula("mul", {arguments[branch], outside}));
    }
    return shorter(made, call_formula("where", std::move(arguments)));
  }

  OncePerPart<FormulaPtr> done_;
};

}  // namespace

FormulaPtr simplified(const FormulaPtr& formula) {
  FormulaPtr best = formula;
  for (int pass = 0; pass < most_passes && best->size <= longest_simplified; ++pass) {
    const FormulaPtr next = Pass()(best);
    if (next->size > best->size || same_formula(next, best)) break;
    best = next;
  }
  return best;
}

}  // namespace backprop
