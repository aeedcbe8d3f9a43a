// The scalar tape and the tensor trace show the very same bits.
#include "engine/trace/scalar_run.h"

#include <doctest/doctest.h>

#include "tests/support/programs.h"
#include "tests/support/recording_checks.h"

using namespace backprop;
using namespace backprop::test;

TEST_CASE("scalar and tensor run hold the same gradients after each backward(), bit for bit") {
  for (const NamedProgram& program : all_programs())
    CHECK(check_gradient_bits(program.text) > 3);
  for (std::uint32_t seed = 0; seed < 200; ++seed)
    CHECK(check_gradient_bits(random_program(seed)) > 9);
}

TEST_CASE("scalar and tensor run hold the same values, bit for bit") {
  for (const NamedProgram& program : all_programs())
    CHECK(check_value_bits(program.text) > 0);
  for (std::uint32_t seed = 0; seed < 200; ++seed)
    CHECK(check_value_bits(random_program(seed)) > 0);
}

TEST_CASE("a mean over nothing, passed by a second backward()") {
  check_gradient_bits(
      "a = param([1.0, 2.0])\nh = a * a\nz = param(zeros(2, 0))\nm = mean(z, dim=1)\n"
      "J1 = sum(m * a)\nJ1.backward()\nJ2 = sum(h)\nJ2.backward()\n");
}
