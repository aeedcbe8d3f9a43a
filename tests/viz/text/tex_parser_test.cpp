// TeX as a tree, and where it cannot be understood.
#include <doctest/doctest.h>

#include "viz/text/math.h"

namespace backprop::viz {
namespace {

using Kind = MathNode::Kind;

/// The only thing that a formula consists of.
MathNode only(const std::string& tex) {
  const auto parsed = parse_tex(tex);
  CAPTURE(tex);
  REQUIRE(parsed.ok());
  REQUIRE(parsed.value().kind == Kind::row);
  REQUIRE(parsed.value().children.size() == 1);
  return parsed.value().children.front();
}

TEST_CASE("constructions are nodes with their parts in order") {
  const MathNode fraction = only("\\frac{a b}{c}");
  CHECK(fraction.kind == Kind::fraction);
  REQUIRE(fraction.children.size() == 2);
  CHECK(fraction.children[0].children.size() == 2);
  CHECK(fraction.children[1].children.size() == 1);
  CHECK(only("\\frac1 2").children.size() == 2);  // arguments without braces
  CHECK(only("\\sqrt{x}").kind == Kind::radical);
  CHECK(only("\\hat y").symbol == 0x302);
  CHECK(only("\\text{if x}").words == "if x");
  CHECK(only("\\log").words == "log");
  CHECK(only("\\log").atom == AtomClass::large_op);
  CHECK(only("\\quad").width == 1);
  CHECK(only("\\mark{12}{x}").mark == 12);
  CHECK(only("\u635F").kind == Kind::text);  // a Chinese character
}

TEST_CASE("scripts belong to what stands before them, in either order, and primes are raised") {
  for (const char* tex : {"x_i^2", "x^2_i", "x _ i ^ 2"}) {
    CAPTURE(tex);
    const MathNode node = only(tex);
    REQUIRE(node.kind == Kind::scripts);
    REQUIRE(node.children.size() == 3);
    CHECK(node.children[0].kind == Kind::symbol);
    REQUIRE(node.children[1].children.size() == 1);
    REQUIRE(node.children[2].children.size() == 1);
    CHECK(node.children[2].children[0].symbol == U'2');
  }
  const MathNode sum = only("\\sum_{i=1}^n");
  CHECK(sum.limits);
  CHECK(sum.atom == AtomClass::large_op);
  CHECK(sum.children[1].children.front().children.size() == 3);  // i = 1
  CHECK_FALSE(only("x_i").limits);
  const MathNode primed = only("f''");
  REQUIRE(primed.children[2].children.size() == 2);
  CHECK(primed.children[2].children[0].symbol == 0x2032);
}

TEST_CASE("environments are grids of as many cells in each row, with their fences") {
  const MathNode matrix = only("\\begin{pmatrix} a & b & c \\\\ d \\end{pmatrix}");
  REQUIRE(matrix.kind == Kind::fenced);
  CHECK(matrix.symbol == U'(');
  CHECK(matrix.closing == U')');
  const MathNode& grid = matrix.children.front();
  CHECK(grid.kind == Kind::grid);
  CHECK(grid.columns == 3);
  CHECK(grid.children.size() == 6);
  CHECK_FALSE(grid.left_aligned);
  CHECK(grid.children[5].children.empty());
  CHECK(only("\\begin{matrix} a \\end{matrix}").kind == Kind::grid);
  const MathNode cases = only("\\begin{cases} a & b \\\\ c & d \\end{cases}");
  CHECK(cases.symbol == U'{');
  CHECK(cases.closing == 0);
  CHECK(cases.children.front().left_aligned);
  const MathNode fenced = only("\\left[ x \\right.");
  CHECK(fenced.symbol == U'[');
  CHECK(fenced.closing == 0);
}

TEST_CASE("what is wrong is told with its column") {
  struct Wrong {
    const char* tex;
    int column;
    const char* cause;
  };
  for (const Wrong& wrong :
       {Wrong{"a + \\foo", 5, "unknown command '\\foo'"}, Wrong{"\\frac{a}", 9, "missing"},
        Wrong{"x^", 3, "a script is missing"}, Wrong{"{a", 3, "'{' is never closed"},
        Wrong{"a}", 2, "'}' closes nothing"}, Wrong{"a & b", 3, "'&' outside a matrix"},
        Wrong{"\\left( a", 9, "'\\left' without '\\right'"},
        Wrong{"\\begin{matrix} a", 17, "is never ended"},
        Wrong{"\\begin{foo} a \\end{foo}", 24, "unknown environment 'foo'"},
        Wrong{"\\begin{matrix} a \\end{cases}", 29, "something else than 'matrix'"},
        Wrong{"\\mark{x}{y}", 12, "a mark is a whole number"}}) {
    CAPTURE(wrong.tex);
    const auto parsed = parse_tex(wrong.tex);
    REQUIRE_FALSE(parsed.ok());
    CHECK(parsed.error().cause.find(wrong.cause) != std::string::npos);
    CHECK(parsed.error().place.column == wrong.column);
    CHECK_FALSE(parsed.error().advice.empty());
  }
  const std::string deep = std::string(60, '{') + "x" + std::string(60, '}');
  CHECK(parse_tex(deep).error().cause == "nested too deeply");
}

}  // namespace
}  // namespace backprop::viz
