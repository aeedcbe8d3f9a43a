// Formulas as MathML and as a line of text.
#include "viz/text/math_markup.h"

#include <doctest/doctest.h>

#include <vector>

#include "engine/nn/optimizer.h"
#include "engine/ops/op.h"
#include "tests/support/programs.h"

namespace backprop::viz {
namespace {

std::string markup(const std::string& tex) {
  const auto node = parse_tex(tex);
  REQUIRE(node.ok());
  return mathml(node.value(), false);
}

std::string line(const std::string& tex) {
  const auto node = parse_tex(tex);
  REQUIRE(node.ok());
  return math_as_text(node.value());
}

/// Whether every element is closed, in order.
bool is_well_formed(const std::string& xml) {
  std::vector<std::string> open;
  for (std::size_t at = xml.find('<'); at != std::string::npos; at = xml.find('<', at + 1)) {
    const std::size_t end = xml.find('>', at);
    if (end == std::string::npos) return false;
    const std::string tag = xml.substr(at + 1, end - at - 1);
    if (tag.ends_with('/')) continue;
    if (!tag.starts_with('/')) {
      open.push_back(tag.substr(0, tag.find(' ')));
    } else {
      if (open.empty() || open.back() != tag.substr(1)) return false;
      open.pop_back();
    }
  }
  return open.empty();
}

TEST_CASE("mathml: fractions, scripts, numbers, functions, cases") {
  CHECK(markup("\\frac{1}{2}") ==
        "<math><mrow><mfrac><mrow><mn>1</mn></mrow><mrow><mn>2</mn></mrow></mfrac></mrow></math>");
  CHECK(markup("W_{0,1}").find("<msub><mi>W</mi>") != std::string::npos);
  CHECK(markup("0.25").find("<mn>0.25</mn>") != std::string::npos);
  CHECK(markup("\\sum_{i=1}^{N} a_i").find("<munderover>") != std::string::npos);
  CHECK(markup("\\frac{\\partial J}{\\partial w}").find("<mi>\u2202</mi>") != std::string::npos);
  CHECK(markup("\\text{a < b}").find("a &lt; b") != std::string::npos);
  CHECK(markup("a < b").find("<mo>&lt;</mo>") != std::string::npos);
}

TEST_CASE("mathml: the spaces at the ends of words stay, which browsers would drop") {
  CHECK(markup("\\text{new } w").find("<mtext>new\u00A0</mtext>") != std::string::npos);
  CHECK(markup("w \\text{ if so}").find("<mtext>\u00A0if so</mtext>") != std::string::npos);
  CHECK(markup("\\text{a b}").find("<mtext>a b</mtext>") != std::string::npos);
}

TEST_CASE("formulas as text") {
  CHECK(line("y = \\frac{1}{1 + e^{-a}}") == "y = 1/(1 + e^(\u2212a))");
  CHECK(line("y = \\frac{1}{N} \\sum_i a_i") == "y = 1/N \u2211_i a_i");
  CHECK(line("y = \\tanh a") == "y = tanh a");
}

TEST_CASE("every formula of ops and optimizers: well-formed markup, a line without TeX") {
  std::vector<std::string> all;
  for (const OpRow& row : op_table()) {
    all.emplace_back(row.formula_tex);
    all.insert(all.end(), row.derivative_tex.begin(), row.derivative_tex.end());
  }
  for (const std::string& call : test::optimizer_calls()) {
    const auto trace = test::run_of(test::training(call));
    const OptimizerRun& run = trace->optimizer_runs[0];
    all.push_back(run.optimizer->formula_tex(run.settings));
    for (const StateTensor& kept : run.optimizer->state(run.settings))
      all.push_back(kept.formula_tex);
  }
  for (const std::string& tex : all) {
    CAPTURE(tex);
    const std::string xml = markup(tex);
    CHECK(is_well_formed(xml));
    CHECK(xml.find('\\') == std::string::npos);
    const std::string text = line(tex);
    CHECK(text.find_first_of("\\{}") ==
          (text.find('{') == std::string::npos ? std::string::npos : text.find('{')));
    CHECK(tex.empty() == text.empty());
  }
}

}  // namespace
}  // namespace backprop::viz
