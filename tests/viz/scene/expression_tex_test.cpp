// Expressions as mathematics: what is written, what is marked, and that it can be set.
#include "viz/scene/expression_tex.h"

#include <doctest/doctest.h>

#include "tests/support/composite_programs.h"
#include "tests/support/programs.h"
#include "viz/scene/formula_symbols.h"
#include "viz/text/math.h"

namespace backprop::test {
namespace {

using namespace viz;

std::string joined(const TexParts& parts) {
  std::string text;
  for (const std::string& part : parts.parts)
    text += part;
  return text;
}

/// The marks' wrapping taken away.
std::string plain(const TexParts& parts) {
  std::string text;
  const std::string tex = joined(parts);
  int depth = 0;
  std::vector<int> closing;
  for (std::size_t i = 0; i < tex.size(); ++i) {
    if (tex.compare(i, 6, "\\mark{") == 0) {
      i = tex.find('}', i) + 1;  // at its '{'
      closing.push_back(depth++);
      continue;
    }
    if (tex[i] == '{') ++depth;
    if (tex[i] == '}') {
      --depth;
      if (!closing.empty() && closing.back() == depth) {
        closing.pop_back();
        continue;
      }
    }
    text += tex[i];
  }
  for (std::size_t at = text.find("{}"); at != std::string::npos; at = text.find("{}"))
    text.erase(at, 2);  // what begins a line that was broken
  return text;
}

TexParts of(const Trace& trace, Index step, Fill fill, Index element = 0) {
  return in_tex(trace, step, explain(trace, step, element), fill);
}

TEST_CASE("names and numbers as mathematics") {
  const auto trace = run_of(
      "W2 = param([[0.5, 2.0]])\nh = tensor([1.0, -3.0])\nh = h * 2\nz = W2 @ h\nJ = sum(z * "
      "z)\nJ.backward()\n");
  CHECK(name_tex(*trace, find_value(*trace, "W2"), 1) == "\\text{W2}_{1,2}");
  CHECK(name_tex(*trace, find_value(*trace, "h@1"), 0) == "h^{(1)}_{1}");
  CHECK(name_tex(*trace, find_value(*trace, "J"), 0) == "J");
  CHECK(gradient_tex(*trace, find_value(*trace, "z"), 0) == "\\frac{\\partial J}{\\partial z_{1}}");
  CHECK(number_tex(0.5) == "0.5");
  CHECK(number_tex(-1.25e-7) == "-1.25 \\cdot 10^{-7}");
  CHECK(number_tex(std::nan("")) == "\\text{nan}");
  CHECK(number_tex(-INFINITY) == "-\\infty");
}

TEST_CASE("symbols, half filled, numbers") {
  const auto trace = run_of(
      "w = param([0.5, -2.0])\nx = tensor([3.0, 4.0])\nz = w @ x\nJ = z / 4\nJ.backward()\n");
  const auto step_of = [&](StepKind kind, const char* value, int edge) -> Index {
    for (Index s = 0; s < trace->step_count(); ++s) {
      const Step& step = trace->step(s);
      if (step.kind == kind && step.value == find_value(*trace, value) && step.edge == edge)
        return s;
    }
    return -1;
  };
  const Index forward = step_of(StepKind::forward, "z", -1);
  CHECK(plain(of(*trace, forward, Fill::symbols)) == "w_{1} \\cdot x_{1} + w_{2} \\cdot x_{2}");
  CHECK(plain(of(*trace, forward, Fill::half)) == "w_{1} \\cdot 3 + w_{2} \\cdot 4");
  CHECK(plain(of(*trace, forward, Fill::numbers)) == "0.5 \\cdot 3 + (-2) \\cdot 4");
  const Index backward = step_of(StepKind::backward, "z", 0);
  CHECK(plain(of(*trace, backward, Fill::symbols)) ==
        "\\frac{\\partial J}{\\partial z} \\cdot x_{1}");
  CHECK(plain(of(*trace, backward, Fill::half)) == "\\frac{\\partial J}{\\partial z} \\cdot 3");
  CHECK(plain(of(*trace, backward, Fill::numbers)) == "0.25 \\cdot 3");
  CHECK(plain(of(*trace, step_of(StepKind::forward, "J", -1), Fill::symbols)) == "\\frac{z}{4}");
}

TEST_CASE("every step of many programs can be set, and its marks are what its terms read") {
  std::vector<std::string> texts;
  for (const NamedProgram& program : all_programs())
    texts.push_back(program.text);
  for (std::uint32_t seed = 0; seed < 60; ++seed)
    texts.push_back(composite_program(seed));
  Index steps = 0;
  for (const std::string& text : texts) {
    CAPTURE(text);
    const auto trace = run_of(text);
    for (Index s = 0; s < trace->step_count(); ++s) {
      const TermList terms = explain(*trace, s, 0);
      if (element_count_of(*trace, s) == 0 || terms.empty()) continue;
      for (const Fill fill : {Fill::symbols, Fill::half, Fill::numbers}) {
        const TexParts parts = in_tex(*trace, s, terms, fill);
        REQUIRE_FALSE(parts.parts.empty());
        for (const std::string& part : parts.parts) {
          CAPTURE(part);
          CHECK(parse_tex(part).ok());
        }
        for (const MarkedNumber& mark : parts.marks) {
          CHECK(mark.entity.index < trace->value(mark.entity.id).data.size());
        }
      }
      ++steps;
    }
  }
  CHECK(steps > 1500);
}

TEST_CASE("parts that an expression uses again and again get letters") {
  const auto trace = run_of(
      "o = param([[1.5, -0.5, 0.25]])\nm = tensor(2.0)\nJ = cross_entropy(o * m, "
      "[0])\nJ.backward()\n");
  Index at = trace->backward_runs[0].first_step + 1;  // cross_entropy's edge to its logits
  const TermList terms = explain(*trace, at, 0);
  const Spelling spelling = spelling_of(*trace, at, terms, Brevity::repeated);
  const std::vector<NamedPart>& parts = spelling.named;
  REQUIRE(parts.size() == 2);  // the largest, and what e is raised to by it; m is the program's
  CHECK(parts[0].letter == 'u');
  CHECK(terms[parts[0].term].op == TermOp::maximum);
  CHECK(terms[parts[0].term].result == 3);
  CHECK(parts[1].letter == 'v');
  CHECK(terms[parts[1].term].op == TermOp::exp);
  CHECK(terms[parts[1].term].result == 1);
  const std::string symbols = plain(in_tex(*trace, at, terms, Fill::symbols, 6, spelling));
  CHECK(symbols.find("\\frac{v}{v + e^{") != std::string::npos);
  CHECK(symbols.find("max") == std::string::npos);
  const std::string numbers = plain(in_tex(*trace, at, terms, Fill::numbers, 6, spelling));
  CHECK(numbers.find("\\frac{1}{1 + e^{-1 - 3}") != std::string::npos);
  const TermList upto(terms.begin(), terms.begin() + static_cast<Index>(parts[1].term) + 1);
  const std::string part = plain(in_tex(*trace, at, upto, Fill::symbols, 6, {{parts[0]}, false}));
  CHECK(part.starts_with("e^{"));
  CHECK(part.ends_with(" - u}"));

  const Spelling enclosed = spelling_of(*trace, at, terms, Brevity::enclosed);
  REQUIRE(enclosed.named.size() == 3);  // and the sum that it is divided by
  CHECK(terms[enclosed.named[2].term].op == TermOp::add);
  CHECK(plain(in_tex(*trace, at, terms, Fill::symbols, 6, enclosed)).find("\\frac{v}{s}") !=
        std::string::npos);
}

TEST_CASE("of a long sum that is shortened the first addend is written, and its parts named") {
  const auto trace = run_of(
      "o = param([[1.5, -0.5], [0.0, 1.0], [2.0, 0.5], [1.0, 1.0], [0.3, 0.1]])\n"
      "J = cross_entropy(o, [0, 1, 1, 0, 1])\nJ.backward()\n");
  const Index at = trace->value(trace->loss()).made_by;
  const TermList terms = explain(*trace, at, 0);
  CHECK(spelling_of(*trace, at, terms, Brevity::whole).named.empty());
  CHECK(spelling_of(*trace, at, terms, Brevity::enclosed).named.size() > 5);
  const Spelling shortened = spelling_of(*trace, at, terms, Brevity::shortened);
  // Of the first sample the largest, a difference and the sum of powers; the sum of all samples.
  REQUIRE(shortened.named.size() == 4);
  const std::string symbols = plain(in_tex(*trace, at, terms, Fill::symbols, 6, shortened));
  CHECK(symbols == "\\frac{s}{5}");
  CHECK(terms.back().result == trace->value(trace->loss()).data[0]);
}

TEST_CASE("lines break before addends rather than before factors") {
  const auto trace = run_of(
      "W = param([[0.5, 2.0]])\nx = tensor([1.0, -3.0])\nz = W @ x\nJ = sum(z)\nJ.backward()\n");
  const TexParts parts = of(*trace, trace->value(find_value(*trace, "z")).made_by, Fill::symbols);
  REQUIRE(parts.breaks.size() == parts.parts.size());
  REQUIRE(parts.parts.size() == 4);  // W x + W x: a factor, an addend, a factor
  CHECK(parts.breaks[1] == Break::factor);
  CHECK(parts.breaks[2] == Break::addend);
  CHECK(parts.breaks[3] == Break::factor);
}

TEST_CASE("hand-written symbols are found in the recording by name, index and derivative") {
  const auto trace = run_of(shipped_program("two-two-two"));
  const auto marks_of = [&](const char* tex, FormulaLetters letters = {}) {
    auto formula = parse_tex(tex);
    REQUIRE(formula.ok());
    std::vector<MarkedNumber> marks;
    mark_symbols(formula.value(), *trace, marks, letters);
    return marks;
  };
  const auto id = [&](const char* name) { return find_value(*trace, name); };
  const auto single = [&](const char* tex, Entity entity, bool gradient) {
    CAPTURE(tex);
    const auto marks = marks_of(tex);
    REQUIRE(marks.size() == 1);
    CHECK(marks[0].entity == entity);
    CHECK(marks[0].gradient == gradient);
  };
  single("h_1", Entity::value(id("h"), 0), false);
  single("o_{2}", Entity::value(id("o"), 1), false);
  single("h", Entity::value(id("h"), -1), false);
  single("W_1", Entity::value(id("W1"), -1), false);
  single("J", Entity::value(id("J"), 0), false);
  single("\\frac{\\partial J}{\\partial h_2}", Entity::value(id("h"), 1), true);
  CHECK(marks_of("q_1 + \\sigma(t) = \\frac{\\partial q}{\\partial t}").empty());
  CHECK(marks_of("h_7").empty());
  REQUIRE(marks_of("h_1", {lessons::Indices::from_zero}).size() == 1);
  CHECK(marks_of("h_1", {lessons::Indices::from_zero})[0].entity == Entity::value(id("h"), 1));
  CHECK(marks_of("h_1", {lessons::Indices::none}).empty());
  CHECK(marks_of("W_1", {lessons::Indices::none}).size() == 1);  // the program's own name
  CHECK(marks_of("h_1 \\cdot o_1 + J").size() == 3);
  // The source's letters are found by those of the course.
  const std::vector<lessons::Letter> source{{"q", "y_1"}, {"h_#", "y_#"}};
  const auto by_source = marks_of("\\frac{\\partial J}{\\partial y_2} + y", {.source = source});
  REQUIRE(by_source.size() == 2);
  CHECK(by_source[0].entity == Entity::value(id("h"), 1));
  CHECK(by_source[0].gradient);
  CHECK(by_source[1].entity == Entity::value(id("y"), -1));
}

}  // namespace
}  // namespace backprop::test
