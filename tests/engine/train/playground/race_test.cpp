// Plans, races and the runner: runs as data, side by side, in the background.
#include <doctest/doctest.h>

#include <chrono>
#include <cmath>

#include "engine/train/playground/runner.h"
#include "tests/engine/train/playground/cases.h"

namespace backprop::test {
namespace {

using namespace playground;

Setup with_rate(double lr) {
  Setup setup;
  setup.optimizer = optimizer_named("sgd", lr);
  return setup;
}

std::vector<double> parameters_at(const Session& session, std::int64_t iteration) {
  return session.state_at(iteration).parameters;
}

/// From the start in one go.
std::vector<double> plainly(const Plan& plan, const std::shared_ptr<const Data>& data,
                            std::int64_t iteration) {
  Session session = Session::start(plan, data, {}).value();
  session.advance(iteration);
  return session.state().parameters;
}

void wait_for(Runner& runner, std::int64_t iteration) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (std::chrono::steady_clock::now() < until &&
         runner.look([&](const Race& race) { return race.iteration() < iteration; }))
    std::this_thread::yield();
}

}  // namespace

TEST_CASE("a plan says what a run was, and another session makes it again from the plan alone") {
  const auto data = toy_data(ToySet::circle, 80, 5);
  Session session = Session::start(with_rate(0.1), data, {}).value();
  session.advance(40);
  CHECK_FALSE(session.set_weight(3, 0.25));
  session.advance(30);
  CHECK_FALSE(session.change(with_rate(0.3)));
  session.advance(30);
  REQUIRE(session.plan().edits.size() == 2);
  CHECK(session.plan().edits[0] == Edit{40, WeightEdit{3, 0.25}});
  CHECK(session.plan().edits[1].iteration == 70);
  CHECK(setup_at(session.plan(), 69) == with_rate(0.1));
  CHECK(setup_at(session.plan(), 70) == with_rate(0.3));
  CHECK(plainly(session.plan(), data, 100) == session.state().parameters);
}

TEST_CASE("following another plan keeps what both have in common") {
  const auto data = toy_data(ToySet::circle, 80, 5);
  const Plan plain{with_rate(0.1), {}};
  const Plan one = with_weight(plain, 40, {3, 0.25});
  const Plan two = with_weight(one, 70, {0, -1.0});
  Session session = Session::start(two, data, {}).value();
  session.advance(100);
  const auto at_100 = session.state().parameters;
  CHECK(at_100 == plainly(two, data, 100));

  CHECK_FALSE(session.follow(two));  // the same: nothing is lost
  CHECK(session.furthest() == 100);
  CHECK_FALSE(session.follow(one));
  CHECK(session.furthest() == 70);
  CHECK(session.iteration() == 70);
  session.advance(30);
  CHECK(session.state().parameters == plainly(one, data, 100));

  session.rewind_to(10);  // before the parting the session stays where it is
  CHECK_FALSE(session.follow(plain));
  CHECK(session.iteration() == 10);
  CHECK(session.furthest() == 40);
  session.advance(90);
  CHECK(session.state().parameters == plainly(plain, data, 100));
  CHECK_FALSE(session.follow(two));
  session.advance(60);
  CHECK(session.state().parameters == at_100);

  CHECK(session.follow(Plan{with_rate(0.2), {}})->cause ==
        "a run that has begun keeps the set-up of its beginning");
  CHECK(session.follow(with_weight(plain, 5, {999, 0}))->cause == "there is no parameter 999");
  Plan disorder = two;
  std::swap(disorder.edits[0], disorder.edits[1]);
  CHECK(session.follow(disorder)->cause == "the changes of a run are out of order");
}

TEST_CASE("in a plan the last word at an iteration counts, and what came after is gone") {
  const Plan plain{with_rate(0.1), {}};
  Plan plan = with_weight(with_weight(plain, 7, {2, 1.0}), 7, {2, 2.0});
  CHECK(plan.edits == std::vector<Edit>{{7, WeightEdit{2, 2.0}}});
  plan = with_setup(with_setup(plan, 7, with_rate(0.2)), 7, with_rate(0.5));
  CHECK(plan.edits.size() == 2);
  CHECK(setup_at(plan, 7) == with_rate(0.5));
  CHECK(with_setup(plan, 7, with_rate(0.1)).edits.size() == 1);  // as it was before
  CHECK(with_weight(plan, 3, {0, 1.0}).edits.size() == 1);
  Setup wider = with_rate(0.1);
  wider.hidden[0].neurons = 5;
  const Plan anew = with_setup(plan, 0, wider);
  CHECK(anew == Plan{wider, {}});
  CHECK(validate(with_setup(plain, 9, wider))->cause ==
        "a run that has begun keeps its features and layers");
  CHECK(validate(with_weight(plain, 9, {0, std::nan("")}))->cause ==
        "a weight must be a finite number");
}

