// The maps of the plane: each neuron's is what a program computes for it, but for the rounding of
// pictures, whatever the part of the grid.
#include "engine/train/playground/map.h"

#include <doctest/doctest.h>

#include <cmath>

#include "engine/train/playground/program.h"
#include "tests/engine/train/allocations.h"
#include "tests/engine/train/playground/cases.h"
#include "tests/support/programs.h"

namespace backprop::test {
namespace {

using namespace playground;

/// float32 has 24 bits; three layers add their roundings up.
bool near(float shown, double number) {
  return std::abs(static_cast<double>(shown) - number) <= 1e-6 * std::max(1.0, std::abs(number));
}

TEST_CASE("every neuron's map shows what the program computes at that place") {
  Setup setup;
  setup.features = {Feature::x1, Feature::x1_x2, Feature::sin_x2};
  setup.hidden = {{5, typed_activation("def f(x): return sin(x) + 0.1 * x")},
                  {2, activation_named("relu")}};
  setup.dropout = 0.5;  // not in predictions
  setup.seed = 7;
  const State state = first_state(setup);
  Map map(setup, 13);
  map.compute(state.parameters);
  for (const auto& [row, column] : {std::pair{0, 0}, {12, 12}, {0, 12}, {5, 8}, {9, 1}}) {
    const Point point{-6 + (column + 0.5) * 12 / 13, 6 - (row + 0.5) * 12 / 13, 1};
    setup.dropout = 0;
    const auto trace = run_of(program_at(setup, {&point, 1}, state));
    const auto at = static_cast<std::size_t>(row * 13 + column);
    const auto value = [&](const char* name) {
      return trace->value(find_value(*trace, name)).data;
    };
    for (std::size_t n = 0; n < 5; ++n)
      CHECK(near(map.neuron(0, n)[at], value("h1")[static_cast<Index>(n)]));
    for (std::size_t n = 0; n < 2; ++n)
      CHECK(near(map.neuron(1, n)[at], value("h2")[static_cast<Index>(n)]));
    CHECK(near(map.output()[at], value("o")[0]));
  }
  const auto before = allocations();
  map.compute(state.parameters);
  CHECK(allocations() == before);
}

}  // namespace
}  // namespace backprop::test
