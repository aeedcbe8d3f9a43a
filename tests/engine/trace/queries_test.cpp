// Reads, writes, why, paths, work, breakpoints and comparisons of recorded traces.
#include "engine/trace/queries.h"

#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <set>

#include "engine/trace/breakpoints.h"
#include "engine/trace/compare.h"
#include "engine/trace/explain.h"
#include "engine/trace/paths.h"
#include "engine/trace/time.h"
#include "engine/trace/why.h"
#include "tests/support/bits.h"
#include "tests/support/programs.h"

namespace backprop::test {
namespace {

Quantity quantity_of(const Trace& trace, const std::string& text) {
  const auto quantity = parse_quantity(trace, text);
  REQUIRE(quantity.ok());
  return quantity.value();
}

TEST_CASE("a quantity is named as the program names it") {
  const auto trace = run_of(shipped_program("two-two-two"));
  const Quantity w5 = quantity_of(*trace, "grad W2[0,0]");
  CHECK(w5.gradient);
  CHECK(number_at(*trace, w5) == doctest::Approx(0.082167041).epsilon(1e-8));
  CHECK(number_at(*trace, quantity_of(*trace, "J")) == doctest::Approx(0.298371109).epsilon(1e-8));
  CHECK(number_at(*trace, quantity_of(*trace, "W2[0, 0]")) == 0.40);  // before the update
  CHECK(quantity_of(*trace, "h[-1]").element == 1);
  const auto cause = [&](const std::string& text) {
    const auto quantity = parse_quantity(*trace, text);
    return quantity.ok() ? std::string() : quantity.error().cause;
  };
  CHECK(cause("q") == "the program has no value 'q'");
  CHECK(cause("grad") == "the program has no value 'grad'");
  CHECK(cause("W2") == "'W2' has 4 elements");
  CHECK(cause("W2[0]") == "'[0]' is no element of 'W2', whose shape is [2, 2]");
  CHECK(cause("W2[0,2]") == "'[0,2]' is no element of 'W2', whose shape is [2, 2]");
  CHECK(cause("W2[0,0,0]") == "'[0,0,0]' is no element of 'W2', whose shape is [2, 2]");
  CHECK(cause("W2[]") == "'[]' is no element of 'W2', whose shape is [2, 2]");
  CHECK(cause("W2[a]") == "'[a]' is no element of 'W2', whose shape is [2, 2]");
}

TEST_CASE("reads and writes are the steps whose terms touch the number") {
  for (const NamedProgram& program : all_programs()) {
    CAPTURE(program.name);
    const auto trace = run_of(program.text);
    std::map<ValueId, std::set<Index>> values;
    std::map<ValueId, std::set<Index>> gradients;
    for (Index at = 0; at < trace->step_count(); ++at) {
      for (Index e = 0; e < element_count_of(*trace, at); ++e) {
        for (const Term& term : explain(*trace, at, e)) {
          for (const Operand* operand : {&term.a, &term.b}) {
            const OperandPlace place = operand_place(*trace, at, *operand);
            if (place.value != no_value)
              (place.gradient ? gradients : values)[place.value].insert(at);
          }
        }
      }
    }
    for (std::size_t i = 0; i < trace->values.size(); ++i) {
      const auto id = static_cast<ValueId>(i);
      const std::vector<Index> read = reads(*trace, id);
      // A step that reads a value may not need its number (a sum's backward): never the other way.
      for (const Index at : values[id]) {
        const Step& step = trace->step(at);
        if (step.kind == StepKind::backward && step.value == id) continue;  // its own output
        CHECK(std::binary_search(read.begin(), read.end(), at));
      }
      const std::vector<Index> gradient_read = gradient_reads(*trace, id);
      for (const Index at : gradients[id])
        CHECK(std::binary_search(gradient_read.begin(), gradient_read.end(), at));
      if (trace->value(id).kind != ValueKind::constant) {
        REQUIRE(writes(*trace, id).size() == 1);
        CHECK(trace->step(writes(*trace, id)[0]).value == id);
      }
      for (const Index at : gradient_writes(*trace, id)) {
        const Step& step = trace->step(at);
        CHECK((step.kind == StepKind::clear || step.kind == StepKind::backward));
      }
    }
  }
}

/// Not so for the zero of an element that an index did not pick, or for a power of two numbers.
bool reads_a_number(const Trace& trace, const WhyLine& line) {
  for (const Term& term : line.terms) {
    for (const Operand* operand : {&term.a, &term.b}) {
      const OperandPlace place = operand_place(trace, line.step, *operand);
      if (place.value != no_value && trace.value(place.value).kind != ValueKind::constant)
        return true;
    }
  }
  return false;
}

/// Recomputes a number from the lines of its answer alone: terms with the operands' own lines.
double recomputed(const Trace& trace, const std::vector<WhyLine>& lines, std::size_t& at) {
  const WhyLine& line = lines.at(at++);
  const int depth = line.depth;
  double sum = 0;
  int children = 0;
  while (at < lines.size() && lines[at].depth > depth) {
    const double part = recomputed(trace, lines, at);
    if (line.kind == WhyLine::Kind::sum) sum += part;
    ++children;
  }
  if (line.kind == WhyLine::Kind::sum) {
    CHECK(same_bits(sum, line.number));
  } else if (!line.terms.empty()) {
    CHECK((children > 0) == reads_a_number(trace, line));
    CHECK(same_bits(line.terms.back().result, line.number));
  } else {
    CHECK(children == 0);
  }
  return line.number;
}

TEST_CASE("zero_grad() writes a gradient only where something was added before") {
  const auto trace =
      run_of("w = param(2.0)\nzero_grad()\nJ = w * w\nJ.backward()\nzero_grad()\nv = param(1.0)\n");
  REQUIRE(trace->clears.size() == 2);
  const std::vector<Index> written = gradient_writes(*trace, find_value(*trace, "w"));
  REQUIRE(written.size() == 3);  // along each of the product's edges, and cleared
  CHECK(trace->step(written[0]).kind == StepKind::backward);
  CHECK(written[2] == trace->clears[1]);
  CHECK(gradient_writes(*trace, find_value(*trace, "v")).empty());
}

TEST_CASE("the accesses of a tensor are those of all its versions") {
  const auto joined = [](std::vector<Index>& all, const std::vector<Index>& more) {
    all.insert(all.end(), more.begin(), more.end());
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
  };
  Index versions = 0;
  for (const NamedProgram& program : all_programs()) {
    CAPTURE(program.name);
    const auto trace = run_of(program.text);
    for (std::size_t i = 0; i < trace->values.size(); ++i) {
      const auto id = static_cast<ValueId>(i);
      if (first_version(*trace, id) != id) continue;
      Accesses expected;
      for (std::size_t k = i; k < trace->values.size(); ++k) {
        const auto version = static_cast<ValueId>(k);
        if (first_version(*trace, version) != id) continue;
        joined(expected.reads, reads(*trace, version));
        joined(expected.writes, writes(*trace, version));
        joined(expected.gradient_reads, gradient_reads(*trace, version));
        joined(expected.gradient_writes, gradient_writes(*trace, version));
        ++versions;
      }
      for (const ValueId any : {id, newest_version(*trace, id)}) {
        const Accesses found = accesses(*trace, any);
        CHECK(found.reads == expected.reads);
        CHECK(found.writes == expected.writes);
        CHECK(found.gradient_reads == expected.gradient_reads);
        CHECK(found.gradient_writes == expected.gradient_writes);
      }
    }
  }
  CHECK(versions > 200);
}

TEST_CASE("why goes down to the leaves, and its lines add up, bit for bit") {
  for (const NamedProgram& program : all_programs()) {
    const auto trace = run_of(program.text);
    if (trace->parameters.empty() || trace->backward_runs.empty()) continue;
    CAPTURE(program.name);
    const Quantity of{trace->parameters[0].versions[0], 0, true, trace->backward_runs[0].end_step};
    const std::vector<WhyLine> lines = why(*trace, of, 100'000);
    CHECK(lines.size() > 3);
    std::size_t at = 0;
    CHECK(same_bits(recomputed(*trace, lines, at), number_at(*trace, of)));
    CHECK(at == lines.size());
    bool seed = false;
    for (const WhyLine& line : lines) {
      if (line.kind == WhyLine::Kind::leaf && line.of.gradient) seed = true;
      if (line.kind == WhyLine::Kind::leaf && !line.of.gradient)
        CHECK(trace->value(line.of.value).op == nullptr);
      if (line.kind == WhyLine::Kind::seen)
        CHECK(lines.at(static_cast<std::size_t>(line.seen_in)).of == line.of);
    }
    CHECK(seed);
    CHECK(why(*trace, of, 3).size() == 3);
  }
}

TEST_CASE("the products of all paths add up to the gradient") {
  const auto trace = run_of(shipped_program("two-two-two"));
  const BackwardRun& run = trace->backward_runs[0];
  const ValueId w1 = find_value(*trace, "W1");
  const auto found = paths(*trace, run.loss, w1, 0, 10);
  REQUIRE(found.has_value());
  // w1 -> h1 -> o1, o2; and (o - y) ** 2 is one op.
  CHECK(found->count == 2);
  REQUIRE(found->top.size() == 2);
  const double gradient = gradient_at(*trace, w1, run.end_step)[0];
  CHECK(found->sum == doctest::Approx(gradient).epsilon(1e-13));
  CHECK(found->top[0].product + found->top[1].product == doctest::Approx(gradient).epsilon(1e-13));
  CHECK(std::abs(found->top[0].product) >= std::abs(found->top[1].product));
  for (const Path& path : found->top) {
    CHECK(path.elements.front() == Quantity{w1, 0, false, 0});
    CHECK(path.elements.back().value == run.loss);
    double product = 1;
    for (const double derivative : path.derivatives)
      product *= derivative;
    CHECK(product == doctest::Approx(path.product).epsilon(1e-14));
  }
}

TEST_CASE("paths of every parameter of every program add up to its gradient") {
  int checked = 0;
  std::vector<std::string> texts;
  for (const NamedProgram& program : all_programs())
    texts.push_back(program.text);
  for (std::uint32_t seed = 0; seed < 40; ++seed)
    texts.push_back(random_program(seed));
  for (const std::string& text : texts) {
    CAPTURE(text);
    const auto trace = run_of(text);
    if (trace->backward_runs.empty()) continue;
    const BackwardRun& run = trace->backward_runs[0];
    for (std::size_t p = 0; p < trace->parameters.size(); ++p) {
      const ValueId id = version_at(*trace, static_cast<int>(p), run.first_step);
      if (contribution_count(*trace, id, run.end_step) == 0) continue;
      const Tensor gradient = gradient_at(*trace, id, run.end_step);
      for (Index e = 0; e < std::min<Index>(gradient.size(), 3); ++e) {
        const auto found = paths(*trace, run.loss, id, e, 5);
        REQUIRE(found.has_value());
        CHECK(std::abs(found->sum - gradient[e]) <= 1e-12 * found->sum_of_sizes);
        CHECK(found->top.size() == static_cast<std::size_t>(std::min(found->count, 5.0)));
        ++checked;
      }
    }
  }
  CHECK(checked > 150);
}

TEST_CASE("too many paths to list are counted, and the largest found") {
  // 20 layers of 4 tanh neurons: 4^20 paths from x to the sum, one for each choice of neurons.
  std::string text = "x = param(0.3)\nh = x * tensor([1.0, 0.9, 0.8, 0.7])\n";
  for (int layer = 0; layer < 19; ++layer)
    text += "h = (h @ full((4, 4), 0.25)) * tensor([1.0, 0.9, 0.8, 0.7])\n";
  text += "J = sum(h)\nJ.backward()\n";
  const auto trace = run_of(text);
  const BackwardRun& run = trace->backward_runs[0];
  const auto found = paths(*trace, run.loss, find_value(*trace, "x"), 0, 3);
  REQUIRE(found.has_value());
  CHECK(found->count == std::pow(4.0, 20));
  CHECK(found->sum == doctest::Approx(std::pow(3.4, 20) / std::pow(4.0, 19)).epsilon(1e-12));
  CHECK(found->top[0].product == doctest::Approx(std::pow(0.25, 19)).epsilon(1e-12));
  CHECK(found->top[1].product == doctest::Approx(0.9 * std::pow(0.25, 19)).epsilon(1e-12));
}

TEST_CASE("work is counted three ways") {
  // x1, x2 -> s = x1 * x2 -> J = s * s: connections x1-s, x2-s, s-J twice.
  const auto trace = run_of("a = param(2.0)\nb = param(3.0)\ns = a * b\nJ = s * s\nJ.backward()\n");
  const auto work = count_work(*trace, trace->backward_runs[0]);
  REQUIRE(work.has_value());
  CHECK(work->parameters == 2);
  CHECK(work->reverse == 4);
  CHECK(work->forward == 6);       // each parameter: its own connection and two to J
  CHECK(work->path_by_path == 8);  // four paths of two connections
}

TEST_CASE("breakpoints stop where it is so, and nowhere else") {
  const auto trace = run_of(
      "x = param([1.0, -2.0, 0.5])\nr = relu(x)\nl = log(r)\nJ = "
      "sum(r)\nJ.backward()\nsgd(lr=0.1)\n");
  const auto value_step = [&](const char* name) {
    return trace->value(find_value(*trace, name)).made_by;
  };
  const auto first = [&](const Breakpoint& b) { return next_stop(*trace, b, 0).value_or(-1); };
  CHECK(first(breakpoint::NotFinite{}) == value_step("l"));  // log(0)
  CHECK(first(breakpoint::DeadRelu{}) == value_step("r"));
  CHECK(first(breakpoint::Written{"J"}) == value_step("J"));
  CHECK(first(breakpoint::Line{3}) == value_step("l"));
  CHECK(first(breakpoint::Line{99}) == -1);
  CHECK(first(breakpoint::GradientAbove{1.5}) == -1);
  const Index below = first(breakpoint::GradientBelow{0.5});
  REQUIRE(below >= 0);
  CHECK(target(*trace, trace->step(below)) == find_value(*trace, "x"));  // relu off: exactly 0
  CHECK(first(breakpoint::GradientAbove{0.5}) == trace->backward_runs[0].first_step);
  CHECK(previous_stop(*trace, breakpoint::Written{"x"}, trace->step_count()).value() ==
        trace->step_count() - 1);  // the update
  CHECK_FALSE(previous_stop(*trace, breakpoint::NotFinite{}, value_step("l")).has_value());
  CHECK_FALSE(next_stop(*trace, breakpoint::NotFinite{}, value_step("l") + 1).has_value());
}

TEST_CASE("a relu is dead only when it is off for the whole batch") {
  const auto trace = run_of(
      "x = tensor([[1.0, -2.0], [-1.0, 3.0]])\na = relu(x)\nb = relu(x - 2.0)\nJ = sum(a + b)\n");
  CHECK(next_stop(*trace, breakpoint::DeadRelu{}, 0).value() ==
        trace->value(find_value(*trace, "b")).made_by);
}

TEST_CASE("two traces part at the first step that differs") {
  const std::string text = shipped_program("two-two-two");
  const auto a = run_of(text);
  CHECK_FALSE(first_difference(*a, *run_of(text)).has_value());
  std::string changed = text;
  changed.replace(changed.find("0.40"), 4, "0.41");
  const auto b = run_of(changed);
  const auto parted = first_difference(*a, *b);
  REQUIRE(parted.has_value());
  CHECK(parted->what == TraceDifference::What::number);
  CHECK(a->step(parted->step).value == find_value(*a, "W2"));
  CHECK(parted->element == 0);
  CHECK(parted->a == 0.40);
  CHECK(parted->b == 0.41);
  const auto longer = first_difference(*a, *run_of(text + "z = J * 2\n"));
  REQUIRE(longer.has_value());
  CHECK(longer->what == TraceDifference::What::structure);
  CHECK(longer->step == a->step_count());
}

TEST_CASE("a local derivative is asked for: the slope at z, and of it down to the leaves") {
  const auto trace = run_of("z = param(0.25)\na = sigmoid(z)\nJ = a * a\nJ.backward()\n");
  const ValueId z = find_value(*trace, "z");
  const ValueId a = find_value(*trace, "a");
  const Index edge = contributions_to(*trace, z).front();
  const Quantity slope{z, 0, false, 0, edge, 0};
  REQUIRE(has(*trace, slope));
  const double at_a = trace->value(a).data[0];
  CHECK(number_at(*trace, slope) == at_a * (1 - at_a));
  const std::vector<WhyLine> lines = why(*trace, slope, 20);
  REQUIRE(lines.size() >= 3);
  CHECK(lines[0].kind == WhyLine::Kind::computed);
  CHECK(lines[0].step == edge);
  CHECK(lines[0].terms.back().result == lines[0].number);
  CHECK(lines[1].of == Quantity{a, 0, false, 0});
  CHECK(lines[2].of == Quantity{z, 0, false, 0});
  // Of both edges of a * a it is a itself, each by its own step.
  REQUIRE(contributions_to(*trace, a).size() == 2);
  for (const Index at : contributions_to(*trace, a))
    CHECK(number_at(*trace, {a, 0, false, 0, at, 0}) == at_a);
  for (const Quantity& wrong : {Quantity{a, 0, false, 0, edge, 0}, Quantity{z, 0, true, 0, edge, 0},
                                Quantity{z, 0, false, 0, edge, 1}, Quantity{z, 1, false, 0},
                                Quantity{z, 0, false, 0, trace->step_count(), 0},
                                Quantity{z, 0, false, 0, 0, 0}, Quantity{-1, 0, false, 0}})
    CHECK_FALSE(has(*trace, wrong));
}

}  // namespace
}  // namespace backprop::test
