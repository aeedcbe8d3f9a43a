// Broken engines: a trace of one is a true recording of what it did.
#include "engine/trace/fault.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "engine/io/json.h"
#include "engine/program/broken.h"
#include "engine/program/interpreter.h"
#include "engine/trace/backward_rule.h"
#include "engine/trace/compare.h"
#include "engine/trace/explain.h"
#include "engine/trace/gradient_check.h"
#include "engine/trace/paths.h"
#include "engine/trace/scalar_run.h"
#include "engine/trace/time.h"
#include "engine/trace/why.h"
#include "tests/support/bits.h"
#include "tests/support/programs.h"
#include "tests/support/recording_checks.h"
#include "tests/support/snapshots.h"

using namespace backprop;
using namespace backprop::test;

namespace {

std::shared_ptr<const Trace> broken_run(const std::string& text, Fault fault) {
  const auto trace = run_with_fault(text, fault);
  REQUIRE(trace.ok());
  return trace.value();
}

/// With everything that the seven faults need; the plain interpreter does not know all of it.
const std::string one_of_each =
    "x = tensor([[0.5, -1.0, 2.0], [1.5, 0.25, -0.75]])\n"
    "W = param([[0.3, -0.2, 0.1], [0.4, 0.6, -0.5]])\n"
    "V = param([[0.7, -0.4], [0.2, 0.9], [-0.3, 0.8]])\n"
    "for t in range(2):\n"
    "    zero_grad()\n"
    "    h = dropout(tanh(x @ W.T), p=0.5, seed=5)\n"
    "    z = linear(h, V) + mean(h)\n"
    "    J = cross_entropy(z, [0, 2]) + mse_loss(h, x[0:2, 0:2])\n"
    "    J.backward()\n"
    "    sgd(lr=0.1)\n";

std::vector<std::string> many_programs() {
  std::vector<std::string> texts;
  for (const NamedProgram& program : all_programs())
    texts.push_back(program.text);
  for (std::uint32_t seed = 0; seed < 30; ++seed)
    texts.push_back(random_program(seed));
  return texts;
}

/// The parameters whose gradient check fails: "W1" in the first run, "W1@1" in the second.
std::set<std::string> failing(const Trace& trace) {
  std::set<std::string> names;
  for (const CheckedParameter& row : check_gradients(trace).parameters) {
    if (row.passed) continue;
    names.insert(row.name + (row.run > 0 ? "@" + std::to_string(row.run) : ""));
  }
  return names;
}

using Names = std::set<std::string>;

/// The neuron with cross-entropy and the target 0.3, so that both logarithms count.
std::string between_the_classes() {
  std::string text = shipped_program("neuron-cross-entropy");
  const std::string target = "tensor(1.0)";
  return text.replace(text.find(target), target.size(), "tensor(0.3)");
}

Tensor gradient_after(const Trace& trace, const std::string& name, std::size_t run = 0) {
  return gradient_at(trace, find_value(trace, name), trace.backward_runs[run].end_step);
}

}  // namespace

