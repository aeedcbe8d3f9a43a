// The bars of an accumulation: one for each contribution while they can be told apart; of thousands
// as many as can, which still reach from the first sum to the last.
#include "viz/scene/accumulation.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "engine/trace/time.h"
#include "tests/support/programs.h"
#include "tests/ui/desk.h"

namespace backprop::test {
namespace {

using namespace backprop::viz;

constexpr float bar_radius = 2;

/// x grows by `change` of w in each round: so many contributions to w's gradient.
std::string sum_of(int rounds, const std::string& change) {
  return "w = param(0.5)\nx = w\nfor t in range(" + std::to_string(rounds) + "):\n    x = x " +
         change + "\nx.backward()\n";
}

struct Row {
  std::vector<Rect> filled, hollow;
  std::size_t size() const { return filled.size() + hollow.size(); }
};

/// The bars of the last row, "after": those of the gradient once the last step of all is done.
Row bars_after(const std::string& text) {
  State state;
  state.trace = run_of(text);
  state.time = {state.trace->step_count(), 0};
  const Look look{resources().palettes.at(Theme::light),
                  resources().words.at(Language::english),
                  *resources().glyphs,
                  {}};
  Builder builder(look);
  viz::Column column{builder, 0, 400, 0};
  Arrivals arrivals;
  accumulation_rows(column, state, state.trace->step_count() - 1, 0, arrivals);
  // Caption, then the rows "before", "plus" and "after": each has its name first.
  const std::string& name = look.words["inspector.after"];
  Row row;
  bool there = false;
  for (const Record& record : builder.scene.records) {
    const auto* words = std::get_if<draw::Text>(&record.shape);
    there = there || (words != nullptr && words->text == name);
    const auto* box = std::get_if<draw::Rectangle>(&record.shape);
    if (!there || box == nullptr || box->radius != bar_radius) continue;
    if (box->rect.w == 11 && box->rect.h == 11) break;  // the routes' squares
    (box->fill.a > 0 ? row.filled : row.hollow).push_back(box->rect);
  }
  return row;
}

TEST_CASE("each of a few contributions has a bar, filled where it adds, hollow where it takes") {
  const Row adds = bars_after(sum_of(20, "* 0.9 + w"));
  CHECK(adds.filled.size() == 21);
  CHECK(adds.hollow.empty());
  const Row both = bars_after(sum_of(20, "* -0.9 + w"));
  CHECK(both.size() == 21);
  CHECK(both.hollow.size() == 10);
}

TEST_CASE("bars of thousands of contributions are few, and leave no gap") {
  const Row row = bars_after(sum_of(4000, "* 0.9999 + w"));
  CHECK(row.hollow.empty());
  REQUIRE(row.filled.size() > 50);
  CHECK(row.filled.size() < 300);
  for (std::size_t i = 1; i < row.filled.size(); ++i) {
    CHECK(row.filled[i].x >= row.filled[i - 1].x);
    CHECK(row.filled[i].x <= row.filled[i - 1].right() + 0.01F);
  }
  // All of them positive: the whole sum is the scale's end.
  CHECK(row.filled.front().x == doctest::Approx(92 + 96));
  CHECK(row.filled.back().right() == doctest::Approx(400).epsilon(0.01));
}

TEST_CASE("where thousands of contributions go to and fro, lanes stay within the row") {
  const Row row = bars_after(sum_of(3000, "* -0.999 + w"));
  CHECK(row.size() > 5);
  CHECK(row.size() <= 26);
  float low = 1e9F;
  float high = -1e9F;
  for (const auto* bars : {&row.filled, &row.hollow}) {
    for (const Rect& bar : *bars) {
      low = std::min(low, bar.y);
      high = std::max(high, bar.bottom());
    }
  }
  CHECK(high - low <= 15);
}

}  // namespace
}  // namespace backprop::test
