// The table behind glyphs: the same as a map, whatever the keys.
#include "viz/platform/paged_table.h"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <string>

namespace backprop::test {
namespace {

TEST_CASE("a paged table holds what a map holds; references stay valid") {
  viz::PagedTable<std::string> table;
  std::map<std::uint32_t, std::string> expected;
  table.put(0, "first");
  expected[0] = "first";
  const std::string* first = table.find(0);
  std::mt19937 random(5);
  for (int i = 0; i < 4000; ++i) {
    const auto key = static_cast<std::uint32_t>(random() % (i % 3 == 0 ? 0x110000U : 700U));
    if (random() % 2 == 0) {
      const std::string text = std::to_string(i);
      CHECK(table.put(key, text) == text);
      expected[key] = text;
    }
    const auto known = expected.find(key);
    const std::string* found = table.find(key);
    REQUIRE((found != nullptr) == (known != expected.end()));
    if (found != nullptr) CHECK(*found == known->second);
  }
  CHECK(table.find(0) == first);
  CHECK(table.find(0xFFFFFFFFU) == nullptr);
}

}  // namespace
}  // namespace backprop::test
