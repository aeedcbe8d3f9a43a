// The engine's activations as functions: they pass the check and have PyTorch's numbers.
#include "engine/function/activations.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/function/formula_text.h"
#include "tests/engine/function/typed_functions.h"
#include "tests/support/json.h"

namespace backprop::test {
namespace {

using nlohmann::json;

TEST_CASE("every activation of the op table is there, with its numbers as parameters") {
  const auto& functions = activation_functions();
  std::size_t rows = 0;
  for (const OpRow& op : op_table()) {
    if (op.kind != OpKind::activation) continue;
    ++rows;
    CHECK(std::any_of(functions.begin(), functions.end(),
                      [&](const ScalarFunction& function) { return function.name == op.name; }));
  }
  CHECK(functions.size() == rows + 1);  // gelu has two forms
  const auto text = [&](const std::string& name) {
    const auto found = std::find_if(functions.begin(), functions.end(),
                                    [&](const ScalarFunction& f) { return f.name == name; });
    REQUIRE((found != functions.end()));
    return function_text(*found, found->definition);
  };
  CHECK(text("silu") == "def silu(x): return x * sigmoid(x)");
  CHECK(text("elu") == "def elu(x, alpha=1): return where(x > 0, x, alpha * expm1(x))");
  CHECK(text("hardtanh") ==
        "def hardtanh(x, min_val=-1, max_val=1): return minimum(maximum(x, min_val), max_val)");
}

TEST_CASE("they pass the check, and so do their second derivatives and definitions") {
  for (const ScalarFunction& function : activation_functions()) {
    CAPTURE(function.name);
    const FormulaPtr& first = function.derivative;
    const FormulaPtr& second = function.second_derivative;
    const DerivativeCheck checks[] = {
        check_derivative(at_defaults(function), first, -6, 6),
        check_derivative(at_defaults(function, first), second, -6, 6),
        check_derivative(at_defaults(function, function.definition), first, -6, 6)};
    for (const DerivativeCheck& check : checks) {
      CHECK(check.passed());
      CHECK(check.compared >= 998);
      CHECK(check.stretches.empty());
    }
  }
}

std::vector<double> numbers_of(const json& list) {
  std::vector<double> numbers;
  for (const json& number : list)
    numbers.push_back(number_of(number));
  return numbers;
}

/// At how many points a finite number of PyTorch's is not ours.
int different(const std::vector<double>& x, const std::vector<double>& ours,
              const std::vector<double>& theirs, int& compared) {
  int count = 0;
  for (std::size_t i = 0; i < theirs.size(); ++i) {
    if (std::isnan(x[i]) || !std::isfinite(theirs[i])) continue;
    ++compared;
    const bool same = std::abs(ours[i] - theirs[i]) <= 1e-12 * std::max(1.0, std::abs(theirs[i]));
    count += same ? 0 : 1;
  }
  return count;
}

TEST_CASE("values and derivatives are PyTorch's, to the edges") {
  const json document = golden_document();
  for (const ScalarFunction& function : activation_functions()) {
    CAPTURE(function.name);
    const auto& programs = document.at("programs");
    const auto golden = std::find_if(programs.begin(), programs.end(), [&](const json& program) {
      return program.at("name") == "op " + function.name + "_edges";
    });
    REQUIRE((golden != programs.end()));
    const std::vector<double> x = numbers_of(golden->at("values").at("x"));
    const auto evaluated_at = [&](const FormulaPtr& formula) {
      return evaluated(formula, function.variable, default_numbers(function), x);
    };
    int compared = 0;
    CHECK(different(x, evaluated_at(function.formula), numbers_of(golden->at("values").at("y")),
                    compared) == 0);
    CHECK(different(x, evaluated_at(function.derivative), numbers_of(golden->at("grads").at("x")),
                    compared) == 0);
    CHECK(compared >= 37);
  }
}

}  // namespace
}  // namespace backprop::test