TEST_CASE("a race goes in step, rewinds as one, and each of its runs is what it is alone") {
  const auto data = toy_data(ToySet::circle, 80, 5);
  const std::vector<Plan> plans{{with_rate(0.1), {}}, {with_rate(0.03), {}}};
  Race race;
  CHECK_FALSE(race.follow(data, plans));
  while (!race.stands_at(500)) {
    race.approach(500, 64);
    CHECK(race.session(0).iteration() == race.session(1).iteration());
  }
  for (std::size_t i = 0; i < 2; ++i)
    CHECK(race.session(i).state().parameters == plainly(plans[i], data, 500));
  race.approach(123, 64);
  CHECK(race.stands_at(123));
  CHECK(race.furthest() == 500);
  CHECK(race.session(1).state().parameters == parameters_at(race.session(1), 123));
  race.approach(500, 64);  // known: at once
  CHECK(race.stands_at(500));
}

TEST_CASE("a fork in a race is there at once, and the run that it comes from stays") {
  const auto data = toy_data(ToySet::circle, 80, 5);
  const Plan plan{with_rate(0.1), {}};
  Race race;
  CHECK_FALSE(race.follow(data, {plan}));
  race.approach(300, 300);
  const Plan changed = with_setup(plan, 200, with_rate(0.3));
  CHECK_FALSE(race.follow(data, {plan, changed}));
  CHECK(race.session(0).furthest() == 300);
  CHECK(race.session(1).furthest() == 200);
  while (!race.stands_at(300))
    race.approach(300, 64);
  CHECK(race.session(0).state().parameters == plainly(plan, data, 300));
  CHECK(race.session(1).state().parameters == plainly(changed, data, 300));
  CHECK_FALSE(
      race.follow(data, {changed}));  // the other one goes: this is the second one's session
  CHECK(race.session(0).furthest() == 300);

  const auto other = toy_data(ToySet::xor_, 80, 5);
  CHECK_FALSE(race.follow(other, {changed}));
  CHECK(race.iteration() == 0);
  Plan wrong = plan;
  wrong.setup.batch = 0;
  CHECK(race.follow(other, {wrong})->cause == "a batch has 0 points");
  CHECK(race.session(0).plan() == changed);
}

TEST_CASE("a run that comes to trouble stays there, and the others go on") {
  const auto data = toy_data(ToySet::circle, 80, 5);
  Setup wild = with_rate(1e6);
  wild.hidden[0].activation = wild.hidden[1].activation = activation_named("relu");
  wild.output = {};
  Race race;
  CHECK_FALSE(race.follow(data, {{wild, {}}, {with_rate(0.1), {}}}));
  while (!race.stands_at(400))
    race.approach(400, 50);
  CHECK(is_stuck(race.session(0)));
  CHECK(race.session(0).iteration() < 100);
  CHECK(race.session(1).iteration() == 400);
  CHECK(race.iteration() == 400);
  CHECK_FALSE(race.stuck());
  race.approach(0, 50);
  CHECK(race.stands_at(0));
  CHECK_FALSE(race.follow(data, {{wild, {}}}));
  for (int i = 0; i < 10; ++i)
    race.approach(400, 50);
  CHECK(race.stuck());
}

TEST_CASE("the runner trains on its own thread to the very bits of a session") {
  const auto data = toy_data(ToySet::circle, 80, 5);
  const Plan plan{with_rate(0.1), {}};
  Runner runner(Runner::Threads::one);
  CHECK_FALSE(runner.ask(data, {plan}, 3000));
  wait_for(runner, 3000);
  CHECK(runner.look([](const Race& race) { return race.session(0).state().parameters; }) ==
        plainly(plan, data, 3000));
  // Without an end it goes on, and a weight that is set on the way takes it to where it was set.
  CHECK_FALSE(runner.ask(data, {plan}, Runner::no_end));
  wait_for(runner, 5000);
  const Plan edited = with_weight(plan, 2000, {1, 0.5});
  CHECK_FALSE(runner.ask(data, {edited}, 2000));
  wait_for(runner, 2000);
  runner.look([&](const Race& race) {
    CHECK(race.iteration() == 2000);
    CHECK(race.session(0).state().parameters[1] == 0.5);
  });
  CHECK_FALSE(runner.ask(data, {edited}, 2500));
  wait_for(runner, 2500);
  CHECK(runner.look([](const Race& race) { return race.session(0).state().parameters; }) ==
        plainly(edited, data, 2500));
}

TEST_CASE("without a thread the runner works when it is told to") {
  const auto data = toy_data(ToySet::circle, 80, 5);
  Runner runner(Runner::Threads::none);
  runner.work(10);  // nothing is asked for yet
  CHECK_FALSE(runner.ask(data, {{with_rate(0.1), {}}}, 250));
  runner.work(200);
  CHECK(runner.look([](const Race& race) { return race.iteration(); }) == 200);
  runner.work(200);
  CHECK(runner.look([](const Race& race) { return race.iteration(); }) == 250);
}

}  // namespace backprop::test
