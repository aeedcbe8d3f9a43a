// Every row of the op table is complete, and says with its expressions what its code does.
#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <set>

#include "engine/number_text.h"
#include "engine/ops/op.h"
#include "engine/program/interpreter.h"
#include "tests/support/programs.h"

namespace backprop::test {
namespace {

bool is_scalar_rule(const OpRow& op) {
  return op.scalar.forward != nullptr;
}

TEST_CASE("every row has a name of its own, rules for each argument, and formulas") {
  std::set<std::string_view> names;
  std::set<std::string_view> symbols;
  REQUIRE(op_table().size() >= 17);
  for (const OpRow& op : op_table()) {
    CAPTURE(std::string(op.name));
    CHECK(names.insert(op.name).second);
    if (op.arity == 2 && !op.symbol.empty()) CHECK(symbols.insert(op.symbol).second);
    CHECK((op.arity == 1 || op.arity == 2));
    CHECK((op.shape != nullptr));
    CHECK((op.forward != nullptr));
    CHECK((op.explain_forward != nullptr));
    CHECK((op.explain_backward != nullptr));
    CHECK_FALSE(op.formula_tex.empty());
    for (std::size_t i = 0; i < static_cast<std::size_t>(op.arity); ++i) {
      CHECK_FALSE(op.derivative_tex[i].empty());
      if (!is_scalar_rule(op)) continue;
      CHECK((op.scalar.backward[i] != nullptr));
      CHECK_FALSE(op.derivative[i].empty());
    }
    CHECK(find_op(op.name) == &op);
  }
  CHECK(find_op("no such op") == nullptr);
  for (const char* symbol : {"+", "-", "*", "/", "**", "@"})
    CHECK(symbols.contains(symbol));
}

/// What an expression of the row gives for its letters.
double evaluated(std::string_view expression, double a, double b, double y) {
  const auto line = [](const char* name, double number) {
    return std::string(name) + " = tensor(" + exact_text(number) + ")\n";
  };
  const auto trace = run_of(line("a", a) + line("b", b) + line("y", y) + "r = tensor(1.0) * (" +
                            std::string(expression) + ")\n");
  return trace->value(find_value(*trace, "r")).data[0];
}

TEST_CASE("formula and derivatives in the program notation are what the code computes") {
  std::mt19937 random(11);
  int checked = 0;
  for (const OpRow& op : op_table()) {
    if (!is_scalar_rule(op)) continue;
    CAPTURE(std::string(op.name));
    for (int round = 0; round < 50; ++round) {
      const auto draw = [&](const SampleRange& range) {
        return std::uniform_real_distribution<double>(range.low, range.high)(random);
      };
      const double a = draw(op.samples[0]);
      const double b = op.arity == 2 ? draw(op.samples[1]) : 0.0;
      const double y = op.scalar.forward(a, b);
      CHECK(evaluated(op.formula, a, b, y) == doctest::Approx(y).epsilon(1e-13));
      const double h = 1e-6;
      for (int i = 0; i < op.arity; ++i) {
        CAPTURE(i);
        const auto which = static_cast<std::size_t>(i);
        const double derivative = op.scalar.backward[which](1.0, a, b, y);
        CHECK(evaluated(op.derivative[which], a, b, y) ==
              doctest::Approx(derivative).epsilon(1e-13));
        CHECK(op.scalar.backward[which](-2.5, a, b, y) ==
              doctest::Approx(-2.5 * derivative).epsilon(1e-13));
        const double up = i == 0 ? op.scalar.forward(a + h, b) : op.scalar.forward(a, b + h);
        const double down = i == 0 ? op.scalar.forward(a - h, b) : op.scalar.forward(a, b - h);
        bool at_kink = false;
        for (int k = 0; k < op.kink_count; ++k)
          at_kink = at_kink || std::abs(a - op.kinks[static_cast<std::size_t>(k)]) < 1e-4;
        if (!at_kink) CHECK((up - down) / (2 * h) == doctest::Approx(derivative).epsilon(1e-6));
        ++checked;
      }
    }
  }
  CHECK(checked > 500);
}

TEST_CASE("at kinks and edges the derivative is PyTorch's") {
  const auto backward = [](const char* name, double a, double b = 0) {
    const OpRow& op = op_named(name);
    return op.scalar.backward[0](1.0, a, b, op.scalar.forward(a, b));
  };
  CHECK(backward("relu", 0.0) == 0.0);
  CHECK(backward("relu", -0.0) == 0.0);
  CHECK(backward("relu", 1e-300) == 1.0);
  CHECK(std::isnan(op_named("relu").scalar.forward(std::nan(""), 0)));
  CHECK(std::isinf(backward("sqrt", 0.0)));
  CHECK(backward("pow", 0.0, 0.0) == 0.0);
  CHECK(backward("pow", 0.0, 1.0) == 1.0);
  CHECK(backward("sigmoid", 800.0) == 0.0);
  CHECK(op_named("sigmoid").scalar.forward(-800.0, 0) == 0.0);
}

}  // namespace
}  // namespace backprop::test
