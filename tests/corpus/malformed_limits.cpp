#include "tests/corpus/malformed.h"

namespace backprop::test {
namespace {

std::string times(int count, const std::string& text) {
  std::string all;
  for (int i = 0; i < count; ++i)
    all += text;
  return all;
}

/// "[1, 1, ... 1]"
std::string list(int count, const std::string& item) {
  return "[" + times(count - 1, item + ", ") + item + "]";
}

/// X = a `side` x `side` matrix of ones, by broadcasting
std::string square(int side) {
  return "x = tensor(" + list(side, "1") + ")\nX = x * tensor(" + list(side, "[1]") + ")\n";
}

std::string nested_loops(int count) {
  std::string text;
  for (int i = 0; i < count; ++i)
    text += times(i, "    ") + "for a" + std::to_string(i) + " in range(1):\n";
  return text + times(count, "    ") + "x = 1\n";
}

std::vector<MalformedProgram> too_deep() {
  return {
      {"x = " + times(100, "(") + "1" + times(100, ")"),
       {1, 69},
       "brackets are nested more than 64 deep"},
      {"x = " + times(100'000, "("), {1, 69}, "brackets are nested more than 64 deep"},
      {"x = " + times(100'000, "["), {1, 69}, "brackets are nested more than 64 deep"},
      {"x = " + times(80, "sigmoid(") + "1" + times(80, ")"),
       {1, 524},
       "brackets are nested more than 64 deep"},
      {"x = " + times(5000, "-") + "1", {1, 68}, "this is nested more than 64 levels deep"},
      {"x = 1" + times(200, " ** 1"), {1, 320}, "this is nested more than 64 levels deep"},
      {"x = 1" + times(2000, " + 1"), {1, 2007}, "this statement has more than 500 operators"},
      {"x = tensor(1)" + times(3000, ".T"),
       {1, 1014},
       "this statement has more than 500 operators"},
      {"x = a" + times(3000, "[0]"), {1, 1506}, "this statement has more than 500 operators"},
      {nested_loops(80), {66, 261}, "blocks are nested more than 64 deep"},
      {"x = tensor(" + times(9, "[") + "1" + times(9, "]") + ")", {1, 5}, "more than 8 dimensions"},
      {"x = [1]\nfor t in range(100):\n    x = [x]\n",
       {3, 9},
       "lists are nested more than 64 deep"},
      {"def f(a): return f(a)\nx = f(1)", {1, 18}, "functions call each other more than 32 deep"},
  };
}

std::vector<MalformedProgram> too_long() {
  const std::string beyond = "the program is longer than 1000000 bytes";
  return {
      {"x = tensor(" + list(400'000, "1") + ")", {1, 1}, beyond},
      {"# " + times(1'000'000, "a") + "\nx = 1\n", {1, 1}, beyond},
      {times(1'000'001, "a"), {1, 1}, beyond},
      {times(1'000'001, "\n"), {1, 1}, beyond},
      {times(300'000, "x = 1\n"), {1, 1}, beyond},
      {times(60'000, "x = tensor([0])\n") + "y = q\n", {60'001, 5}, "unknown name 'q'"},
      {"x = " + times(400, "9"), {1, 5}, "'" + times(40, "9") + "...' is beyond the real numbers"},
      {"x = " + times(100'000, "9"),
       {1, 5},
       "'" + times(40, "9") + "...' is beyond the real numbers"},
      {"x = 1e999999999", {1, 5}, "'1e999999999' is beyond the real numbers"},
      {times(5000, "x") + " = ", {1, 5004}, "unexpected end of the line"},
      {"x = " + times(100'000, "a"), {1, 5}, "unknown name '" + times(40, "a") + "...'"},
      {"x = y" + times(100'000, " ") + "+", {1, 100'007}, "unexpected end of the line"},
      {"def f(a):\n" + times(1000, "    b = a\n") + "    return q\ny = f(1)\n",
       {1002, 12},
       "unknown name 'q'"},
      {"x = '" + times(100'000, "a"), {1, 5}, "a string without its closing quote"},
      {times(1999, "a, ") + "a = 1",
       {1, 1},
       "2000 names on the left, but the number 1 on the right"},
      {"x = f(" + times(4999, "1, ") + "1)", {1, 5}, "unknown function 'f'"},
  };
}

std::vector<MalformedProgram> too_much() {
  return {
      {"for a in range(1000000000):\n    x = tensor(1)\n",
       {2, 9},
       "the recording has reached 200000 steps"},
      {"for a in range(9223372036854775807):\n    x = 1\n",
       {1, 16},
       "range() of the number 9223372036854775808"},
      {"for a in range(100000):\n    for b in range(100000):\n        x = 1\n",
       {3, 13},
       "the program runs for more than 20000000 evaluations"},
      {"def f(a):\n    for t in range(100000000):\n        a = 1\n    return a\nx = f(1)\n",
       {3, 9},
       "the program runs for more than 20000000 evaluations"},
      {"def f(a): return a + a\ndef g(a): return f(f(f(f(a))))\nx = tensor(1)\nfor t in "
       "range(200000):\n    x = g(x)\n",
       {1, 20},
       "the recording has reached 200000 steps"},
      {"def f(a): return [a, a]\nx = 1\nfor t in range(1000):\n    x = f(x)\ny = tensor(x)\n",
       {1, 18},
       "a list of more than 1000000 elements"},
      {"x = [1]\nfor t in range(60):\n    x = [x, x]\ny = tensor(x)\n",
       {3, 9},
       "a list of more than 1000000 elements"},
      {square(2000), {2, 7}, "a tensor of 4000000 elements; at most 1000000 are allowed"},
      {square(1000) + "for t in range(50):\n    X = X + 1\n",
       {4, 11},
       "the recording would hold more than 20000000 numbers"},
      {square(1000) + "Y = X @ X @ X\n",
       {3, 11},
       "the products and windows of this program take more than 1000000000"},
      {"x = tensor(normal((2, 700, 700), 1.0, seed=1))\ny = max_pool2d(x, 600, stride=1)",
       {2, 5},
       "the products and windows of this program take more than 1000000000"},
  };
}

}  // namespace

std::vector<MalformedProgram> malformed_limits() {
  std::vector<MalformedProgram> all = too_deep();
  for (auto& program : too_long())
    all.push_back(program);
  for (auto& program : too_much())
    all.push_back(program);
  return all;
}

}  // namespace backprop::test
