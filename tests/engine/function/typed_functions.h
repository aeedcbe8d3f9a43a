/// The functions that the tests of typed functions share, and what they do with them.
#pragma once

#include <string>
#include <vector>

#include "engine/function/check.h"
#include "engine/function/scalar_function.h"

namespace backprop::test {

/// Fifty of what learners may type; smooth but where they say abs, maximum, where and the like, and
/// finite from -6 to 6 but where their `low` says otherwise.
struct TypedExample {
  std::string text;
  double low = -6;
};
std::vector<TypedExample> typed_examples();

/// The function of a text that must be one.
ScalarFunction function_of(const std::string& text);

FunctionAt at_defaults(const ScalarFunction& function);
FunctionAt at_defaults(const ScalarFunction& function, const FormulaPtr& formula);

/// The formula of "def f(x, ...): return EXPRESSION", with these parameters beside x.
FormulaPtr formula_of_text(const std::string& expression, const std::string& parameters = "");

/// A random expression in x of about that many operations, the same for the same seed.
std::string random_expression(std::uint32_t seed, int operations);

/// At each point what the numbers that make up a formula's value come to, signs apart: rounding
/// errors are a small multiple of it times 1e-16.
std::vector<double> sizes_of_terms(const FunctionAt& function, const std::vector<double>& x);

}  // namespace backprop::test
