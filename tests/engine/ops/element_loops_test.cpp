// The loops over plain numbers give the bits of the rows' tensor rules, in place, too.
#include <doctest/doctest.h>

#include <limits>

#include "engine/ops/op.h"
#include "engine/random.h"
#include "tests/support/bits.h"

namespace backprop::test {
namespace {

/// Ordinary numbers, kinks, zeros of both signs, and what is not finite.
std::vector<double> arguments_for(const OpRow& op) {
  constexpr double inf = std::numeric_limits<double>::infinity();
  std::vector<double> numbers{0.0,    -0.0, inf, -inf, std::numeric_limits<double>::quiet_NaN(),
                              1e-300, 800,  -800};
  numbers.insert(numbers.end(), op.kinks.begin(), op.kinks.end());
  for (std::uint64_t i = 0; i < 50; ++i) {
    const SampleRange range = op.samples[0];
    numbers.push_back(range.low + (range.high - range.low) * random::uniform(3, i));
  }
  return numbers;
}

TEST_CASE("an elementwise row's loops give what its forward and backward give") {
  int rows = 0;
  for (const OpRow& op : op_table()) {
    CAPTURE(std::string(op.name));
    const bool has_loops = op.map_backward != nullptr;
    CHECK((has_loops || op.kind != OpKind::activation));
    if (!has_loops) continue;
    ++rows;
    const Attributes attributes = default_attributes(op);
    const std::vector<double> numbers = arguments_for(op);
    const Tensor a({static_cast<Index>(numbers.size())}, numbers);
    Tensor g(a.shape);
    for (Index i = 0; i < g.size(); ++i)
      g[i] = random::normal(4, static_cast<std::uint64_t>(i));
    const std::vector<const Tensor*> arguments{&a};
    const OpCall call{arguments, attributes};
    const Tensor y = op.forward(call, a.shape);
    const Tensor contribution = op.backward({call, y, g}, 0);

    std::vector<double> written(numbers.size());
    const double* const from = numbers.data();
    op.map({&from, 1}, attributes, written);
    CHECK(same_bits(written, y.data));
    op.map_backward(attributes, g.data, numbers.data(), y.data.data(), written.data());
    CHECK(same_bits(written, contribution.data));

    std::vector<double> in_place = numbers;
    const double* const same = in_place.data();
    op.map({&same, 1}, attributes, in_place);
    CHECK(same_bits(in_place, y.data));
    in_place = g.data;
    op.map_backward(attributes, in_place, numbers.data(), y.data.data(), in_place.data());
    CHECK(same_bits(in_place, contribution.data));
  }
  CHECK(rows >= 25);
}

}  // namespace
}  // namespace backprop::test
