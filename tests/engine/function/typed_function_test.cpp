// What learners type is read as a function, or refused with its place, a cause and an advice.
#include "engine/function/typed_function.h"

#include <doctest/doctest.h>

#include <random>

#include "engine/function/facts.h"
#include "engine/function/formula_tex.h"
#include "engine/function/formula_text.h"
#include "engine/program/utf8.h"
#include "tests/corpus/malformed_functions.h"
#include "tests/engine/function/typed_functions.h"
#include "tests/support/mutations.h"
#include "tests/support/sanitizers.h"

namespace backprop::test {
namespace {

TEST_CASE("malformed functions are refused at their places, with cause and advice") {
  int count = 0;
  for (const MalformedFunction& one : malformed_functions()) {
    const std::string shown = shortened(one.text);
    CAPTURE(shown);
    CAPTURE(one.cause);
    const auto read = typed_function(one.text);
    REQUIRE_FALSE(read.ok());
    CHECK(read.error().place.line == one.place.line);
    CHECK(read.error().place.column == one.place.column);
    CHECK(read.error().cause.substr(0, one.cause.size()) == one.cause);
    CHECK_FALSE(read.error().advice.empty());
    ++count;
  }
  CHECK(count >= 50);
}

TEST_CASE("what was probably meant is said") {
  const auto advice = [](const std::string& expression) {
    return typed_function("def f(x): return " + expression).error().advice;
  };
  CHECK(advice("max(x, 0)") == "of two numbers: maximum(a, b)");
  CHECK(advice("sigmod(x)") == "did you mean 'sigmoid'?");
  CHECK(advice("beta * x") == "make it a parameter: def f(x, beta=0.5): ...");
  CHECK(advice("x if x > 0 else 0") == "to choose between two values write where(x > 0, a, b)");
  CHECK(advice("elu(x, apha=2)").find("did you mean 'alpha'?") == 0);
}

TEST_CASE("the variable and the parameters with their numbers") {
  const ScalarFunction f =
      function_of("def prelu(z, alpha=0.25, b=-2): return where(z > b, z, alpha)");
  CHECK(f.name == "prelu");
  CHECK(f.variable == "z");
  REQUIRE(f.parameters.size() == 2);
  CHECK(f.parameters[0].name == "alpha");
  CHECK(f.parameters[0].value == 0.25);
  CHECK(f.parameters[1].value == -2);
  CHECK(default_numbers(f) == FunctionNumbers{{"alpha", 0.25}, {"b", -2}});
  CHECK(function_text(f, f.formula) ==
        "def prelu(z, alpha=0.25, b=-2): return where(z > b, z, alpha)");
}

TEST_CASE("lines of a body stand for what they give, also a name given anew") {
  const FormulaPtr formula =
      function_of(
          "def f(x, a=2):\n    # scaled, then squashed\n    u = a * x\n    x = tanh(u)\n"
          "    return x * u  # both\n")
          .formula;
  CHECK(formula_text(formula) == "tanh(a * x) * (a * x)");
  CHECK(formula_text(formula_of_text("x.sigmoid() + x.clamp(0, 1)")) ==
        "sigmoid(x) + clamp(x, min=0, max=1)");
  CHECK(formula_text(formula_of_text("clamp(x, max=None, min=-1)")) == "clamp(x, min=-1)");
}

/// With one character typed over or put in.
std::string mistyped(std::string text, std::mt19937& random) {
  static const std::string keys = "x0127.+-*/()<>=, aes:\n";
  const std::size_t at = random() % text.size();
  text.replace(at, random() % 2, 1, keys[random() % keys.size()]);
  return text;
}

TEST_CASE("whatever is typed is read or refused, and what is read has derivatives and facts") {
  std::mt19937 random(7);
  const auto examples = typed_examples();
  int read = 0;
  for (std::size_t i = 0; i < 2000; ++i) {
    if (!is_run(i, 5)) continue;
    const std::string& example = examples[i % examples.size()].text;
    const std::string text = i % 4 == 0 ? mutated(example, random) : mistyped(example, random);
    CAPTURE(text);
    const auto function = typed_function(text);
    if (!function) {
      REQUIRE_FALSE(function.error().cause.empty());
      REQUIRE_FALSE(function.error().advice.empty());
      continue;
    }
    ++read;
    const ScalarFunction& f = function.value();
    if (read % 5 == 0) facts_of(at_defaults(f), f.derivative);
    REQUIRE_FALSE(formula_tex(f.second_derivative).empty());
  }
  CHECK(read > (under_sanitizers ? 20 : 100));
}

TEST_CASE("texts that read back as the same formula, with no bracket too many") {
  for (const char* text : {"a - (b - x)",
                           "a - b - x",
                           "a / (b * x)",
                           "a / b * x",
                           "-x ** 2",
                           "(-x) ** 2",
                           "(-2) ** x",
                           "2 ** -x",
                           "x ** 2 ** 3",
                           "(x ** 2) ** 3",
                           "-(x + 1)",
                           "-(x * 2)",
                           "-x * 2",
                           "x * -2",
                           "x - -2",
                           "--x",
                           "a + (b + x)",
                           "(x > 0) * (x < 1)",
                           "where(x > a + 1, x, -0.0)",
                           "(a > x) + 1 > 0",
                           "gelu(x, approximate='tanh')",
                           "elu(x, alpha=a / 2)",
                           "1e-20 * x + 123456789.125",
                           "x / 3e+200"}) {
    CAPTURE(text);
    const FormulaPtr formula = formula_of_text(text, "a=1, b=2");
    CHECK(formula_text(formula) == text);
    CHECK(same_formula(formula_of_text(formula_text(formula), "a=1, b=2"), formula));
  }
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    const FormulaPtr formula = formula_of_text(random_expression(seed, 15));
    CHECK(same_formula(formula_of_text(formula_text(formula)), formula));
  }
}

}  // namespace
}  // namespace backprop::test
