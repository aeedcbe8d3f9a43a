// The terms of a step, evaluated in their listed order, give the step's numbers bit for bit.
#include "engine/trace/explain.h"

#include <doctest/doctest.h>

#include "engine/trace/time.h"
#include "tests/support/bits.h"
#include "tests/support/programs.h"

using namespace backprop;
using namespace backprop::test;

namespace {

double read(const Operand& operand, const std::vector<double>& earlier) {
  if (operand.source != Operand::Source::term) return operand.value;
  return earlier.at(static_cast<std::size_t>(operand.which));
}

/// The number at the place that the operand names, looked up in the trace and not in the term.
void check_place(const Trace& trace, Index at, const Operand& operand) {
  const OperandPlace place = operand_place(trace, at, operand);
  if (place.value == no_value) return;
  const Tensor tensor =
      place.gradient ? gradient_at(trace, place.value, at) : trace.value(place.value).data;
  CHECK(same_bits(tensor[place.element], operand.value));
}

double evaluate_terms(const Trace& trace, Index at, const TermList& terms) {
  std::vector<double> results;
  for (const Term& term : terms) {
    const bool two = operand_count(term.op) == 2;
    check_place(trace, at, term.a);
    if (two) check_place(trace, at, term.b);
    results.push_back(apply(term.op, read(term.a, results), two ? read(term.b, results) : 0.0));
    CHECK(same_bits(results.back(), term.result));
  }
  return results.back();
}

const Tensor& written(const Trace& trace, const Step& step) {
  if (step.kind == StepKind::backward) {
    return trace.contributions[static_cast<std::size_t>(step.contribution)];
  }
  return trace.value(step.value).data;
}

Index check_terms(const std::string& text) {
  CAPTURE(text);
  const auto trace = run_of(text);
  Index opened = 0;
  for (Index at = 0; at < trace->step_count(); ++at) {
    const Step& step = trace->step(at);
    if (step.kind == StepKind::clear) continue;
    CAPTURE(at);
    const Tensor& tensor = written(*trace, step);
    REQUIRE(element_count_of(*trace, at) == tensor.size());
    Index terms_of_step = 0;
    for (Index element = 0; element < tensor.size(); ++element) {
      const TermList terms = explain(*trace, at, element);
      terms_of_step += static_cast<Index>(terms.size());
      if (terms.empty()) continue;
      CHECK(same_bits(evaluate_terms(*trace, at, terms), tensor[element]));
      ++opened;
    }
    CHECK(term_count(*trace, at) == terms_of_step);
  }
  return opened;
}

}  // namespace

TEST_CASE("every step opens into terms that give its numbers, bit for bit") {
  for (const NamedProgram& program : all_programs())
    CHECK(check_terms(program.text) > 3);
  for (std::uint32_t seed = 0; seed < 50; ++seed)
    CHECK(check_terms(random_program(seed)) > 20);
}

TEST_CASE("only leaves, seeds and clearings compute nothing") {
  const auto trace = run_of(shipped_program("xor"));
  for (Index at = 0; at < trace->step_count(); ++at) {
    const Step& step = trace->step(at);
    const bool computes =
        step.kind == StepKind::update || (step.kind == StepKind::backward && step.edge >= 0) ||
        (step.kind == StepKind::forward && trace->value(step.value).op != nullptr);
    CHECK((term_count(*trace, at) > 0) == computes);
  }
}

TEST_CASE("a term's place counts through the elements in order") {
  const auto trace = run_of(shipped_program("two-two-two"));
  for (Index at = 0; at < trace->step_count(); ++at) {
    Index element = 0;
    Index inner = 0;
    for (Index n = 0; n < term_count(*trace, at); ++n) {
      while (inner >= static_cast<Index>(explain(*trace, at, element).size())) {
        ++element;
        inner = 0;
      }
      const TermPlace place = term_place(*trace, at, n);
      CHECK(place.element == element);
      CHECK(place.term == inner);
      ++inner;
    }
  }
}
