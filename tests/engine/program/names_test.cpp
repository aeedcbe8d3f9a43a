// Names that are free, and definitions under another name.
#include "engine/program/names.h"

#include <doctest/doctest.h>

namespace backprop::test {
namespace {

TEST_CASE("the names of a program are those that stand outside of comments and strings") {
  const NameSet names = names_in(
      "x = gelu(y, approximate='tanh')  # of z\nfor t in range(2):\n"
      "    h.backward()\n");
  CHECK(names ==
        NameSet{"approximate", "backward", "for", "gelu", "h", "in", "range", "t", "x", "y"});
  CHECK(names_in("x = $").empty());
}

TEST_CASE("a name that is taken, or a word of programs, gets a number") {
  CHECK(free_name("f", {}) == "f");
  CHECK(free_name("f", {"f"}) == "f_2");
  CHECK(free_name("f", {"f", "f_2", "f_3"}) == "f_4");
  for (const char* word : {"sigmoid", "linear", "sgd", "tensor", "zeros", "step_lr", "lstm_cell"})
    CHECK(free_name(word, {}) == std::string(word) + "_2");
}

TEST_CASE("a definition is renamed where it is defined and nowhere else") {
  CHECK(renamed_definition("# def f\ndef  f(x, y=1):\n    f_1 = x  # f\n    return f_1\n", "g") ==
        "# def f\ndef  g(x, y=1):\n    f_1 = x  # f\n    return f_1\n");
  CHECK(renamed_definition("def 激活(x): return x", "f") == "def f(x): return x");
}

}  // namespace
}  // namespace backprop::test
