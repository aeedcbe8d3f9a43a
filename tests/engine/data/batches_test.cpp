// Splits are disjoint, every epoch takes each point once, and an order is a function of seed and
// iteration alone.
#include "engine/data/batches.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <set>

namespace backprop::test {
namespace {

Points numbered(int count) {
  Points points;
  for (int i = 0; i < count; ++i)
    points.push_back({static_cast<double>(i), 0, 1});
  return points;
}

TEST_CASE("a split leaves no point out and gives none twice, the same for the same seed") {
  const Points points = numbered(101);
  for (const double share : {0.0, 0.1, 0.5, 0.9, 1.0}) {
    const Split parts = split(points, share, 5);
    std::set<double> seen;
    for (const Points* part : {&parts.training, &parts.test}) {
      CHECK_FALSE(part->empty());
      for (const Point& point : *part)
        CHECK(seen.insert(point.x1).second);
    }
    CHECK(seen.size() == points.size());
    CHECK(split(points, share, 5).training == parts.training);
  }
  CHECK(split(points, 0.5, 5).training.size() == 51);
  CHECK(split(points, 0.5, 5).training != split(points, 0.5, 6).training);
  CHECK(split(numbered(1), 1, 5).training.size() == 1);
  CHECK(split({}, 0.5, 5).training.empty());
}

TEST_CASE("an order is any of all orders, each about as often") {
  std::array<int, 6> times{};
  for (std::uint64_t seed = 0; seed < 6000; ++seed) {
    std::array<std::uint32_t, 3> order{};
    shuffle(order, seed);
    times[order[0] * 2 + (order[1] > order[2] ? 1 : 0)] += 1;
  }
  for (const int its : times)
    CHECK(std::abs(its - 1000) < 120);  // four standard deviations
}

TEST_CASE("an epoch takes every point once, the last batch what is left") {
  BatchOrder order(29, 8, 3);
  CHECK(order.batches_in_epoch() == 4);
  for (std::int64_t epoch = 0; epoch < 3; ++epoch) {
    std::set<std::uint32_t> seen;
    for (std::int64_t i = 4 * epoch; i < 4 * epoch + 4; ++i) {
      CHECK(order.epoch_of(i) == epoch);
      const auto batch = order.batch(i);
      CHECK(batch.size() == (i % 4 == 3 ? 5 : 8));
      for (const std::uint32_t point : batch)
        CHECK(seen.insert(point).second);
    }
    CHECK(seen.size() == 29);
    CHECK(*seen.rbegin() == 28);
  }
}

TEST_CASE("an iteration's batch does not depend on the way there") {
  BatchOrder forward(29, 8, 3);
  std::vector<std::vector<std::uint32_t>> batches;
  for (std::int64_t i = 0; i < 20; ++i) {
    const auto batch = forward.batch(i);
    batches.emplace_back(batch.begin(), batch.end());
  }
  BatchOrder other(29, 8, 3);
  for (const std::int64_t i : {19, 3, 4, 4, 0, 11}) {
    const auto batch = other.batch(i);
    CHECK(std::equal(batch.begin(), batch.end(), batches[static_cast<std::size_t>(i)].begin(),
                     batches[static_cast<std::size_t>(i)].end()));
  }
  CHECK(batches[0] != batches[4]);  // another epoch, another order
  BatchOrder seeded(29, 8, 4);
  const auto first = seeded.batch(0);
  CHECK_FALSE(std::equal(first.begin(), first.end(), batches[0].begin(), batches[0].end()));
}

}  // namespace
}  // namespace backprop::test
