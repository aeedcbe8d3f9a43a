// The playground's default network learns the toy sets, and a stated one the spiral.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/engine/train/playground/cases.h"

namespace backprop::test {
namespace {

using namespace playground;

/// Of test accuracies over seeds 1 to 5, each with points of its own.
double median_accuracy(ToySet set, Setup setup, std::int64_t updates) {
  std::vector<double> accuracies;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    setup.seed = seed;
    Session session = session_of(setup, toy_data(set, 500, seed));
    session.advance(updates);
    accuracies.push_back(session.scores_now().test.accuracy);
  }
  std::sort(accuracies.begin(), accuracies.end());
  return accuracies[2];
}

TEST_CASE("the default network learns circle, xor and gaussians in 2,000 updates") {
  for (const ToySet set : {ToySet::circle, ToySet::xor_, ToySet::gaussians}) {
    CAPTURE(std::string(row_of(set).name));
    CHECK(median_accuracy(set, {}, 2000) >= 0.99);
  }
}

TEST_CASE("with sines and two layers of eight the spiral is learnt in 20,000 updates") {
  Setup setup;
  setup.features = {Feature::x1, Feature::x2, Feature::sin_x1, Feature::sin_x2};
  setup.hidden = {{8}, {8}};
  setup.optimizer = optimizer_named("adam", 0.003);
  CHECK(median_accuracy(ToySet::spiral, setup, 20'000) >= 0.95);
}

}  // namespace
}  // namespace backprop::test
