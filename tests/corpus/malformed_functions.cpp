#include "tests/corpus/malformed_functions.h"

#include "engine/limits.h"

namespace backprop::test {
namespace {

std::string one_line(const std::string& expression) {
  return "def f(x): return " + expression;
}

/// An expression that stands at column 18 of its line.
MalformedFunction at(const std::string& expression, int offset, const std::string& cause) {
  return {one_line(expression), {1, 18 + offset}, cause};
}

std::vector<MalformedFunction> malformed_shapes() {
  return {
      {"", {1, 1}, "there is no function here"},
      {"  \n\n", {1, 1}, "there is no function here"},
      {"x * sigmoid(x)", {1, 1}, "a function begins with def"},
      {"y = tanh(x)", {1, 1}, "a function begins with def"},
      {"def f(x): return x\ndef g(x): return x", {2, 1}, "there is more than one function here"},
      {"def f(x): return x\ny = f(2)", {2, 1}, "there is more than one function here"},
      {"def f(x): y = x", {1, 1}, "function 'f' does not end with return"},
      {"def f(x):\n    y = x", {1, 1}, "function 'f' does not end with return"},
      {"def f(x):", {1, 10}, "'def' has no body"},
      {"def f(x) return x", {1, 10}, "unexpected 'return'"},
      {"def f(): return 1", {1, 1}, "'f' has no variable"},
      {"def f(x, y): return x * y", {1, 10}, "'y' has no number: a function has one variable"},
      {"def f(x=1): return x", {1, 7}, "'x' is the variable and has no default"},
      {"def f(x, a=b): return x", {1, 12}, "unexpected 'b'"},
      {"def f(x, a=1, b): return x", {1, 15}, "'b' has no default, the one before has"},
      {"def f(x, x=1): return x", {1, 10}, "two parameters named 'x'"},
      {"def f(x):\n    for t in range(3):\n        x = x * 2\n    return x",
       {2, 5},
       "a loop in a function of one number"},
      {"def f(x):\n    tanh(x)\n    return x", {2, 5}, "the result of this line is not used"},
      {"def f(x):\n    u, v = x, x\n    return u", {2, 8}, "several names for one number"},
      {"def f(x):\n    u = x * w\n    return u", {2, 13}, "unknown name 'w'"},
      {"def f(x):\n    return x\n    u = 1", {3, 5}, "this line comes after return"},
      {"lambda x: x", {1, 1}, "'lambda' is not part of this notation"},
      {"import torch\ndef f(x): return x", {1, 1}, "nothing has to be imported here"},
  };
}

std::vector<MalformedFunction> malformed_calls() {
  return {
      at("sum(x)", 0, "'sum' makes one number of many"),
      at("max(x, 0)", 0, "'max' picks one of many numbers"),
      at("x.mean()", 2, "'mean' makes one number of many"),
      at("x @ x", 2, "'@' multiplies matrices"),
      at("linear(x, 2)", 0, "'linear' works on matrices"),
      at("mse_loss(x, 0)", 0, "'mse_loss' is a loss"),
      at("dropout(x)", 0, "'dropout' draws at random"),
      at("softmax(x, dim=0)", 0, "'softmax' looks at several numbers at once"),
      at("reshape(x, 1)", 0, "'reshape' moves elements of tensors"),
      at("tensor(2) * x", 0, "'tensor' belongs to programs"),
      at("sgd(lr=x)", 0, "'sgd' belongs to programs"),
      at("f(x - 1)", 0, "'f' calls itself"),
      at("x(2)", 0, "'x' is a number here and cannot be called"),
      at("sigmod(x)", 0, "unknown function 'sigmod'"),
      at("x.tanhh()", 2, "unknown method 'tanhh'"),
      at("sigmoid()", 0, "'sigmoid' lacks its argument 'input'"),
      at("sigmoid(x, 2)", 0, "'sigmoid' takes 1 argument; it was given 2"),
      at("elu(x, beta=2)", 0, "'elu' has no argument 'beta'"),
      at("elu(x, 1, alpha=2)", 0, "'alpha' is given twice"),
      at("elu(x, alpha=x)", 13, "alpha of 'elu' depends on the variable"),
      at("elu(x, exp(1))", 7, "alpha of 'elu' depends on the variable"),
      at("gelu(x, 'exact')", 8, "approximate is none of its choices"),
  };
}

std::vector<MalformedFunction> malformed_names_and_values() {
  return {
      at("torch.tanh(x)", 0, "there is no 'torch' here"),
      at("x * pi", 4, "unknown name 'pi'"),
      at("e ** x", 0, "unknown name 'e'"),
      at("a * x", 0, "unknown name 'a'"),
      at("tanh", 0, "'tanh' is a function"),
      at("[x, x]", 0, "a list where a number was expected"),
      at("x, x", 0, "a tuple where a number was expected"),
      at("x[0]", 1, "a single number has no elements to index"),
      at("x.T", 2, "'.T' has no place in a function of one number"),
      at("'x'", 0, "the string 'x' cannot be computed with"),
      at("x * True", 4, "True cannot be computed with"),
      at("x * (2 > 1)", 7, "a comparison of plain numbers is True"),
      at("x // 2", 2, "'//' works on whole numbers that are written out"),
      at("x + 1 / 0", 6, "division of a plain number by zero"),
      at("x * 9 ** 99", 6, "a whole number beyond 64 bits"),
      at("x * 1e308 ** 2.5", 10, "this is beyond the real numbers of a computer"),
      at("x ^ 2", 2, "'^' has no meaning here"),
      at("1 if x > 0 else 0", 2, "'if' is not part of this notation"),
      at("0 < x < 1", 6, "comparisons in a chain"),
      at("(x + 1", 0, "'(' is never closed"),
      {"def f(x, a=1): return where(a > 0, x, 0)", {1, 31}, "this compares plain numbers"},
  };
}

std::vector<MalformedFunction> malformed_sizes() {
  std::string doubled = "def f(x):\n";
  for (int i = 0; i < 10; ++i)
    doubled += "    x = x * x\n";
  std::string deep = "x";
  for (int i = 0; i < 70; ++i)
    deep = "tanh(" + deep + ")";
  const auto bytes = static_cast<std::size_t>(limits::function_bytes);
  return {
      {doubled + "    return x", {7, 5}, "written out, this function has more than 120"},
      {one_line(deep), {1, 22 + 64 * 5}, "brackets are nested more than 64 deep"},
      {one_line("x" + std::string(bytes, ' ')), {1, 1}, "the text is longer than"},
  };
}

}  // namespace

std::vector<MalformedFunction> malformed_functions() {
  std::vector<MalformedFunction> all;
  for (const auto& family :
       {malformed_shapes(), malformed_calls(), malformed_names_and_values(), malformed_sizes()})
    all.insert(all.end(), family.begin(), family.end());
  return all;
}

}  // namespace backprop::test
