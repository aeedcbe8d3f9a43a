// Where words that are too long for a line are cut.
#include "viz/text/paragraph.h"

#include <doctest/doctest.h>

#include "tests/ui/desk.h"

namespace backprop::test {
namespace {

using viz::InlineRun;
using viz::TextStyle;

/// The lines of a piece of code in so narrow a column.
std::vector<std::string> lines_of(const std::string& code, float width) {
  const auto layout = viz::layout_paragraph(*resources().glyphs, {{InlineRun::Kind::code, code}},
                                            TextStyle::small, width);
  std::vector<std::string> lines;
  for (const viz::ParagraphPiece& piece : layout.pieces) {
    CHECK(piece.width <= width + 0.5F);
    lines.push_back(piece.text);
  }
  return lines;
}

float width_of(const std::string& code) {
  return viz::text_width(*resources().glyphs, TextStyle::code_small, code);
}

TEST_CASE("code in a narrow column is cut between its parts, not in numbers, names or brackets") {
  using Lines = std::vector<std::string>;
  CHECK(lines_of("torch.tensor([0.6,-1.2])", width_of("torch.tensor([0.")) ==
        Lines{"torch.tensor([", "0.6,-1.2])"});
  CHECK(lines_of("adam(lr=0.001)", width_of("adam(lr=0.")) == Lines{"adam(lr=", "0.001)"});
  CHECK(lines_of("zero_grad()", width_of("zero_grad(")) == Lines{"zero_", "grad()"});
  CHECK(lines_of("batch_size=batch_size", width_of("batch_size=batch_")) ==
        Lines{"batch_size=", "batch_size"});
  CHECK(lines_of("f(3,-2.5)", width_of("f(3,-2.5")) == Lines{"f(3,", "-2.5)"});
  // Where there is no good place, anywhere: all of it is there.
  std::string all;
  for (const std::string& line : lines_of("abcdefghijklmnop", width_of("abcde")))
    all += line;
  CHECK(all == "abcdefghijklmnop");
}

}  // namespace
}  // namespace backprop::test
