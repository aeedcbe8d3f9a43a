// Sessions: back to any iteration and on again with the same bits, edits and forks, trouble found
// and explained, nothing allocated on the way, and bounded memory.
#include "engine/train/playground/session.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "engine/train/playground/trouble.h"
#include "tests/engine/train/allocations.h"
#include "tests/engine/train/playground/cases.h"
#include "tests/support/bits.h"
#include "tests/support/programs.h"

namespace backprop::test {
namespace {

using namespace playground;

bool same_state(const State& a, const State& b) {
  return a.iteration == b.iteration && a.updates == b.updates &&
         same_bits(a.parameters, b.parameters) && same_bits(a.kept, b.kept);
}

/// Dropout, a penalty, Adam and short batches: everything that a replay must have again.
Setup rich_setup() {
  Setup setup;
  setup.dropout = 0.2;
  setup.penalty = Penalty::l2;
  setup.penalty_rate = 0.001;
  setup.optimizer = optimizer_named("adam", 0.03);
  setup.batch = 8;
  return setup;
}

TEST_CASE("any iteration that was come to can be gone back to, and is the same") {
  Setup setup = rich_setup();
  setup.hidden[1].activation = typed_activation("def f(x): return x * sigmoid(x) - 0.1 * abs(x)");
  Session session = session_of(setup, toy_data(ToySet::circle, 58, 3), {10, 1U << 20U, 7});
  std::vector<State> states{session.state()};
  while (session.iteration() < 72) {
    session.advance(1);
    states.push_back(session.state());
  }
  const std::vector<double> losses(session.losses().numbers().begin(),
                                   session.losses().numbers().end());
  CHECK(losses.size() == 72);
  for (std::int64_t to = 0; to <= 67; ++to) {
    session.rewind_to(to);
    CHECK(session.iteration() == to);
    CHECK(session.furthest() == 72);
    CHECK(same_state(session.state(), states[static_cast<std::size_t>(to)]));
    CHECK(same_state(session.state_at(67 - to), states[static_cast<std::size_t>(67 - to)]));
    session.advance(5);
    CHECK(same_state(session.state(), states[static_cast<std::size_t>(to + 5)]));
  }
  CHECK(same_bits(losses, session.losses().numbers()));  // nothing was added twice
  for (std::int64_t i = 0; i < 72; ++i)
    CHECK(same_bits(session.loss_at(i), losses[static_cast<std::size_t>(i)]));
  CHECK(session.scores().every() == 7);
  CHECK(session.scores().numbers().size() == 11);  // at 0, 7, ..., 70
}

TEST_CASE("slices make no difference") {
  const auto data = toy_data(ToySet::xor_, 100, 3);
  Session whole = session_of(rich_setup(), data);
  Session sliced = session_of(rich_setup(), data);
  CHECK(whole.advance(200) == 200);
  for (int i = 0; i < 200; i += 8)
    sliced.advance(8);
  CHECK(same_state(whole.state(), sliced.state()));
  CHECK(same_bits(whole.losses().numbers(), sliced.losses().numbers()));
}

TEST_CASE("a weight that was set is set again on every replay, and what came after is gone") {
  Session session = session_of(rich_setup(), toy_data(ToySet::circle, 58, 3), {16, 1U << 20U, 50});
  session.advance(60);
  const State at_30 = session.state_at(30);
  session.rewind_to(30);
  CHECK_FALSE(session.set_weight(5, 0.75).has_value());
  CHECK(session.furthest() == 30);
  CHECK(session.losses().numbers().size() == 30);
  CHECK(session.state().parameters[5] == 0.75);
  State edited = at_30;
  edited.parameters[5] = 0.75;
  CHECK(same_state(session.state(), edited));
  session.advance(20);
  for (const double dragged : {0.5, -1.0, -2.0})
    CHECK_FALSE(session.set_weight(0, dragged).has_value());
  CHECK(session.edit_count() == 2);
  session.advance(15);
  const State end = session.state();
  for (const std::int64_t to : {0, 29, 30, 31, 49, 50, 65}) {
    session.rewind_to(to);
    CHECK(session.state().parameters[5] == session.state_at(to).parameters[5]);
    session.advance(65 - to);
    CHECK(same_state(session.state(), end));
  }
  CHECK(same_state(session.state_at(30), edited));
  // What an iteration reads, its program shows.
  CHECK(run_of(session.iteration_program(50))->parameters.size() == 6);
  const auto trace = run_of(session.iteration_program(50));
  CHECK(trace->value(trace->parameters[0].versions[0]).data[0] == -2);
  session.rewind_to(10);  // before both: they are dropped with what came after
  CHECK_FALSE(session.set_weight(1, 0.5).has_value());
  session.advance(30);
  CHECK(session.state_at(30).parameters[5] != 0.75);
  CHECK(session.set_weight(999, 0).value().cause == "there is no parameter 999");
  CHECK(session.set_weight(0, std::nan("")).has_value());
}

TEST_CASE("a fork goes its own way from there, the session its old one") {
  const auto data = toy_data(ToySet::circle, 58, 3);
  Session session = session_of(rich_setup(), data, {16, 1U << 20U, 50});
  session.advance(40);
  const State at_40 = session.state();

  Setup faster = rich_setup();
  faster.optimizer.settings.set("lr", 0.1);
  Session fork = session.fork(faster).value();
  CHECK(same_state(fork.state(), at_40));  // Adam's state goes on
  fork.advance(25);
  session.advance(25);
  CHECK_FALSE(same_state(fork.state(), session.state()));
  for (const std::int64_t i : {0, 17, 39, 40})
    CHECK(same_state(fork.state_at(i), session.state_at(i)));
  CHECK(fork.setup_at(39).optimizer.settings.real("lr") == 0.03);
  CHECK(fork.setup_at(40).optimizer.settings.real("lr") == 0.1);
  const State end = fork.state();
  for (const std::int64_t i : {3, 40, 52}) {
    fork.rewind_to(i);
    fork.advance(65 - i);
    CHECK(same_state(fork.state(), end));
  }
  CHECK(fork.iteration_program(40).find("adam(lr=0.1, updates=40") != std::string::npos);
}

TEST_CASE("a fork may change optimizer, batch, loss and activation, and its programs show them") {
  const auto data = toy_data(ToySet::circle, 58, 3);
  Session session = session_of(rich_setup(), data, {4, 1U << 20U, 50});
  session.advance(10);
  Setup other = rich_setup();
  other.optimizer = optimizer_named("sgd", 0.05);
  other.optimizer.settings.set("momentum", 0.9);
  other.batch = 12;
  other.loss = Loss::cross_entropy;
  other.output = {};
  other.hidden[0].activation = activation_named("relu");
  Session fork = session.fork(other).value();
  CHECK(fork.state().updates == 0);  // another optimizer begins anew
  fork.advance(9);
  for (const std::int64_t i : {9, 10, 12, 15}) {
    const auto trace = run_of(fork.iteration_program(i));
    CHECK(same_bits(trace->value(trace->loss()).data[0], fork.loss_at(i)));
    const State after = fork.state_at(i + 1);
    CHECK(same_bits(trace->value(trace->parameters[0].versions[1]).data.data,
                    std::span(after.parameters).first(8)));
  }
  const State end = fork.state();
  CHECK(end.updates == 9);
  for (const std::int64_t i : {3, 10, 13, 18}) {
    fork.rewind_to(i);
    fork.advance(19 - i);
    CHECK(same_state(fork.state(), end));
  }
  CHECK(fork.batch_at(9).size() == 8);
  CHECK(fork.batch_at(10).size() == 12);
  CHECK(fork.batch_at(12).size() == 5);  // an epoch of 29 began at 10

  other.hidden.pop_back();
  CHECK(session.fork(other).error().cause == "a run that has begun keeps its features and layers");
  other = rich_setup();
  other.batch = 0;
  CHECK(session.fork(other).error().cause == "a batch has 0 points");
}

TEST_CASE("snapshots keep to their budget, and series to their room") {
  Setup setup;
  Session small = session_of(setup, toy_data(ToySet::circle, 20, 3), {1, 20'000, 1});
  Session large = session_of(setup, toy_data(ToySet::circle, 20, 3), {1, 10U << 20U, 1000});
  for (int i = 0; i < 10; ++i) {
    small.advance(200);
    CHECK(small.snapshot_bytes() < 40'000);  // with their places
  }
  large.advance(2000);
  CHECK(small.snapshot_distance() >= 32);
  CHECK(large.snapshot_distance() == 1);
  CHECK(same_state(small.state(), large.state()));
  for (const std::int64_t i : {0, 1, 63, 64, 65, 777, 1999, 2000})
    CHECK(same_state(small.state_at(i), large.state_at(i)));

  CHECK(session_of(setup, toy_data(ToySet::circle, 20, 3)).snapshot_distance() == 256);
  setup.hidden.assign(6, {16});
  setup.batch = 1000;  // an update of some milliseconds
  CHECK(session_of(setup, toy_data(ToySet::circle, 20, 3)).snapshot_distance() == 16);

  Series<int> series;
  for (int i = 0; i < 50'000; ++i) {
    if (series.wants(i)) series.add(i);
  }
  CHECK(series.every() == 4);
  CHECK(series.numbers().size() == 12'500);
  for (std::size_t i = 0; i < series.numbers().size(); ++i)
    CHECK(series.numbers()[i] == static_cast<int>(4 * i));
  series.cut(17);
  CHECK(series.numbers().size() == 5);  // 0, 4, 8, 12, 16
}

TEST_CASE("iterations allocate nothing") {
  Setup setup = rich_setup();
  setup.hidden[0].activation = typed_activation("def f(x): return where(x > 0, x, elu(x, 0.3))");
  setup.hidden[1].activation = activation_named("gelu");
  Session session = session_of(setup, toy_data(ToySet::circle, 58, 3), {1'000'000, 1U << 20U, 50});
  session.advance(1);
  const auto before = allocations();
  if (!before) MESSAGE("allocations are not counted under AddressSanitizer");
  session.advance(300);
  CHECK(allocations() == before);
}

TEST_CASE("training that goes astray stops, and says where and why") {
  const auto data = toy_data(ToySet::plane, 100, 3);
  Setup setup;
  setup.hidden = {{4, activation_named("relu")}};
  setup.output = {};
  setup.optimizer = optimizer_named("sgd", 50);
  Session session = session_of(setup, data);
  const std::int64_t done = session.advance(500);
  REQUIRE(session.trouble().has_value());
  const Trouble trouble = *session.trouble();
  CHECK(done < 500);
  CHECK(trouble.iteration == session.iteration() - 1);
  CHECK(session.advance(10) == 0);
  CHECK(trouble.kind == TroubleKind::diverged);
  const Explanation its = explain(session, trouble);
  CHECK(its.quantity == "J");
  CHECK(its.made_by == "mse_loss");
  CHECK(same_bits(its.number, trouble.loss));
  CHECK(words_of(its, setup)
            .cause.starts_with("update " + std::to_string(trouble.iteration + 1) +
                               ": J, made by mse_loss, is "));
  session.rewind_to(0);
  CHECK(session.advance(500) == done);  // it stops there again
}

TEST_CASE("a rate that is too large is told from numbers that were set, and from large starts") {
  const auto data = toy_data(ToySet::plane, 100, 3);
  Setup setup;
  setup.hidden = {{4, {}}};
  setup.output = {};
  setup.optimizer = optimizer_named("sgd", 0.3);
  Session session = session_of(setup, data);
  session.advance(2000);
  REQUIRE(session.trouble().has_value());
  const Explanation by_rate = explain(session, *session.trouble());
  CHECK(by_rate.reason == Reason::rate);
  CHECK(by_rate.growth > 10);

  setup.optimizer = optimizer_named("sgd", 0.001);
  session = session_of(setup, data);
  session.advance(100);
  CHECK_FALSE(session.trouble().has_value());
  session.set_weight(3, 1e300);
  session.advance(10);
  REQUIRE(session.trouble().has_value());
  const Explanation by_edit = explain(session, *session.trouble());
  CHECK(by_edit.trouble.iteration == 100);
  CHECK(by_edit.trouble.kind == TroubleKind::not_finite);
  CHECK(by_edit.reason == Reason::edit);
  CHECK(parameter_name(setup, by_edit.parameter) == "W1[1,1]");
  CHECK(by_edit.its_value == 1e300);
  CHECK(by_edit.quantity == "J");  // the square overflows
  CHECK(std::isinf(by_edit.number));

  setup.start = start_named("normal");
  setup.start.settings.set("std", 1e200);
  session = session_of(setup, data);
  session.advance(10);
  REQUIRE(session.trouble().has_value());
  const Explanation by_start = explain(session, *session.trouble());
  CHECK(by_start.trouble.iteration == 0);
  CHECK(by_start.reason == Reason::start);
  const auto trace = run_of(by_start.program);
  CHECK(trace->step(by_start.step).kind == StepKind::forward);
}

TEST_CASE("typed activations are equal by their texts and their numbers") {
  const std::string text = "def f(x, a=2): return a * tanh(x)";
  CHECK(typed_activation(text) == typed_activation(text, {{"a", 2}}));
  CHECK_FALSE(typed_activation(text) == typed_activation(text, {{"a", 3}}));
  CHECK_FALSE(typed_activation(text) == typed_activation(text + " "));
  CHECK_FALSE(typed_activation(text) == Activation{});
  CHECK_FALSE(typed_activation("def tanh(x): return x * x") == activation_named("tanh"));
  CHECK(typed_activation(text).name() == "f");
  CHECK_FALSE(typed_activation(text).none());
}

TEST_CASE("a set-up that makes no sense is refused with a cause and an advice") {
  const auto refused = [](const auto& change) {
    Setup setup;
    change(setup);
    const auto error = validate(setup);
    REQUIRE(error.has_value());
    CHECK_FALSE(error->advice.empty());
    return error->cause;
  };
  CHECK(refused([](Setup& s) { s.features.clear(); }) == "the network has no input");
  CHECK(refused([](Setup& s) {
          s.features = {Feature::x1_x2, Feature::x1_x2};
        }) == "the feature x1 * x2 is given twice");
  CHECK(refused([](Setup& s) { s.hidden.resize(7); }) == "the network has 7 hidden layers");
  CHECK(refused([](Setup& s) { s.hidden[0].neurons = 0; }) == "a layer has 0 neurons");
  CHECK(refused([](Setup& s) { s.hidden[0].neurons = 17; }) == "a layer has 17 neurons");
  CHECK(refused([](Setup& s) { s.hidden[0].activation.op = find_op("exp"); }) ==
        "'exp' is no activation");
  const auto typed = [&](const std::string& text, const FunctionNumbers& set = {}) {
    return refused([&](Setup& s) { s.hidden[1].activation = typed_activation(text, set); });
  };
  CHECK(typed("def f(x): return sigmod(x)") == "unknown function 'sigmod'");
  CHECK(typed("f = 3") == "a function begins with def");
  CHECK(typed("def f(x): return x > 0") == "no gradient passes through 'f' to x");
  CHECK(typed("def f(x, a=2): return x * (1 / a)", {{"a", 0}}) ==
        "division of a plain number by zero");
  CHECK(typed("def f(x, a=2): return a * x", {{"b", 1}}) == "'f' has no parameter 'b'");
  CHECK(typed("def f(x, a=2): return a * x", {{"a", NAN}}) == "'a' must be a finite number");
  CHECK(refused([](Setup& s) {
          s.output = typed_activation("def mine(x): return tanh(x)");
          s.loss = Loss::cross_entropy;
        }) == "the cross-entropy takes the last neuron's weighted sum, without mine");
  CHECK(refused([](Setup& s) { s.output.op = find_op("elu"); }) ==
        "'alpha' of elu is missing or of the wrong kind");
  CHECK(refused([](Setup& s) { s.loss = Loss::cross_entropy; }) ==
        "the cross-entropy takes the last neuron's weighted sum, without tanh");
  CHECK(refused([](Setup& s) { s.penalty_rate = -1; }) == "the penalty's rate is -1");
  CHECK(refused([](Setup& s) { s.dropout = 1; }) == "the chance of dropout is 1");
  CHECK(refused([](Setup& s) { s.optimizer = {}; }) == "there is no optimizer");
  CHECK(refused([](Setup& s) { s.optimizer.settings = {}; }) ==
        "'lr' of sgd is missing or of the wrong kind");
  CHECK(refused([](Setup& s) { s.optimizer = optimizer_named("sgd", -0.1); }) ==
        "the learning rate is the number -0.1; it must not be negative");
  CHECK(refused([](Setup& s) { s.batch = 1001; }) == "a batch has 1001 points");
  CHECK(refused([](Setup& s) { s.start = {}; }) == "the weights have no start");
  CHECK(refused([](Setup& s) { s.start = start_named("full"); }) ==
        "'fill_value' of full is missing or of the wrong kind");
  CHECK(refused([](Setup& s) { s.seed = 1'000'001; }) == "the seed is 1000001");
  Setup classes;
  classes.loss = Loss::cross_entropy;
  classes.output = {};
  CHECK_FALSE(Session::start(classes, toy_data(ToySet::plane, 20, 1)).ok());
  CHECK_FALSE(Session::start({}, std::make_shared<const Data>()).ok());
}

}  // namespace
}  // namespace backprop::test
