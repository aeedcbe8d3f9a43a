// The notation means what Python means by it.
#include <doctest/doctest.h>

#include <cmath>

#include "engine/program/interpreter.h"
#include "tests/support/programs.h"

namespace backprop::test {
namespace {

/// The numbers of `r` after a program.
std::vector<double> result(const std::string& program) {
  CAPTURE(program);
  const auto trace = run_of(program);
  const ValueId id = find_value(*trace, "r");
  REQUIRE(id != no_value);
  return trace->value(id).data.data;
}

double number(const std::string& expression) {
  return result("r = tensor(" + expression + ")\n").at(0);
}

TEST_CASE("operators bind and group as in Python") {
  CHECK(number("-2 ** 2") == -4);
  CHECK(number("2 ** 3 ** 2") == 512);
  CHECK(number("2 ** -1") == 0.5);
  CHECK(number("1 - 2 - 3") == -4);
  CHECK(number("8 / 4 / 2") == 1);
  CHECK(number("2 + 3 * 4") == 14);
  CHECK(number("(2 + 3) * 4") == 20);
  CHECK(number("--3") == 3);
  CHECK(number("-+-3") == 3);
}

TEST_CASE("whole numbers divide towards minus infinity, and stay whole") {
  CHECK(number("7 // 2") == 3);
  CHECK(number("-7 // 2") == -4);
  CHECK(number("7 // -2") == -4);
  CHECK(number("-7 % 3") == 2);
  CHECK(number("7 % -3") == -2);
  CHECK(number("7 / 2") == 3.5);
  CHECK(number("10 ** 15 + 1") == 1e15 + 1);
}

TEST_CASE("numbers are read as Python reads them") {
  CHECK(number("1_000") == 1000);
  CHECK(number(".5") == 0.5);
  CHECK(number("5.") == 5);
  CHECK(number("1e-3") == 0.001);
  CHECK(number("1E+2") == 100);
  CHECK(number("0.1") == 0.1);
}

TEST_CASE("indices and slices select as in PyTorch") {
  const std::string m = "m = tensor([[1, 2, 3], [4, 5, 6]])\n";
  CHECK(result(m + "r = m[1]\n") == std::vector<double>{4, 5, 6});
  CHECK(result(m + "r = m[-1, -2]\n") == std::vector<double>{5});
  CHECK(result(m + "r = m[:, 1]\n") == std::vector<double>{2, 5});
  CHECK(result(m + "r = m[0, 1:]\n") == std::vector<double>{2, 3});
  CHECK(result(m + "r = m[:, -2:99]\n") == std::vector<double>{2, 3, 5, 6});
  CHECK(result(m + "r = m.T[2]\n") == std::vector<double>{3, 6});
  CHECK(result("a = [3, [5, 7]]\nr = tensor(a[1][0])\n") == std::vector<double>{5});
}

TEST_CASE("statements: tuples, functions, loops, lines that go on") {
  CHECK(result("a, b = 3, 4\nr = tensor(a - b)\n") == std::vector<double>{-1});
  CHECK(result("def f(x): return x * k\nk = 3\nr = tensor(f(2))\n") == std::vector<double>{6});
  CHECK(result("def f(x):\n    y = x + 1\n    for i in range(3):\n        y = y * 2\n    return "
               "y\nr = tensor(f(1))\n") == std::vector<double>{16});
  const std::string scaled = "def f(x, k=3, b=-.5): return x * k + b\n";
  CHECK(result(scaled + "r = tensor([f(2), f(2, 4), f(2, 4, 1)])\n") ==
        std::vector<double>{5.5, 7.5, 9});
  CHECK(result("s = 0\nfor i in range(4):\n    for j in range(i):\n        s = s + j\nr = "
               "tensor(s)\n") == std::vector<double>{4});
  CHECK(result("r = tensor([1,\n            2,  # a comment\n            3])\n") ==
        std::vector<double>{1, 2, 3});
  CHECK(result("r = tensor(1 + \\\n           2)\n") == std::vector<double>{3});
  CHECK(result("r = tensor(1)\nfor i in range(0):\n    r = tensor(2)\n") == std::vector<double>{1});
  CHECK(result("r = tensor(1)\r\n\r\n# end\r\n") == std::vector<double>{1});
  CHECK(result("\u6743\u91cd = tensor(2)\n\u03b8 = \u6743\u91cd * 3\nr = \u03b8 + 0\n") ==
        std::vector<double>{6});
}

TEST_CASE("names keep their occurrences, parameters their versions") {
  const auto trace =
      run_of("w = param(1.0)\nh = w * 2\nh = h * 3\nJ = h * h\nJ.backward()\nsgd(lr=0.5)\n");
  CHECK(trace->value(find_value(*trace, "h@1")).data[0] == 2);
  CHECK(trace->value(find_value(*trace, "h@2")).data[0] == 6);
  CHECK(trace->value(find_value(*trace, "h")).data[0] == 6);
  CHECK(find_value(*trace, "h@3") == no_value);
  REQUIRE(trace->parameters.size() == 1);
  CHECK(trace->parameters[0].versions.size() == 2);
  CHECK(trace->value(trace->parameters[0].versions[1]).data[0] == 1.0 - 0.5 * 72.0);
}

TEST_CASE("expressions are evaluated on a recording at a time") {
  const auto trace = run_of("w = param(3.0)\nJ = w * w\nJ.backward()\nsgd(lr=0.5)\n");
  const Index end = trace->step_count();
  CHECK(evaluate(*trace, end, "w").value()[0] == 0);
  CHECK(evaluate(*trace, 3, "w").value()[0] == 3);
  CHECK(evaluate(*trace, end - 1, "grad(w)").value()[0] == 6);
  CHECK(evaluate(*trace, end - 1, "derivative(J, w) - 2 * w").value()[0] == 0);
  CHECK_FALSE(evaluate(*trace, end, "v + 1").ok());
}

TEST_CASE("in an expression a name is what it stood for at that time") {
  const auto trace = run_of("x = param(2.0)\nh = x * 1\nh = h * 3\nh.backward()\n");
  CHECK(evaluate(*trace, 2, "h").value()[0] == 2);
  CHECK(evaluate(*trace, 3, "h").value()[0] == 6);
  CHECK(evaluate(*trace, trace->step_count(), "h").value()[0] == 6);
  CHECK(evaluate(*trace, 1, "h").value()[0] == 2);  // not made yet: the first to come
}

TEST_CASE("several losses may start from a detached value, each with its own backward()") {
  const std::string start =
      "x = tensor([1.0, 3.0])\nw = param(2.0)\nd = (x * w).detach()\n"
      "for t in range(3):\n    J = sum(d * w)\n    J.backward()\n    sgd(lr=0.25)\n    "
      "zero_grad()\n";
  CHECK(result(start + "r = w * 1\n") == std::vector<double>{2 - 3 * 0.25 * 8});
  const auto through = run_program(
      "w = param(2.0)\nh = w * 1\nd = h.detach()\nJ = d * h\n"
      "J.backward()\nK = d * h\nK.backward()\n");
  REQUIRE_FALSE(through.ok());  // h hands back, d does not
  CHECK(through.error().cause.find("through h") != std::string::npos);
}

}  // namespace
}  // namespace backprop::test
