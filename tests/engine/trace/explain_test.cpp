// The terms of a step, evaluated in their listed order, give the step's numbers bit for bit.
#include "engine/trace/explain.h"

#include <doctest/doctest.h>

#include "tests/support/programs.h"
#include "tests/support/recording_checks.h"

using namespace backprop;
using namespace backprop::test;

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
