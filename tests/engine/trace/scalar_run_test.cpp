// The scalar tape and the tensor trace show the very same bits.
#include "engine/trace/scalar_run.h"

#include <doctest/doctest.h>

#include "engine/trace/time.h"
#include "tests/support/bits.h"
#include "tests/support/programs.h"

using namespace backprop;
using namespace backprop::test;

namespace {

void check_bits(const std::string& text) {
  CAPTURE(text);
  const auto trace = run_of(text);
  const ScalarRun run = run_scalars(*trace);
  REQUIRE(run.elements.size() == trace->values.size());
  Index numbers = 0;
  for (std::size_t id = 0; id < trace->values.size(); ++id) {
    const Value& value = trace->values[id];
    CAPTURE(display_name(*trace, static_cast<ValueId>(id)));
    REQUIRE(run.elements[id].size() == value.data.data.size());
    for (std::size_t i = 0; i < run.elements[id].size(); ++i) {
      CHECK(same_bits(run.tape.value(run.elements[id][i]), value.data.data[i]));
      ++numbers;
    }
  }
  CHECK(numbers > 0);
}

/// The gradients after each of the run's events.
Index check_gradient_bits(const std::string& text) {
  CAPTURE(text);
  const auto trace = run_of(text);
  const ScalarRun run = run_scalars(*trace);
  Index numbers = 0;
  for (std::size_t e = 0; e < run.events.size(); ++e) {
    const ScalarRun::Event& event = run.events[e];
    const Index step = e + 1 < run.events.size() ? run.events[e + 1].step : trace->step_count();
    if (event.kind != StepKind::backward) continue;
    for (std::size_t id = 0; id < trace->values.size(); ++id) {
      const auto value = static_cast<ValueId>(id);
      if (!exists(*trace, value, step) || trace->value(value).kind == ValueKind::constant) continue;
      const int parameter = trace->value(value).parameter;
      if (parameter >= 0 && version_at(*trace, parameter, step) != value) continue;  // replaced
      CAPTURE(display_name(*trace, value));
      const Tensor gradient = gradient_at(*trace, value, step);
      for (std::size_t i = 0; i < run.elements[id].size(); ++i) {
        const double on_tape = run.tape.gradient_at(run.elements[id][i], event.end_edge);
        CHECK(same_bits(on_tape, gradient.data[i]));
        ++numbers;
      }
    }
  }
  return numbers;
}

}  // namespace

TEST_CASE("scalar and tensor run hold the same gradients after each backward(), bit for bit") {
  for (const NamedProgram& program : all_programs())
    CHECK(check_gradient_bits(program.text) > 3);
  for (std::uint32_t seed = 0; seed < 200; ++seed)
    CHECK(check_gradient_bits(random_program(seed)) > 9);
}

TEST_CASE("scalar and tensor run hold the same values, bit for bit") {
  for (const NamedProgram& program : all_programs())
    check_bits(program.text);
  for (std::uint32_t seed = 0; seed < 200; ++seed)
    check_bits(random_program(seed));
}
