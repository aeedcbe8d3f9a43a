#include "lessons/model/typed_number.h"

#include <doctest/doctest.h>

namespace backprop::lessons {
namespace {

TEST_CASE("numbers as people type them, with a decimal comma as well") {
  CHECK(plain_number("0.25") == 0.25);
  CHECK(plain_number("0,25") == 0.25);
  CHECK(plain_number("-1,5e-3") == -1.5e-3);
  CHECK(plain_number("+ 2") == 2.0);
  for (const char* none : {"1,2,3", "1.000,5", ",5", "(1,2)", "max(1,2)", "bla", ""})
    CHECK_FALSE(plain_number(none).has_value());
}

TEST_CASE("a name alone, with an index or a sign, computes nothing") {
  for (const char* name : {"z", "J", "right", "x[2]", "m2[1]", "W1[0, i + 1]", "(z)", "-(x[0])"}) {
    CAPTURE(name);
    CHECK(only_a_name(name).has_value());
  }
  for (const char* computes :
       {"0.5", "-2", "1 / 3", "2 * z", "z + b", "x[0] * x[1]", "log(z)", "-sum(l[0:4])", "w @ x"}) {
    CAPTURE(computes);
    CHECK_FALSE(only_a_name(computes).has_value());
  }
}

}  // namespace
}  // namespace backprop::lessons
