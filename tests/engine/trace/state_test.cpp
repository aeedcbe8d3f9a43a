// The state at every time t equals what a plainly mutating interpreter holds after t steps.
#include <doctest/doctest.h>

#include <map>

#include "engine/program/parser.h"
#include "engine/trace/time.h"
#include "tests/support/bits.h"
#include "tests/support/plain_interpreter.h"
#include "tests/support/programs.h"

using namespace backprop;
using namespace backprop::test;

namespace {

/// Runs the plain interpreter beside a trace and compares all numbers after each step.
class Comparison {
 public:
  explicit Comparison(const Trace& trace) : trace_(trace) {}

  void after_step(const PlainInterpreter& plain, PlainInterpreter::Did did, int node) {
    REQUIRE(time_ < trace_.step_count());
    const Step& step = trace_.step(time_);
    ++time_;
    if (did == PlainInterpreter::Did::made) {
      REQUIRE(step.kind == StepKind::forward);
      ids_[node] = step.value;
    }
    check_kind(step, did, node);
    for (const auto& [plain_id, id] : ids_) {
      compare(plain.nodes()[static_cast<std::size_t>(plain_id)], id);
    }
    ++compared_;
  }

  Index compared() const { return compared_; }

 private:
  void check_kind(const Step& step, PlainInterpreter::Did did, int node) const {
    using Did = PlainInterpreter::Did;
    if (did == Did::cleared) CHECK(step.kind == StepKind::clear);
    if (did == Did::added) {
      REQUIRE(step.kind == StepKind::backward);
      CHECK(current(ids_.at(node)) == current(target(trace_, step)));
    }
    if (did == Did::wrote) {
      REQUIRE(step.kind == StepKind::update);
      CHECK(current(ids_.at(node)) == step.value);
    }
  }

  ValueId current(ValueId id) const { return version_of(trace_, id, time_); }

  void compare(const PlainInterpreter::Node& node, ValueId id) const {
    const Value& value = trace_.value(current(id));
    CAPTURE(time_);
    CAPTURE(display_name(trace_, id));
    REQUIRE(exists(trace_, id, time_));
    REQUIRE(value.data.shape == node.shape);
    CHECK(same_bits(value.data.data, node.data));
    CHECK(same_bits(gradient_at(trace_, current(id), time_).data, node.gradient));
  }

  const Trace& trace_;
  std::map<int, ValueId> ids_;
  Index time_ = 0;
  Index compared_ = 0;
};

void check_states(const std::string& text) {
  CAPTURE(text);
  const auto trace = run_of(text);
  const auto program = parse(text);
  REQUIRE(program.ok());
  Comparison comparison(*trace);
  PlainInterpreter plain(*program.value(),
                         [&](const PlainInterpreter& state, PlainInterpreter::Did did, int node) {
                           comparison.after_step(state, did, node);
                         });
  plain.run();
  CHECK(comparison.compared() == trace->step_count());
  CHECK(trace->step_count() > 5);
}

}  // namespace

TEST_CASE("the state at every time is what a mutating interpreter holds: shipped programs") {
  for (const NamedProgram& program : core_programs())
    check_states(program.text);
}

TEST_CASE("the state at every time is what a mutating interpreter holds: further programs") {
  for (const NamedProgram& program : further_programs())
    check_states(program.text);
}

TEST_CASE("the state at every time is what a mutating interpreter holds: random programs") {
  for (std::uint32_t seed = 0; seed < 100; ++seed)
    check_states(random_program(seed));
}