TEST_CASE("a broken engine's states are what a plain interpreter with the same mistake holds") {
  Index compared = 0;
  for (const std::string& text : many_programs()) {
    CAPTURE(text);
    for (const FaultRow& row : faults()) {
      if (row.fault == Fault::redrawn_mask) continue;  // not known there: see below
      CAPTURE(row.id);
      const auto trace = broken_run(text, row.fault);
      const Snapshots snapshots = snapshots_of(*trace);
      for (std::size_t time = 0; time < snapshots.size(); ++time) {
        for (const auto& [id, held] : snapshots[time]) {
          CAPTURE(display_name(*trace, id));
          REQUIRE(same_bits(trace->value(id).data.data, held.value));
          REQUIRE(same_bits(gradient_at(*trace, id, static_cast<Index>(time)).data, held.gradient));
          ++compared;
        }
      }
    }
  }
  CHECK(compared > 10'000);
}

TEST_CASE("a broken engine's terms give what it wrote, bit for bit") {
  std::vector<std::string> texts = many_programs();
  texts.push_back(one_of_each);
  for (const std::string& text : texts) {
    for (const FaultRow& row : faults()) {
      CAPTURE(row.id);
      CHECK(check_terms_of(*broken_run(text, row.fault)) > 0);
    }
  }
}

TEST_CASE("missing f': one term, the upstream gradient itself") {
  const auto trace = broken_run(shipped_program("neuron-mse"), Fault::missing_slope);
  const double arrived = gradient_after(*trace, "a")[0];
  CHECK(gradient_after(*trace, "z")[0] == arrived);
  CHECK(arrived < 0);
  const Tensor x = trace->value(find_value(*trace, "x")).data;
  CHECK(gradient_after(*trace, "w")[0] == arrived * x[0]);
  CHECK(gradient_after(*trace, "w")[1] == arrived * x[1]);
}

TEST_CASE("missing 1/N: mean and the losses that take a mean") {
  const std::string leaves =
      "a = param([0.5, -1.0, 2.0, 0.25])\ny = tensor([1.0, 0.0, 1.0, 0.5])\n";
  const std::vector<std::string> losses = {"mean(a * y)",
                                           "mse_loss(a, y)",
                                           "huber_loss(a, y)",
                                           "l1_loss(a, y)",
                                           "binary_cross_entropy_with_logits(a, y)",
                                           "binary_cross_entropy(sigmoid(a), y)"};
  for (const std::string& loss : losses) {
    CAPTURE(loss);
    const std::string text = leaves + "J = " + loss + "\nJ.backward()\n";
    const Tensor right = gradient_after(*run_of(text), "a");
    const auto trace = broken_run(text, Fault::missing_mean);
    const Tensor wrong = gradient_after(*trace, "a");
    for (Index e = 0; e < 4; ++e)  // 4 is a power of 2: the quotient is exact
      CHECK(wrong[e] == 4 * right[e]);
    CHECK(same_bits(trace->value(trace->loss()).data,
                    run_of(text)->value(find_value(*run_of(text), "J")).data));
  }
  const std::string text =
      "a = param([[0.5, -1.0], [2.0, 0.25]])\nJ = cross_entropy(a, [1, 0])\nJ.backward()\n";
  const Tensor right = gradient_after(*run_of(text), "a");
  const Tensor wrong = gradient_after(*broken_run(text, Fault::missing_mean), "a");
  for (Index e = 0; e < 4; ++e)
    CHECK(wrong[e] == 2 * right[e]);
  const std::string summed =
      "a = param([0.5, -1.0])\nJ = mse_loss(a, tensor([0.0, 1.0]), "
      "reduction='sum')\nJ.backward()\n";
  CHECK_FALSE(can_show(*run_of(summed), Fault::missing_mean));
}

TEST_CASE(
    "transposed weight: W in place of its transpose, and its storage order where not square") {
  const auto square = broken_run(shipped_program("two-two-two"), Fault::transposed_weight);
  const Tensor delta = gradient_at(*square, square->value(find_value(*square, "o")).arguments[0],
                                   square->backward_runs[0].end_step);
  const Tensor h = gradient_after(*square, "h");
  CHECK(h[0] == 0.0 + delta[0] * 0.40 + delta[1] * 0.45);  // W2 row 0, and not its column 0
  CHECK(h[1] == 0.0 + delta[0] * 0.50 + delta[1] * 0.55);

  // V [3, 2]: the rule wants V's columns as rows, and reads V's storage row by row as [2, 3].
  const std::string text =
      "h = param([0.5, -1.0])\nV = param([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])\n"
      "J = sum(linear(h, V) * tensor([1.0, 10.0, 100.0]))\nJ.backward()\n";
  const Tensor oblong = gradient_after(*broken_run(text, Fault::transposed_weight), "h");
  CHECK(oblong[0] == 1 * 1.0 + 10 * 2.0 + 100 * 3.0);
  CHECK(oblong[1] == 1 * 4.0 + 10 * 5.0 + 100 * 6.0);
  const Tensor right = gradient_after(*run_of(text), "h");
  CHECK(right[0] == 1 * 1.0 + 10 * 3.0 + 100 * 5.0);

  // Its terms name the elements that it read.
  const auto trace = broken_run(text, Fault::transposed_weight);
  const Index step = contributions_to(*trace, find_value(*trace, "h")).front();
  std::vector<Index> read;
  for (const Term& term : explain(*trace, step, 1)) {
    for (const Operand* operand : {&term.a, &term.b}) {
      if (operand->source == Operand::Source::argument) read.push_back(operand->element);
    }
  }
  CHECK(read == std::vector<Index>{3, 4, 5});
}

TEST_CASE("redrawn mask: backward uses the next seed's") {
  const std::string ones = "tensor([1.0, 1.0, 1.0, 1.0, 1.0, 1.0])";
  const std::string text =
      "a = param([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])\n"
      "J = sum(dropout(a, p=0.5, seed=5))\nJ.backward()\n"
      "m = dropout(" +
      ones +
      ", p=0.5, seed=5)\n"
      "n = dropout(" +
      ones + ", p=0.5, seed=6)\n";
  const auto healthy = run_of(text);
  const auto trace = broken_run(text, Fault::redrawn_mask);
  const auto mask = [&](const char* name) { return trace->value(find_value(*trace, name)).data; };
  CHECK(same_bits(gradient_after(*healthy, "a"), mask("m")));
  CHECK(same_bits(gradient_after(*trace, "a"), mask("n")));
  CHECK_FALSE(same_bits(mask("m"), mask("n")));
}

TEST_CASE("overwriting holds the last contribution; without order gradients pass on too early") {
  // y = x * x + x: contributions 3, 3 (of the product) and 1.
  const std::string text = "x = param(3.0)\ny = x * x + x\ny.backward()\n";
  CHECK(gradient_after(*run_of(text), "x")[0] == 7);
  const auto trace = broken_run(text, Fault::overwrite);
  const ValueId x = find_value(*trace, "x");
  CHECK(contributions_to(*trace, x).size() == 3);
  CHECK(contribution_count(*trace, x, trace->step_count()) == 1);
  std::vector<double> held;
  for (const Index at : contributions_to(*trace, x))
    held.push_back(gradient_at(*trace, x, at + 1)[0]);
  CHECK(held == std::vector<double>{1, 3, 3});
  const auto lines = why(*trace, {x, 0, true, trace->step_count()}, 100);
  CHECK(std::count_if(lines.begin(), lines.end(), [](const WhyLine& line) {
          return line.kind == WhyLine::Kind::contribution && line.depth == 1;
        }) == 1);

  // s is used by p and by J: its edge is taken when p has contributed and J has not.
  const std::string reused = "x = param(3.0)\ns = x * 2\np = s * 5\nJ = p + s\nJ.backward()\n";
  CHECK(gradient_after(*run_of(reused), "x")[0] == 12);
  const auto early = broken_run(reused, Fault::no_order);
  CHECK(gradient_after(*early, "s")[0] == 6);
  CHECK(gradient_after(*early, "x")[0] == 10);
  // Depth first a thousand deep, and each edge once.
  const std::string deep =
      "x = param(1.0)\ny = x * 1\nfor t in range(1000):\n    y = y + y * 0\ny.backward()\n";
  CHECK(broken_run(deep, Fault::no_order)->contributions.size() ==
        run_of(deep)->contributions.size());
}

TEST_CASE("zero_grad() that does nothing is a step that leaves every gradient") {
  const auto healthy = run_of(shipped_program("xor"));
  const auto trace = broken_run(shipped_program("xor"), Fault::keeps_gradients);
  REQUIRE(healthy->clears.size() == 2);
  CHECK(trace->clears.empty());
  const Index second = healthy->clears[1];
  CHECK(trace->step(second).kind == StepKind::clear);
  const ValueId w = find_value(*trace, "W2");
  CHECK(same_bits(gradient_at(*trace, w, second), gradient_at(*trace, w, second + 1)));
  CHECK(gradient_at(*healthy, w, second + 1)[0] == 0);
}

TEST_CASE("the gradient check fails where the fault is, and nowhere else") {
  const auto fails = [](const std::string& text, Fault fault) {
    return failing(*broken_run(text, fault));
  };
  const std::string two = shipped_program("two-two-two");
  CHECK(fails(two, Fault::transposed_weight) == Names{"W1"});
  CHECK(fails(two, Fault::missing_slope) == Names{"W1", "W2"});
  CHECK(fails(two, Fault::missing_mean) == Names{});
  const std::string xor_text = shipped_program("xor");
  CHECK(fails(xor_text, Fault::keeps_gradients) == Names{"W1@1", "W2@1", "b1@1", "b2@1"});
  CHECK(fails(xor_text, Fault::transposed_weight) == Names{});  // W2 has one row
  CHECK(fails(xor_text, Fault::missing_mean).size() == 8);
  // The shipped neuron's target is 1: its other logarithm contributes nothing that could be lost.
  const std::string neuron = between_the_classes();
  CHECK(fails(neuron, Fault::overwrite) == Names{"b", "w"});
  CHECK(fails(neuron, Fault::no_order) == Names{"b", "w"});
  CHECK(fails(one_of_each, Fault::redrawn_mask) == Names{"W", "W@1"});
  CHECK(fails(one_of_each, Fault::transposed_weight) == Names{"W", "W@1"});
}

TEST_CASE("in the first run the gradient check fails exactly for gradients that differ") {
  int passed = 0, failed = 0;
  std::vector<std::string> texts = many_programs();
  texts.push_back(one_of_each);
  for (const std::string& text : texts) {
    CAPTURE(text);
    const auto healthy = run_of(text);
    for (const FaultRow& fault : faults()) {
      CAPTURE(fault.id);
      const auto trace = broken_run(text, fault.fault);
      for (const CheckedParameter& row : check_gradients(*trace).parameters) {
        if (row.run > 0 || row.at_kinks > 0) continue;
        const Tensor a = gradient_after(*healthy, row.name);
        const Tensor b = gradient_after(*trace, row.name);
        double most = 0, scale = 0;
        for (Index e = 0; e < a.size(); ++e) {
          most = std::max(most, std::abs(a[e] - b[e]));
          scale = std::max({scale, std::abs(a[e]), std::abs(b[e])});
        }
        if (most <= 1e-12 * scale) CHECK(row.passed);
        if (most > 1e-4 * (scale + 1)) CHECK_FALSE(row.passed);
        ++(row.passed ? passed : failed);
      }
    }
  }
  CHECK(passed > 100);
  CHECK(failed > 100);
}

TEST_CASE("which faults the programs can show") {
  const auto shown = [](const std::string& text) { return faults_shown_by(*run_of(text)); };
  using Faults = std::vector<Fault>;
  CHECK(shown(shipped_program("two-two-two")) ==
        Faults{Fault::missing_slope, Fault::transposed_weight});
  CHECK(shown(shipped_program("neuron-mse")) == Faults{Fault::missing_slope});
  CHECK(shown(shipped_program("neuron-cross-entropy")) == Faults{Fault::missing_slope});
  CHECK(shown(between_the_classes()) ==
        Faults{Fault::overwrite, Fault::no_order, Fault::missing_slope});
  CHECK(shown(shipped_program("xor")) ==
        Faults{Fault::keeps_gradients, Fault::missing_mean, Fault::missing_slope});
  CHECK(shown(one_of_each).size() == 7);
  CHECK(shown("x = param(2.0)\n").empty());
  for (const std::string& text : many_programs()) {
    CAPTURE(text);
    const auto healthy = run_of(text);
    for (const FaultRow& row : faults()) {
      CAPTURE(row.id);
      // What can be shown can be found.
      if (can_show(*healthy, row.fault)) CHECK_FALSE(failing(*broken_run(text, row.fault)).empty());
    }
  }
  CHECK(id_of(Fault::none) == "none");
  CHECK(id_of(Fault::redrawn_mask) == "redrawn-mask");
}

TEST_CASE("the first difference from the healthy run is where the fault acts first") {
  int rules = 0, sweeps = 0;
  std::vector<std::string> texts = many_programs();
  texts.push_back(one_of_each);
  for (const std::string& text : texts) {
    CAPTURE(text);
    const auto healthy = run_of(text);
    for (const FaultRow& row : faults()) {
      if (!can_show(*healthy, row.fault)) continue;
      CAPTURE(row.id);
      const auto trace = broken_run(text, row.fault);
      const auto difference = first_difference(*healthy, *trace);
      REQUIRE(difference.has_value());
      const Step& step = healthy->step(difference->step);
      using What = TraceDifference::What;
      if (row.fault == Fault::keeps_gradients) {
        CHECK(difference->what == What::clearing);
        CHECK(step.kind == StepKind::clear);
        ++sweeps;
        continue;
      }
      REQUIRE(step.kind == StepKind::backward);
      if (row.fault == Fault::overwrite) {
        CHECK(difference->what == What::gradient);
        CHECK(contribution_count(*healthy, target(*healthy, step), difference->step + 1) > 1);
        ++sweeps;
      } else if (row.fault == Fault::no_order) {
        // The broken engine goes on from a value which the healthy one does not have whole yet.
        const Step& early = trace->step(difference->step);
        CHECK(difference->what == What::structure);
        CHECK(early.value != step.value);
        ++sweeps;
      } else {
        CHECK(difference->what == What::number);
        CHECK(alters_rule(*healthy, row.fault, step.value));
        ++rules;
      }
    }
  }
  CHECK(rules > 20);
  CHECK(sweeps > 20);
}

TEST_CASE("paths through altered rules add up to what the broken engine holds") {
  int checked = 0;
  for (const Fault fault :
       {Fault::missing_mean, Fault::missing_slope, Fault::transposed_weight, Fault::redrawn_mask}) {
    for (const std::string& text :
         {shipped_program("two-two-two"), shipped_program("xor"), one_of_each}) {
      const auto trace = broken_run(text, fault);
      const BackwardRun& run = trace->backward_runs[0];
      for (const Parameter& parameter : trace->parameters) {
        const Tensor gradient = gradient_at(*trace, parameter.versions[0], run.end_step);
        const auto found = paths(*trace, run.loss, parameter.versions[0], 0, 3);
        REQUIRE(found.has_value());
        CHECK(std::abs(found->sum - gradient[0]) <= 1e-12 * found->sum_of_sizes);
        ++checked;
      }
    }
  }
  CHECK(checked > 20);
}

TEST_CASE("a broken engine has no scalar tape, and its JSON names the fault") {
  const auto trace = broken_run(shipped_program("neuron-mse"), Fault::missing_slope);
  const auto run = run_scalars(*trace);
  REQUIRE_FALSE(run.ok());
  CHECK(run.error().cause.find("planted fault") != std::string::npos);
  CHECK(trace_json(*trace).find("\"fault\":\"missing-slope\"") != std::string::npos);
  CHECK(trace_json(*run_of(shipped_program("neuron-mse"))).find("\"fault\"") == std::string::npos);
}

TEST_CASE("a program that goes wrong only in the broken engine is an error, not a crash") {
  // With 1/N missing, p leaves [0, 1] in the second round.
  const std::string text =
      "p = param([0.5, 0.5])\ny = tensor([1.0, 1.0])\nfor t in range(2):\n    zero_grad()\n"
      "    J = binary_cross_entropy(p, y)\n    J.backward()\n    sgd(lr=0.4)\n";
  CHECK(run_program(text).ok());
  CHECK_FALSE(run_with_fault(text, Fault::missing_mean).ok());
  CHECK_FALSE(can_show(*run_of(text), Fault::missing_mean));
}
