#include "tests/engine/function/typed_functions.h"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "engine/function/typed_function.h"

namespace backprop::test {

std::vector<TypedExample> typed_examples() {
  return {
      {"def f(x): return x * sigmoid(1.702 * x)"},
      {"def swish(x, beta=1.5): return x * sigmoid(beta * x)"},
      {"def f(x): return x / (1 + exp(-x))"},
      {"def f(x): return exp(-x ** 2)"},
      {"def bell(x, mu=0.5, s=1.2): return exp(-((x - mu) / s) ** 2 / 2)"},
      {"def f(x): return where(x > 0, x, 0.1 * x)"},
      {"def prelu(x, alpha=0.3): return maximum(x, 0) + alpha * minimum(x, 0)"},
      {"def f(x): return maximum(0, x)"},
      {"def f(x): return clamp(x, -1, 1)"},
      {"def f(x): return clamp(x, max=2) * clamp(x, min=-2.5)"},
      {"def snake(x, a=2): return x + sin(a * x) ** 2 / a"},
      {"def f(x): return x + sin(x)"},
      {"def f(x): return x / (1 + x ** 2)"},
      {"def f(x): return 1 / (1 + exp(-x))"},
      {"def f(x): return (x ** 2 + 3 * x - 1) / (x ** 2 + 1)"},
      {"def f(x): return x * tanh(log(1 + exp(x)))"},
      {"def f(x): return x * tanh(softplus(x))"},
      {"def f(x): return 0.5 * x * (1 + tanh(0.7978845608 * (x + 0.044715 * x ** 3)))"},
      {"def f(x): return sqrt(1 + x ** 2)"},
      {"def f(x): return (sqrt(x ** 2 + 1) - 1) / 2 + x"},
      {"def f(x): return gelu(x) - gelu(-x) / 4"},
      {"def f(x): return gelu(2 * x, approximate='tanh')"},
      {"def f(x, a=2): return elu(x, alpha=a)"},
      {"def f(x): return abs(x) ** 2.5"},
      {"def f(x): return abs(x - 1) - abs(x + 1)"},
      {"def f(x): return x ** 3 - 2 * x"},
      {"def f(x): return sin(x) * cos(3 * x)"},
      {"def f(x): return where(x > 0, x ** 2, exp(x) - 1)"},
      {"def f(x): return x * hardsigmoid(x) + hardswish(x / 2)"},
      {"def f(x): return selu(silu(x))"},
      {"def f(x): return log(1 + x ** 2) / 2"},
      {"def f(x, k=3): return x ** k"},
      {"def f(x): return 2 ** x - 0.5 ** x"},
      {"def f(x): return sigmoid(x) * (1 - sigmoid(x))"},
      {"def f(x): return tanh(x) / (1 + abs(x))"},
      {"def f(x): return sigmoid(sigmoid(sigmoid(x)))"},
      {"def f(x): return erf(x / sqrt(2)) + erfc(x)"},
      {"def f(x): return -x * -x - (x - 1) * (1 - x)"},
      {"def f(x): return log(x)", 0.05},
      {"def f(x): return sqrt(x) + x ** -1.5 + log1p(x)", 0.05},
      {"def f(x): return where(x > 0, log1p(abs(x)), -log1p(abs(x)))"},
      {"def f(x):\n    u = 1.702 * x\n    s = sigmoid(u)\n    return u * s * (1 - s)"},
      {"def f(x, a=0.5, b=-1):\n    # a line each\n    x = x + b\n    x = a * x\n    return "
       "x.tanh()"},
      {"def f(x): return relu(x - 1) - relu6(-x - 2) + leaky_relu(x, 0.2)"},
      {"def f(x): return where((x > -1) * (x < 1), x ** 3, sign(x))"},
      {"def f(x): return mish(x) * softsign(x) - hardtanh(x, -2, 3)"},
      {"def f(x): return minimum(maximum(x, -1), x ** 2 / 4)"},
      {"def f(x): return softplus(x, beta=2) - softplus(-x) + expm1(x / 3)"},
      {"def f(x): return exp(sin(x)) * cos(exp(-x / 2))"},
      {"def f(x, w=1.3): return (x > w) * (x - w) ** 2 - (x < -w) * (x + w) ** 2"},
  };
}

ScalarFunction function_of(const std::string& text) {
  auto function = typed_function(text);
  CAPTURE(text);
  if (!function) FAIL(function.error().cause);
  return std::move(function).value();
}

FunctionAt at_defaults(const ScalarFunction& function, const FormulaPtr& formula) {
  return {formula, function.variable, default_numbers(function)};
}

FunctionAt at_defaults(const ScalarFunction& function) {
  return at_defaults(function, function.formula);
}

FormulaPtr formula_of_text(const std::string& expression, const std::string& parameters) {
  const std::string names = parameters.empty() ? "x" : "x, " + parameters;
  return function_of("def f(" + names + "): return " + expression).formula;
}

namespace {

class RandomExpression {
 public:
  explicit RandomExpression(std::uint32_t seed) : random_(seed) {}

