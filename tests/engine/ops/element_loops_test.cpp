// The loops over plain numbers give the bits of the rows' tensor rules, in place, too.
#include <doctest/doctest.h>

#include <algorithm>
#include <limits>

#include "engine/ops/op.h"
#include "engine/random.h"
#include "tests/support/bits.h"

namespace backprop::test {
namespace {

/// Ordinary numbers, kinks, zeros of both signs, and what is not finite; another order of them for
/// each argument.
Tensor argument_for(const OpRow& op, int which) {
  constexpr double inf = std::numeric_limits<double>::infinity();
  std::vector<double> numbers{0.0,    -0.0, inf, -inf, std::numeric_limits<double>::quiet_NaN(),
                              1e-300, 800,  -800};
  numbers.insert(numbers.end(), op.kinks.begin(), op.kinks.end());
  for (std::uint64_t i = 0; i < 50; ++i) {
    const SampleRange range = op.samples[which == 0 ? 0 : 1];
    numbers.push_back(range.low + (range.high - range.low) * random::uniform(3, i));
  }
  std::rotate(numbers.begin(), numbers.begin() + 7 * which, numbers.end());
  return Tensor({static_cast<Index>(numbers.size())}, numbers);
}

Tensor upstream_for(const Tensor& y) {
  Tensor g(y.shape);
  for (Index i = 0; i < g.size(); ++i)
    g[i] = random::normal(4, static_cast<std::uint64_t>(i));
  return g;
}

void check_loops(const OpRow& op) {
  std::vector<Tensor> numbers;
  for (int which = 0; which < op.arity(); ++which)
    numbers.push_back(argument_for(op, which));
  std::vector<const Tensor*> arguments;
  std::vector<const double*> from;
  for (const Tensor& argument : numbers) {
    arguments.push_back(&argument);
    from.push_back(argument.data.data());
  }
  const Attributes attributes = default_attributes(op);
  const OpCall call{arguments, attributes};
  const Tensor y = op.forward(call, numbers[0].shape);
  std::vector<double> written(y.data.size());
  op.map(from, attributes, written);
  CHECK(same_bits(written, y.data));
  std::vector<const double*> same = from;
  written = numbers[0].data;
  same[0] = written.data();
  op.map(same, attributes, written);
  CHECK(same_bits(written, y.data));

  const Tensor g = upstream_for(y);
  for (int which = 0; which < op.arity(); ++which) {
    CAPTURE(which);
    if (!op.passes_gradient(call, which)) continue;
    const Tensor contribution = op.backward({call, y, g}, which);
    op.map_backward(from, attributes, which, g.data, y.data.data(), written.data());
    CHECK(same_bits(written, contribution.data));
    written = g.data;
    op.map_backward(from, attributes, which, written, y.data.data(), written.data());
    CHECK(same_bits(written, contribution.data));
  }
}

TEST_CASE("an elementwise row's loops give what its forward and backward give") {
  int rows = 0;
  for (const OpRow& op : op_table()) {
    CAPTURE(std::string(op.name));
    const bool has_loops = op.map_backward != nullptr;
    CHECK(has_loops == (op.map != nullptr));
    CHECK((has_loops || op.kind != OpKind::activation));
    if (!has_loops) continue;
    ++rows;
    check_loops(op);
  }
  CHECK(rows >= 40);
}

}  // namespace
}  // namespace backprop::test
