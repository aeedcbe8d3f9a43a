// Places in a text, which errors and the editor name.
#include "engine/program/utf8.h"

#include <doctest/doctest.h>

#include <string>

namespace backprop::test {
namespace {

TEST_CASE("a place counts lines, and characters rather than bytes") {
  const std::string text = "x = 1\n\u6743\u91CD y\n";
  CHECK(place_of(text, 0) == Place{1, 1});
  CHECK(place_of(text, text.find('1')) == Place{1, 5});
  CHECK(place_of(text, text.find('y')) == Place{2, 4});
  CHECK(place_of(text, text.size()) == Place{3, 1});
  CHECK(place_of(text, text.size() + 9) == Place{3, 1});
}

TEST_CASE("places that are asked for one after the other, and back, are the same") {
  const std::string text = "a\n\u6743\n\nlong line\n";
  PlaceFinder find(text);
  for (std::size_t byte = 0; byte <= text.size(); ++byte)
    CHECK(find(byte) == place_of(text, byte));
  CHECK(find(2) == Place{2, 1});
  CHECK(find(5) == place_of(text, 5));
}

}  // namespace
}  // namespace backprop::test