  std::string of(int operations) {
    if (operations <= 0) return leaf();
    const int left = pick(operations);
    const int right = operations - 1 - left;
    switch (pick(12)) {
      case 0:
      case 1:
        return "(" + of(left) + " + " + of(right) + ")";
      case 2:
        return "(" + of(left) + " - " + of(right) + ")";
      case 3:
      case 4:
        return "(" + of(left) + " * " + of(right) + ")";
      case 5:
        return "(" + of(left) + " / (2 + sin(" + of(right) + ")))";
      case 6:
        return "tanh(x + " + of(operations - 1) + ") ** " + std::to_string(2 + pick(2));
      case 7:
        return "-(" + of(operations - 1) + ")";
      case 8:
        return "where(x - " + of(left) + " > 0.3, " + of(right) + ", x)";
      case 9:
        return std::string(pick(2) == 0 ? "maximum(" : "minimum(") + of(left) + ", " + of(right) +
               ")";
      default:
        return function() + "(" + of(operations - 1) + ")";
    }
  }

 private:
  int pick(int below) { return static_cast<int>(random_() % static_cast<std::uint32_t>(below)); }

  std::string leaf() {
    constexpr const char* leaves[] = {"x", "x", "x", "x", "0", "1", "2", "0.5", "3", "1.7"};
    return leaves[pick(10)];
  }

  std::string function() {
    constexpr const char* names[] = {"tanh", "sigmoid", "sin",      "cos",  "abs",
                                     "relu", "silu",    "softplus", "erf",  "elu",
                                     "gelu", "sign",    "softsign", "selu", "hardswish"};
    return names[pick(15)];
  }

  std::mt19937 random_;
};

/// The values of a formula, and how large their terms are.
class Sizes {
 public:
  Sizes(const FunctionAt& function, const std::vector<double>& x) : function_(function), x_(x) {}

  struct Column {
    Tensor value, size;
    bool varies = false;  ///< with the variable
  };

  const Column& operator()(const FormulaPtr& formula) {
    return done_(formula, [&] { return made(formula); });
  }

 private:
  Column made(const FormulaPtr& formula) {
    const auto count = static_cast<Index>(x_.size());
    const Tensor value(Shape{count}, evaluated(formula, function_.variable, function_.numbers, x_));
    Tensor size = value;
    for (double& number : size.data)
      number = std::abs(number);
    if (formula->op == nullptr) return {value, size, formula->name == function_.variable};
    std::vector<const Tensor*> arguments;
    std::vector<const Column*> columns;
    bool varies = false;
    for (const FormulaPtr& argument : formula->arguments) {
      const Column& column = (*this)(argument);
      arguments.push_back(&column.value);
      columns.push_back(&column);
      varies = varies || column.varies;
    }
    const Attributes attributes = attributes_of(*formula, [&](const FormulaPtr& number) {
      return CompiledFormulas({&number, 1}, function_.variable, function_.numbers).at(0);
    });
    const OpCall call{arguments, attributes};
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      if (!columns[i]->varies || !formula->op->passes_gradient(call, static_cast<int>(i))) continue;
      const Tensor slope =
          formula->op->backward({call, value, Tensor(Shape{count}, 1.0)}, static_cast<int>(i));
      for (Index k = 0; k < count; ++k) {
        if (slope[k] != 0) size[k] += std::abs(slope[k]) * columns[i]->size[k];
      }
    }
    return {value, size, varies};
  }

  const FunctionAt& function_;
  const std::vector<double>& x_;
  OncePerPart<Column> done_;
};

}  // namespace

std::string random_expression(std::uint32_t seed, int operations) {
  return RandomExpression(seed).of(operations);
}

std::vector<double> sizes_of_terms(const FunctionAt& function, const std::vector<double>& x) {
  return Sizes(function, x)(function.formula).size.data;
}

}  // namespace backprop::test
