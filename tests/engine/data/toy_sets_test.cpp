// The toy sets lie where TensorFlow Playground has them, are labelled as it does, and are the same
// on every machine.
#include "engine/data/toy_sets.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "engine/data/features.h"
#include "engine/program/interpreter.h"
#include "tests/support/bits.h"
#include "tests/support/programs.h"

namespace backprop::test {
namespace {

Points points_of(ToySet set, int count, double noise = 0, std::uint64_t seed = 1) {
  const auto points = toy_points(set, {count, noise, seed});
  REQUIRE(points.ok());
  return points.value();
}

auto count_of(const Points& points, double label) {
  return std::count_if(points.begin(), points.end(),
                       [&](const Point& point) { return point.label == label; });
}

TEST_CASE("every set has the points and the labels that it should, and its seed decides") {
  for (const ToySetRow& row : toy_sets()) {
    CAPTURE(std::string(row.name));
    CHECK(find_toy_set(row.name) == &row);
    CHECK(row_of(row.set).name == row.name);
    for (const double noise : {0.0, 0.5}) {
      const Points points = points_of(row.set, 301, noise);
      CHECK(points.size() == 301);
      CHECK(points == points_of(row.set, 301, noise));
      const bool draws = row.set != ToySet::spiral || noise > 0;  // without it an arm is an arm
      CHECK((points != points_of(row.set, 301, noise, 2)) == draws);
      for (const Point& point : points) {
        CHECK(std::max(std::abs(point.x1), std::abs(point.x2)) < 12);
        CHECK((row.regression ? std::abs(point.label) <= 1.8 : std::abs(point.label) == 1));
      }
    }
    const Points still = points_of(row.set, 301);
    const bool inside = row.set == ToySet::gaussians ||
                        std::all_of(still.begin(), still.end(), [](const Point& point) {
                          return std::max(std::abs(point.x1), std::abs(point.x2)) <= 6;
                        });
    CHECK(inside);
  }
  CHECK(find_toy_set("swirl") == nullptr);
}

TEST_CASE("without noise the label follows from the place") {
  for (const Point& p : points_of(ToySet::circle, 200)) {
    const double r = std::hypot(p.x1, p.x2);
    CHECK((p.label == 1 ? r <= 2.5 : r >= 3.5 - 1e-12));
  }
  for (const Point& p : points_of(ToySet::xor_, 200)) {
    CHECK(p.label == (p.x1 * p.x2 >= 0 ? 1 : -1));
    CHECK(std::min(std::abs(p.x1), std::abs(p.x2)) >= 0.3);
  }
  for (const Point& p : points_of(ToySet::plane, 50))
    CHECK(p.label == (p.x1 + p.x2) / 10);
  for (const Point& p : points_of(ToySet::sine, 50))
    CHECK(p.label == std::sin(p.x1) * std::cos(p.x2));
  const auto hills = points_of(ToySet::hills, 500);
  CHECK(std::any_of(hills.begin(), hills.end(), [](const Point& p) { return p.label > 0.8; }));
  CHECK(std::any_of(hills.begin(), hills.end(), [](const Point& p) { return p.label < -0.8; }));
  for (const Point& p : hills) {
    if (std::hypot(p.x1 - 4, p.x2 - 2.5) < 0.5) CHECK(p.label > 0.7);
    if (std::hypot(p.x1 - 4, p.x2 + 2.5) < 0.5) CHECK(p.label < -0.7);
  }
  for (const Point& p : points_of(ToySet::spiral, 100)) {
    // The other arm is the same, turned by half a turn.
    const double r = std::hypot(p.x1, p.x2);
    const double turn = 2 * std::acos(-1.0) * 1.75 * r / 5;
    CHECK(p.x1 == doctest::Approx(p.label * r * std::sin(turn)).epsilon(1e-9));
  }
}

TEST_CASE("the classes have equal parts, and noise mixes them") {
  for (const ToySet set : {ToySet::circle, ToySet::gaussians, ToySet::spiral, ToySet::moons}) {
    const Points odd = points_of(set, 101);
    CHECK(count_of(odd, 1) == 51);
    CHECK(count_of(odd, -1) == 50);
  }
  const auto wrong = [](double noise) {
    const Points points = points_of(ToySet::xor_, 400, noise);
    return std::count_if(points.begin(), points.end(),
                         [](const Point& p) { return p.label != (p.x1 * p.x2 >= 0 ? 1.0 : -1.0); });
  };
  CHECK(wrong(0.1) > 0);
  CHECK(wrong(0.5) > 2 * wrong(0.1));
  double spread = 0;
  for (const Point& p : points_of(ToySet::gaussians, 4000, 0.25))
    spread += (p.x1 - 2 * p.label) * (p.x1 - 2 * p.label) / 4000;
  CHECK(spread == doctest::Approx(2.25).epsilon(0.1));  // 0.5 + 3.5 / 2
}

TEST_CASE("counts and noises out of range are refused") {
  CHECK(toy_points(ToySet::circle, {1, 0, 1}).error().cause == "a set of 1 points");
  CHECK(toy_points(ToySet::circle, {10'001, 0, 1}).error().cause == "a set of 10001 points");
  CHECK(toy_points(ToySet::circle, {10, 0.6, 1}).error().cause == "the noise is 0.6");
  CHECK_FALSE(toy_points(ToySet::circle, {10, -0.1, 1}).ok());
  CHECK_FALSE(toy_points(ToySet::circle, {10, std::nan(""), 1}).ok());
}

TEST_CASE("a feature's value is what a program makes of its text") {
  for (const FeatureRow& row : features()) {
    CAPTURE(std::string(row.text));
    CHECK(row.reads_x1 == (row.text.find("x1") != std::string_view::npos));
    CHECK(row.reads_x2 == (row.text.find("x2") != std::string_view::npos));
    const auto trace =
        run_of("x1 = tensor([-1.3, 0.7])\nx2 = tensor([5.9, -0.1])\nf = " + std::string(row.text) +
               " + 0.0\n");
    const Tensor& f = trace->value(find_value(*trace, "f")).data;
    CHECK(same_bits(f[0], feature_value(row.feature, -1.3, 5.9) + 0.0));
    CHECK(same_bits(f[1], feature_value(row.feature, 0.7, -0.1) + 0.0));
  }
}

}  // namespace
}  // namespace backprop::test
