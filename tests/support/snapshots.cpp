#include "tests/support/snapshots.h"

#include <doctest/doctest.h>

#include "engine/program/parser.h"
#include "engine/trace/time.h"
#include "tests/support/plain_interpreter.h"

namespace backprop::test {

namespace {

PlainInterpreter::Mistake mistake_of(Fault fault) {
  using Mistake = PlainInterpreter::Mistake;
  switch (fault) {
    case Fault::overwrite:
      return Mistake::assigns;
    case Fault::no_order:
      return Mistake::recurses;
    case Fault::keeps_gradients:
      return Mistake::never_clears;
    case Fault::missing_mean:
      return Mistake::forgets_share;
    case Fault::missing_slope:
      return Mistake::forgets_slope;
    case Fault::transposed_weight:
      return Mistake::swaps_weight;
    default:
      REQUIRE(fault == Fault::none);
      return Mistake::none;
  }
}

}  // namespace

Snapshots snapshots_of(const Trace& trace) {
  const auto program = parse(trace.program);
  REQUIRE(program.ok());
  Snapshots snapshots(1);
  std::map<int, ValueId> ids;
  const auto after_step = [&](const PlainInterpreter& plain, PlainInterpreter::Did did, int node) {
    const auto step = static_cast<Index>(snapshots.size());
    if (did == PlainInterpreter::Did::made) ids[node] = trace.step(step - 1).value;
    std::map<ValueId, Held> held;
    for (const auto& [plain_id, id] : ids) {
      const PlainInterpreter::Node& its = plain.nodes()[static_cast<std::size_t>(plain_id)];
      held[version_of(trace, id, step)] = {its.data, its.gradient};
    }
    snapshots.push_back(std::move(held));
  };
  PlainInterpreter(*program.value(), after_step, mistake_of(trace.fault)).run();
  REQUIRE(static_cast<Index>(snapshots.size()) == trace.step_count() + 1);
  return snapshots;
}

}  // namespace backprop::test
