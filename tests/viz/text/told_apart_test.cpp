#include "viz/text/told_apart.h"

#include <doctest/doctest.h>

#include <set>

#include "tests/ui/desk.h"

namespace backprop::test {
namespace {

using viz::LongLabel;
using viz::TextStyle;

float width(const std::string& text) {
  return viz::text_width(*resources().glyphs, TextStyle::strong, text);
}

std::vector<std::string> shown(const std::vector<std::string>& texts, float room) {
  std::vector<LongLabel> labels;
  for (const std::string& text : texts)
    labels.push_back({text, room});
  auto found = viz::told_apart(*resources().glyphs, TextStyle::strong, labels);
  for (const std::string& text : found)
    CHECK(width(text) <= room);
  return found;
}

TEST_CASE("labels that would be cut alike keep what tells them apart") {
  const std::vector<std::string> ends{"H @ W2.T", "H @ W2.T + b2", "H @ W2.T + b3"};
  const auto cut = shown(ends, 64);
  CHECK(std::set(cut.begin(), cut.end()).size() == ends.size());
  CHECK(cut[1].starts_with("H"));
  CHECK(cut[1].ends_with("2"));
  // The same beginning and the same end.
  const std::vector<std::string> middles{"softmax(X @ A1 + b, dim=1)",
                                         "softmax(X @ A2 + b, dim=1)"};
  const auto other = shown(middles, 90);
  CHECK(other[0] != other[1]);
  CHECK(other[0].find('1') != std::string::npos);
}

TEST_CASE("labels that fit, differ or are the same stay as they are") {
  CHECK(shown({"W1", "W2"}, 60) == std::vector<std::string>{"W1", "W2"});
  const auto differ = shown({"alphabetical", "numerical order"}, 60);
  CHECK(differ[0].ends_with("\u2026"));
  const auto same = shown({"W1 @ x + b1", "W1 @ x + b1"}, 60);
  CHECK(same[0] == same[1]);
  CHECK(same[0].ends_with("\u2026"));
  // Without room for letters there is nothing better than the usual cut.
  const auto narrow = shown({"W1 @ x + b1", "W1 @ x + b2"}, 20);
  CHECK(narrow[0] == narrow[1]);
  // Nor where the end that is shown is that of quite another label.
  const auto others =
      shown({"alpha + one 1", "alpha + two 2", "beta + some 1", "beta + more 2"}, 26);
  for (const std::string& text : others)
    CHECK_FALSE(text.starts_with("\u2026"));
}

}  // namespace
}  // namespace backprop::test
