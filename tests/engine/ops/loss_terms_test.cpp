// What the losses of classes show: p - y, whatever the options, and which arguments get gradients.
#include <doctest/doctest.h>

#include <cmath>

#include "engine/trace/explain.h"
#include "engine/trace/time.h"
#include "tests/support/programs.h"

namespace backprop::test {
namespace {

const std::string leaves =
    "a = param([[0.7, -1.3, 2.1], [0.4, 1.9, -0.6]])\nw = param([0.5, 1.5, 2.5])\n"
    "p = param([[0.2, 0.7, 0.1], [0.5, 0.25, 0.25]])\n";

std::shared_ptr<const Trace> run_of_loss(const std::string& call) {
  return run_of(leaves + "J = " + call + "\nJ.backward()\n");
}

/// The first step that adds into the gradient of a value.
Index step_into(const Trace& trace, const char* name) {
  const auto& steps = contributions_to(trace, find_value(trace, name));
  REQUIRE_FALSE(steps.empty());
  return steps.front();
}

std::string names(const TermList& terms) {
  std::string text;
  for (const Term& term : terms)
    text += (text.empty() ? "" : " ") + std::string(name_of(term.op));
  return text;
}

TEST_CASE("without options cross_entropy shows these terms and no others") {
  const auto trace = run_of_loss("cross_entropy(a, [2, 0])");
  const std::string row = "maximum maximum sub exp add sub exp add sub exp add ";
  const Index made = trace->value(find_value(*trace, "J")).made_by;
  CHECK(names(explain(*trace, made, 0)) == row + "log sub add " + row + "log sub add div");
  const TermList terms = explain(*trace, step_into(*trace, "a"), 2);
  CHECK(names(terms) == row + "div div sub mul");
}

TEST_CASE("the gradient of a logit is a multiple of p - y") {
  const struct {
    const char* call;
    double y;
  } losses[] = {
      {"cross_entropy(a, [2, 0])", 1.0},
      {"cross_entropy(a, [2, 0], w)", 1.0},
      {"cross_entropy(a, [2, -100], w, reduction='sum')", 1.0},
      {"cross_entropy(a, [2, 0], label_smoothing=0.3)", 1 - 0.3 + 0.3 / 3},
  };
  for (const auto& loss : losses) {
    CAPTURE(loss.call);
    const auto trace = run_of_loss(loss.call);
    const TermList terms = explain(*trace, step_into(*trace, "a"), 2);
    REQUIRE(terms.size() > 3);
    const Term& difference = terms[terms.size() - 2];
    const Term& product = terms.back();
    CHECK(difference.op == TermOp::subtract);
    CHECK(difference.b.source == Operand::Source::number);
    CHECK(difference.b.value == loss.y);
    CHECK(product.op == TermOp::multiply);
    CHECK(product.b.source == Operand::Source::term);
    CHECK(product.b.which == static_cast<int>(terms.size()) - 2);
  }
}

TEST_CASE("ignored samples get no gradient, and all of them ignored makes the mean NaN") {
  const auto some = run_of_loss("cross_entropy(a, [2, -100], w, label_smoothing=0.1)");
  const Tensor gradient = gradient_at(*some, find_value(*some, "a"), some->step_count());
  for (Index k = 0; k < 3; ++k) {
    CHECK(gradient[k] != 0.0);
    CHECK(gradient[3 + k] == 0.0);
  }
  for (const char* call :
       {"cross_entropy(a, [1, 1], ignore_index=1)",
        "cross_entropy(a, [1, 1], w, 1, label_smoothing=0.1)", "nll_loss(a, [1, 1], w, 1)"}) {
    CAPTURE(call);
    const auto none = run_of_loss(call);
    CHECK(std::isnan(none->value(find_value(*none, "J")).data[0]));
    const Tensor zero = gradient_at(*none, find_value(*none, "a"), none->step_count());
    for (Index i = 0; i < zero.size(); ++i)
      CHECK(zero[i] == 0.0);
  }
}

TEST_CASE("weights get a gradient from probabilities alone") {
  const struct {
    const char* call;
    std::vector<int> edges;
  } losses[] = {
      {"cross_entropy(a, [2, 0], w)", {0}},
      {"cross_entropy(a, p, w)", {0, 1, 2}},
      {"nll_loss(a, [2, 0], w)", {0}},
      {"binary_cross_entropy(p, sigmoid(a), w)", {0, 1}},
      {"binary_cross_entropy_with_logits(a, p, w, pos_weight=w)", {0, 1}},
      {"binary_cross_entropy_with_logits(a, p, pos_weight=w)", {0, 1}},
  };
  for (const auto& loss : losses) {
    CAPTURE(loss.call);
    const auto trace = run_of_loss(loss.call);
    CHECK(gradient_edges(*trace, find_value(*trace, "J")) == loss.edges);
  }
}

}  // namespace
}  // namespace backprop::test
