// Every row of the op table is complete, and says with its expressions what its code does.
#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <random>
#include <set>

#include "engine/number_text.h"
#include "engine/ops/op.h"
#include "engine/program/interpreter.h"
#include "tests/support/programs.h"

namespace backprop::test {
namespace {

bool is_elementwise(const OpRow& op) {
  return !op.formula.empty();
}

/// An elementwise row as a function of numbers, run by its tensor rules.
struct ScalarCall {
  const OpRow& op;
  Attributes attributes;
  std::array<Tensor, 2> numbers;
  std::vector<const Tensor*> arguments;

  ScalarCall(const OpRow& row, double a, double b)
      : op(row),
        attributes(default_attributes(row)),
        numbers{Tensor::scalar(a), Tensor::scalar(b)} {
    for (int i = 0; i < row.arity(); ++i)
      arguments.push_back(&numbers[static_cast<std::size_t>(i)]);
  }
  double forward() const { return op.forward({arguments, attributes}, {})[0]; }
  double backward(int which, double g) const {
    const Tensor output = op.forward({arguments, attributes}, {});
    return op.backward({{arguments, attributes}, output, Tensor::scalar(g)}, which)[0];
  }
};

TEST_CASE("every row has a name of its own, rules for each argument, and formulas") {
  std::set<std::string_view> names;
  std::set<std::string_view> symbols;
  REQUIRE(op_table().size() >= 80);
  for (const OpRow& op : op_table()) {
    CAPTURE(std::string(op.name));
    CHECK(names.insert(op.name).second);
    if (op.arity() == 2 && !op.symbol.empty()) CHECK(symbols.insert(op.symbol).second);
    CHECK_FALSE(op.parameters.empty());
    CHECK((op.shape != nullptr));
    CHECK((op.forward != nullptr));
    CHECK((op.explain_forward != nullptr));
    CHECK((op.explain_backward != nullptr));
    CHECK_FALSE(op.formula_tex.empty());
    CHECK_FALSE(op.derivative_tex.empty());
    for (const std::string_view tex : op.derivative_tex)
      CHECK_FALSE(tex.empty());
    CHECK((op.record_scalars != nullptr));
    const bool keeps_buffers = !op.buffers.parameters.empty();
    CHECK((op.buffers.updates != nullptr) == keeps_buffers);
    CHECK((op.buffers.next != nullptr) == keeps_buffers);
    CHECK((op.buffers.explain_next != nullptr) == keeps_buffers);
    for (const int parameter : op.buffers.parameters)
      CHECK(op.parameters.at(static_cast<std::size_t>(parameter)).kind ==
            ParameterKind::optional_tensor);
    CHECK((is_elementwise(op) || !op.examples.empty()));
    if (is_elementwise(op)) CHECK(op.derivative.size() == static_cast<std::size_t>(op.arity()));
    CHECK(find_op(op.name) == &op);
  }
  CHECK(find_op("no such op") == nullptr);
  for (const char* symbol : {"+", "-", "*", "/", "**", "@"})
    CHECK(symbols.contains(symbol));
}

/// What an expression of the row gives for its letters; attributes stand at their defaults.
double evaluated(const OpRow& op, std::string_view expression, double a, double b, double y) {
  const auto line = [](std::string_view name, const std::string& text) {
    return std::string(name) + " = tensor(" + text + ")\n";
  };
  std::string program =
      line("a", exact_text(a)) + line("b", exact_text(b)) + line("y", exact_text(y));
  for (const CallParameter& parameter : op.parameters) {
    if (parameter.kind == ParameterKind::real)
      program += line(parameter.name, value_text(parameter.fallback));
  }
  const auto trace = run_of(program + "r = tensor(1.0) * (" + std::string(expression) + ")\n");
  return trace->value(find_value(*trace, "r")).data[0];
}

TEST_CASE("formula and derivatives in the program notation are what the code computes") {
  std::mt19937 random(11);
  int checked = 0;
  for (const OpRow& op : op_table()) {
    if (!is_elementwise(op)) continue;
    CAPTURE(std::string(op.name));
    for (int round = 0; round < 50; ++round) {
      const auto draw = [&](const SampleRange& range) {
        return std::uniform_real_distribution<double>(range.low, range.high)(random);
      };
      const double a = draw(op.samples[0]);
      const double b = op.arity() == 2 ? draw(op.samples[1]) : 0.0;
      const ScalarCall call(op, a, b);
      const double y = call.forward();
      CAPTURE(a);
      CHECK(evaluated(op, op.formula, a, b, y) == doctest::Approx(y).epsilon(1e-12));
      const double h = 1e-6;
      for (int i = 0; i < op.arity(); ++i) {
        CAPTURE(i);
        const auto which = static_cast<std::size_t>(i);
        const double derivative = call.backward(i, 1.0);
        CHECK(evaluated(op, op.derivative[which], a, b, y) ==
              doctest::Approx(derivative).epsilon(1e-11));
        CHECK(call.backward(i, -2.5) == doctest::Approx(-2.5 * derivative).epsilon(1e-13));
        const double up = (i == 0 ? ScalarCall(op, a + h, b) : ScalarCall(op, a, b + h)).forward();
        const double down =
            (i == 0 ? ScalarCall(op, a - h, b) : ScalarCall(op, a, b - h)).forward();
        bool at_kink = op.arity() == 2 && op.sides != nullptr && std::abs(a - b) < 1e-4;
        for (const double kink : op.kinks)
          at_kink = at_kink || std::abs(a - kink) < 1e-4;
        if (!at_kink)
          CHECK((up - down) / (2 * h) == doctest::Approx(derivative).epsilon(1e-6).scale(1));
        ++checked;
      }
    }
  }
  CHECK(checked > 1500);
}

TEST_CASE("at kinks and edges the derivative is PyTorch's") {
  const auto backward = [](const char* name, double a, double b = 0) {
    return ScalarCall(op_named(name), a, b).backward(0, 1.0);
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
  CHECK(backward("relu6", 0.0) == 0.0);
  CHECK(backward("relu6", 6.0) == 0.0);
  CHECK(backward("hardtanh", -1.0) == 0.0);
  CHECK(backward("hardtanh", 1.0) == 0.0);
  CHECK(backward("leaky_relu", 0.0) == 0.01);
  CHECK(backward("elu", 0.0) == 1.0);
  CHECK(backward("abs", 0.0) == 0.0);
  CHECK(backward("sign", 0.0) == 0.0);
  CHECK(backward("maximum", 2.0, 2.0) == 0.5);
  CHECK(backward("minimum", 2.0, 2.0) == 0.5);
  CHECK(std::isnan(op_named("maximum").scalar.forward(1.0, std::nan(""))));
  CHECK(std::isnan(op_named("minimum").scalar.forward(std::nan(""), 1.0)));
  CHECK(std::isinf(backward("log", 0.0)));
}

}  // namespace
}  // namespace backprop::test
