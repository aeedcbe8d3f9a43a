// Programs with a function of one's own in the place of their activations.
#include "engine/function/use_function.h"

#include <doctest/doctest.h>

#include "tests/engine/function/typed_functions.h"
#include "tests/support/programs.h"

namespace backprop::test {
namespace {

const std::string swish = "def f(x, k=1): return x * sigmoid(k * x)";

Result<std::string> changed(const std::string& program, const std::string& definition = swish,
                            const FunctionNumbers& set = {}) {
  const ScalarFunction function = function_of(definition);
  FunctionNumbers numbers = default_numbers(function);
  for (const auto& [name, number] : set)
    numbers[name] = number;
  return with_function_used(program, definition, function, numbers);
}

std::string text_of(const Result<std::string>& result) {
  return result ? result.value() : "refused: " + result.error().cause;
}

TEST_CASE("calls of activations become calls of the function, whose def stands before all") {
  CHECK(text_of(changed("# relu(x) here\n\nx = tensor([1.0, 2.0])  # sigmoid(x)\n"
                        "h = relu(x * 2)\no = exp(h)\n")) ==
        "# relu(x) here\n\n" + swish +
            "\nx = tensor([1.0, 2.0])  # sigmoid(x)\n"
            "h = f(x * 2)\no = exp(h)\n");
  CHECK(text_of(changed("h = sigmoid(3)", swish, {{"k", 0.5}})) == swish + "\nh = f(3, 0.5)");
}

TEST_CASE("calls inside of others, methods, options and several lines are all found") {
  const std::string before =
      "h = tanh(gelu(x, approximate='tanh') + relu(sum(y)).sigmoid())\n"
      "for t in range(2):\n    h = (h\n      + 1).tanh() - leaky_relu(negative_slope=0.1, "
      "input=h)\n"
      "def net(v):\n    u = silu(\n        v,\n    )\n    return [selu(u)[0], -elu(u[1:2], "
      "0.5).T]\n";
  CHECK(text_of(changed(before)) ==
        swish +
            "\nh = f(f(x) + f(f(sum(y))))\n"
            "for t in range(2):\n    h = f((h\n      + 1)) - f(h)\n"
            "def net(v):\n    u = f(v)\n    return [f(u)[0], -f(u[1:2]).T]\n");
}

TEST_CASE("names that the program has are left to it") {
  CHECK(text_of(changed("f = relu(x)\nf_2 = f\n")) ==
        "def f_3(x, k=1): return x * sigmoid(k * x)\nf = f_3(x)\nf_2 = f\n");
  // Its own tanh is no activation, but a method of that name is one.
  CHECK(text_of(changed("def tanh(x, y): return x * y\na = tanh(b, c)\nd = b.tanh()\n")) ==
        swish + "\ndef tanh(x, y): return x * y\na = tanh(b, c)\nd = f(b)\n");
  CHECK(text_of(changed("sigmoid = 3\nh = relu(x)\n")) ==
        "refused: the function calls 'sigmoid', which is something else in this program");
  CHECK(text_of(changed("h = relu(x)\n", "def linear(x): return x * x")) ==
        "def linear_2(x): return x * x\nh = linear_2(x)\n");
}

TEST_CASE("a function that was put there gives way to the next one") {
  const std::string program = "# two\nx = tensor(0.5)\nh = sigmoid(x)\n# end\n";
  const std::string longer = "def g(x):\n    u = abs(x)\n    return x / (1 + u)  # soft\n";
  const auto first = changed(program);
  REQUIRE(first.ok());
  const auto second = changed(first.value(), longer);
  CHECK(text_of(second) == "# two\n" + longer + "x = tensor(0.5)\nh = g(x)\n# end\n");
  CHECK(text_of(changed(second.value())) == first.value());
  CHECK(text_of(changed(first.value())) == first.value());
  // One beside activations is the program's own business.
  CHECK(text_of(changed("def sq(x): return x ** 2\nJ = sq(relu(x))\n")) ==
        swish + "\ndef sq(x): return x ** 2\nJ = sq(f(x))\n");
  CHECK(text_of(changed("def g(x): return relu(x)\nh = g(tanh(x))\n")) ==
        swish + "\ndef g(x): return relu(x)\nh = g(f(x))\n");
  CHECK(text_of(changed("def g(x): return relu(x)\ng = 3\nh = g\n")) ==
        "refused: this program calls no activation function");
}

TEST_CASE("a program without an activation, or that cannot be read, is refused") {
  CHECK(text_of(changed("x = tensor(2)\n# relu(x)\ny = float('inf')\n")) ==
        "refused: this program calls no activation function");
  CHECK_FALSE(changed("h = relu(x\n").ok());
  CHECK_FALSE(changed("").ok());
}

TEST_CASE("programs that ship run with a function of one's own") {
  for (const char* name : {"two-two-two", "xor", "neuron-mse"}) {
    CAPTURE(name);
    const auto text = changed(shipped_program(name));
    REQUIRE(text.ok());
    CHECK(text.value() != shipped_program(name));
    CHECK(run_of(text.value())->loss() != no_value);
  }
}

}  // namespace
}  // namespace backprop::test
