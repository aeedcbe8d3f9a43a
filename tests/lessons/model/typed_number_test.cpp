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

}  // namespace
}  // namespace backprop::lessons
