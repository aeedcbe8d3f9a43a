// Every iteration of a session, reopened as a program, shows the same bits: loss, gradients, the
// parameters that it writes and what its optimizer keeps.
#include <doctest/doctest.h>

#include "engine/program/interpreter.h"
#include "engine/trace/time.h"
#include "engine/train/playground/program.h"
#include "tests/engine/train/playground/cases.h"
#include "tests/support/bits.h"
#include "tests/support/programs.h"

namespace backprop::test {
namespace {

using namespace playground;

/// The numbers of W1, b1, W2, ... one after the other, as `of` gives them for each parameter.
template <class Of>
std::vector<double> joined(const Trace& trace, const Of& of) {
  std::vector<double> all;
  for (const Parameter& parameter : trace.parameters) {
    const Tensor tensor = of(parameter);
    all.insert(all.end(), tensor.data.begin(), tensor.data.end());
  }
  return all;
}

/// What the optimizer keeps after the program's update: the first tensor of all parameters, then
/// the second.
std::vector<double> kept_after(const Trace& trace) {
  std::vector<double> all;
  const auto state_of = [&](const Parameter& parameter) -> const OptimizerState& {
    const Step& step = trace.step(trace.value(parameter.versions.back()).made_by);
    return trace.optimizer_states[static_cast<std::size_t>(step.state_after)];
  };
  for (std::size_t k = 0; k < state_of(trace.parameters[0]).tensors.size(); ++k) {
    const auto its = joined(trace, [&](const Parameter& p) { return state_of(p).tensors[k]; });
    all.insert(all.end(), its.begin(), its.end());
  }
  return all;
}

/// The trace against what a trainer makes of the same state.
void check_update(const Trace& trace, Trainer& trainer, State state) {
  const auto first =
      joined(trace, [&](const Parameter& p) { return trace.value(p.versions.front()).data; });
  CHECK(same_bits(state.parameters, first));
  const double loss = trainer.step(state);
  CHECK(same_bits(trace.value(trace.loss()).data[0], loss));
  CHECK(same_bits(trainer.gradient(), joined(trace, [&](const Parameter& p) {
                    return gradient_at(trace, p.versions.front(), trace.step_count());
                  })));
  REQUIRE(trace.parameters[0].versions.size() == 2);
  CHECK(same_bits(state.parameters, joined(trace, [&](const Parameter& p) {
                    return trace.value(p.versions.back()).data;
                  })));
  CHECK(same_bits(state.kept, kept_after(trace)));
}

/// Iterations of an epoch of 29 points: the first, the second, the short last one and one of the
/// next epoch.
void check_session(const Setup& setup, const std::shared_ptr<const Data>& data) {
  Session session = session_of(setup, data);
  Trainer trainer(setup, data);
  const std::int64_t last = trainer.batches_in_epoch() - 1;
  for (const std::int64_t i : {std::int64_t{0}, std::int64_t{1}, last, last + 2}) {
    CAPTURE(i);
    session.advance(std::max<std::int64_t>(0, i + 1 - session.iteration()));
    if (session.iteration() <= i) break;  // trouble
    const auto trace = run_of(session.iteration_program(i));
    check_update(*trace, trainer, session.state_at(i));
    CHECK(same_bits(session.state_at(i + 1).parameters, joined(*trace, [&](const Parameter& p) {
                      return trace->value(p.versions.back()).data;
                    })));
  }
}

TEST_CASE("an iteration reopened as a program shows the session's bits, for every kind of set-up") {
  const auto data = toy_data(ToySet::xor_, 58, 3);
  const auto table = setup_table();
  CHECK(table.size() > 45);
  for (const NamedSetup& its : table) {
    CAPTURE(its.name);
    REQUIRE_FALSE(validate(its.setup).has_value());
    check_session(its.setup, data);
  }
  Setup regression;
  regression.output = {};
  check_session(regression, toy_data(ToySet::sine, 58, 3));
}

TEST_CASE("an iteration of random set-ups shows the session's bits") {
  const auto data = toy_data(ToySet::circle, 58, 5, 0.2);
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    CAPTURE(seed);
    const Setup setup = random_setup(seed);
    REQUIRE_FALSE(validate(setup).has_value());
    check_session(setup, data);
  }
}

TEST_CASE("the program of a set-up is its first iteration, with the starts as calls") {
  const auto data = toy_data(ToySet::gaussians, 40, 2);
  for (const std::uint64_t seed : {4, 9, 11}) {
    const Setup setup = random_setup(seed);
    const std::string text = program_of(setup, data);
    CHECK(text.find(std::string(setup.start.row->name) + "((") != std::string::npos);
    Trainer trainer(setup, data);
    check_update(*run_of(text), trainer, first_state(setup));
  }
}

TEST_CASE("typed functions stand at the top of a program, under names that are free there") {
  const auto data = toy_data(ToySet::gaussians, 40, 2);
  Setup setup;
  setup.features = {Feature::x1, Feature::x2};
  const std::string first = "# mine\ndef f(x): return x * sigmoid(x)  # swish";
  setup.hidden = {{2, typed_activation(first)},
                  {2, typed_activation("def f(x, a=1): return tanh(a * x)", {{"a", 0.5}})},
                  {2, typed_activation(first)},
                  {2, typed_activation("def x1(x): return relu(x) - 0.1 * x")},
                  {2, typed_activation("def linear(f): return f * f")}};
  const std::string text = program_of(setup, data);
  CAPTURE(text);
  const auto at = [&](const std::string& part) { return text.find(part); };
  CHECK(at("# mine\ndef f(x): return x * sigmoid(x)  # swish\n"
           "def f_2(x, a=1): return tanh(a * x)\n"
           "def x1_2(x): return relu(x) - 0.1 * x\n"
           "def linear_2(f): return f * f\nx1 = tensor(") != std::string::npos);
  for (const char* line : {"h1 = f(z1)\n", "h2 = f_2(z2, 0.5)\n", "h3 = f(z3)\n", "h4 = x1_2(z4)\n",
                           "h5 = linear_2(z5)\n"})
    CHECK(at(line) != std::string::npos);
  Trainer trainer(setup, data);
  check_update(*run_of(text), trainer, first_state(setup));
}

TEST_CASE("numbers that are not finite are written and read back, too") {
  const auto data = toy_data(ToySet::gaussians, 40, 2);
  Setup setup;
  setup.optimizer = optimizer_named("adagrad", 0.1);
  State state = first_state(setup);
  Trainer trainer(setup, data);
  trainer.step(state);
  state.parameters[0] = std::numeric_limits<double>::quiet_NaN();
  state.parameters[1] = -std::numeric_limits<double>::infinity();
  state.parameters[5] = -0.0;
  state.kept[2] = std::numeric_limits<double>::infinity();
  Points batch;
  for (const std::uint32_t point : trainer.batch(state.iteration))
    batch.push_back(data->training[point]);
  check_update(*run_of(program_at(setup, batch, state)), trainer, state);
}

}  // namespace
}  // namespace backprop::test
