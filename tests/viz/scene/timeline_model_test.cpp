// What the timeline keeps of the bar is what a plain pass over the recording finds.
#include "viz/scene/timeline_model.h"

#include <doctest/doctest.h>

#include <random>

#include "tests/support/programs.h"

namespace backprop::test {
namespace {

std::string rounds(int count) {
  return "w = param(1.5)\nfor t in range(" + std::to_string(count) +
         "):\n    J = w * w + w\n    J.backward()\n    sgd(lr=0.001)\n    zero_grad()\n";
}

struct Case {
  viz::TimelineModel model;
  viz::TimelineScale scale;
};

/// Scales of several widths, with several iterations open or folded.
std::vector<Case> cases() {
  std::vector<Case> all;
  for (const int count : {1, 3, 40, 700}) {
    const auto model = viz::timeline_of(*run_of(rounds(count)));
    for (const float width : {60.0F, 917.0F, 2400.0F}) {
      const int current = count / 2;
      const bool folded = count < 40;  // of two others than by themselves
      const std::map<int, bool> chosen{{0, folded}, {count / 3, folded}};
      all.push_back({model, {model, {13, 0, width, 28}, current, chosen}});
    }
  }
  return all;
}

TEST_CASE("a walk along the bar finds the places that a search finds") {
  for (const Case& its : cases()) {
    viz::TimelineScale::Walk walk(its.scale);
    for (Index step = 0; step <= its.model.steps; ++step)
      REQUIRE(walk.x_of(step) == its.scale.x_of(step));
  }
}

TEST_CASE("the strip leaves out what lies within a pixel or two, and nothing else") {
  for (const Case& its : cases()) {
    const viz::TimelineStrip strip = viz::strip_of(its.model, its.scale);
    std::size_t drawn = 0;
    std::size_t roomy = 0;
    float drawn_to = its.scale.bar().x - 1;
    for (const viz::TimelinePhase& phase : its.model.phases) {
      const float x0 = its.scale.x_of(phase.first);
      const float x1 = its.scale.x_of(phase.end);
      if (x1 - x0 >= viz::least_roomy) {
        REQUIRE(roomy < strip.roomy.size());
        CHECK(strip.roomy[roomy].left == x0);
        CHECK(strip.roomy[roomy].right == x1);
        CHECK(strip.roomy[roomy++].kind == phase.kind);
      }
      if (x1 < drawn_to + viz::finest_piece) continue;
      REQUIRE(drawn < strip.drawn.size());
      CHECK(strip.drawn[drawn].left == std::max(x0, drawn_to));
      CHECK(strip.drawn[drawn].right == x1);
      CHECK(strip.drawn[drawn++].kind == phase.kind);
      drawn_to = x1;
    }
    CHECK(drawn == strip.drawn.size());
    CHECK(roomy == strip.roomy.size());
    CHECK(static_cast<float>(drawn) < its.scale.bar().w / viz::finest_piece + 2);
  }
}

TEST_CASE("marks that are told apart are those of a plain pass") {
  std::mt19937 random(7);
  for (const Case& its : cases()) {
    for (const unsigned of_hundred : {0U, 2U, 50U, 100U}) {
      std::vector<Index> steps;
      for (Index step = 0; step < its.model.steps; ++step) {
        if (random() % 100 < of_hundred) steps.push_back(step);
      }
      for (const float apart : {1.5F, 5.0F}) {
        std::vector<Index> expected;
        float last = -1e9F;
        for (const Index step : steps) {
          const float x = viz::middle_of(its.scale, step);
          if (x - last < apart) continue;
          last = x;
          expected.push_back(step);
        }
        CHECK(viz::told_apart(steps, its.scale, apart) == expected);
      }
    }
  }
}

TEST_CASE("ranges of stale steps hold each stale step and no other") {
  const auto trace = run_of(rounds(6));
  std::mt19937 random(2);
  for (const unsigned of_ten : {0U, 1U, 5U, 10U}) {
    Staleness stale;
    stale.values.assign(trace->values.size(), false);
    for (Index step = 0; step < trace->step_count(); ++step)
      stale.steps.push_back(random() % 10 < of_ten);
    std::vector<bool> found(stale.steps.size(), false);
    Index end_before = -1;
    for (const StepRange& range : viz::stale_ranges(*trace, stale)) {
      CHECK(range.first > end_before);  // neighbours are one range
      CHECK(range.end > range.first);
      for (Index step = range.first; step < range.end; ++step)
        found[static_cast<std::size_t>(step)] = true;
      end_before = range.end;
    }
    CHECK(found == stale.steps);
  }
  CHECK(viz::stale_ranges(*trace, {}).empty());
}

}  // namespace
}  // namespace backprop::test
