#include "viz/scene/numbers.h"

#include <doctest/doctest.h>

namespace backprop::test {

TEST_CASE("large counts are in groups of three digits") {
  using viz::shown_count;
  CHECK(shown_count(0) == "0");
  CHECK(shown_count(9999) == "9999");
  CHECK(shown_count(10'000) == "10,000");
  CHECK(shown_count(123'456) == "123,456");
  CHECK(shown_count(1'755'600) == "1,755,600");
  CHECK(shown_count(-1'755'600) == "\u22121,755,600");
  CHECK(shown_count(-123'456) == "\u2212123,456");
}

}  // namespace backprop::test
