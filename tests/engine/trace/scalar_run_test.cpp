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

}  // namespace

TEST_CASE("scalar and tensor run hold the same values, bit for bit") {
  for (const NamedProgram& program : all_programs())
    check_bits(program.text);
  for (std::uint32_t seed = 0; seed < 200; ++seed)
    check_bits(random_program(seed));
}
