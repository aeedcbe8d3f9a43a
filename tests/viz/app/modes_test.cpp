// Practice and the hunt as commands on the state.
#include "viz/app/modes.h"

#include <doctest/doctest.h>

#include <set>

#include "engine/number_text.h"
#include "engine/program/broken.h"
#include "engine/trace/compare.h"
#include "tests/support/programs.h"
#include "viz/app/app.h"
#include "viz/app/share.h"

namespace backprop::test {
namespace {

using namespace viz;
namespace practice = lessons::practice;

State start(const std::string& program) {
  State state;
  state.lesson = "4.2";
  state.program_name = state.ran_name = "start";
  state.draft = program;
  state.trace = run_of(program);
  return state;
}

/// The first edge that can be taken.
void pick_ready(App& app) {
  for (const practice::Choice& choice :
       practice::choices(*app.state().trace, *app.state().practice)) {
    if (!choice.ready) continue;
    app.dispatch(command::PracticePick{choice.step});
    return;
  }
}

void practise_to_end(App& app) {
  for (int i = 0; app.state().practice->ask != practice::Ask::finished; ++i) {
    REQUIRE(i < 1000);
    const Trace& trace = *app.state().trace;
    const practice::Practice& now = *app.state().practice;
    if (now.ask != practice::Ask::pick) {
      app.dispatch(command::PracticeAnswer{exact_text(practice::expected(trace, now))});
      continue;
    }
    pick_ready(app);
  }
}

/// Some questions answered, one wrongly, with a hint.
void practise_a_little(App& app) {
  for (int questions = 0; questions < 4;) {
    const Trace& trace = *app.state().trace;
    const practice::Practice& now = *app.state().practice;
    if (now.ask == practice::Ask::pick) {
      pick_ready(app);
      continue;
    }
    if (questions == 2) {
      app.dispatch(command::PracticeAnswer{"12345"});
      app.dispatch(command::PracticeHint{});
    }
    app.dispatch(command::PracticeAnswer{exact_text(practice::expected(trace, now))});
    ++questions;
  }
}

bool same_practice(const practice::Practice& a, const practice::Practice& b) {
  const practice::Score x = practice::total(a);
  const practice::Score y = practice::total(b);
  return a.done == b.done && a.ask == b.ask && a.step == b.step && a.moves == b.moves &&
         a.log.size() == b.log.size() && x.asked == y.asked && x.mistakes == y.mistakes &&
         x.hints == y.hints && x.at_once == y.at_once;
}

TEST_CASE("practice that is left goes on where it was, until it is begun anew") {
  App app(start(shipped_program("two-two-two")));
  app.dispatch(command::StartPractice{});
  practise_a_little(app);
  const practice::Practice before = *app.state().practice;
  REQUIRE(practice::total(before).mistakes == 1);
  app.dispatch(command::LeavePractice{});
  CHECK_FALSE(app.state().practice);
  app.dispatch(command::StartPractice{});
  REQUIRE(app.state().practice);
  CHECK(same_practice(*app.state().practice, before));
  app.dispatch(command::StartPractice{before.run, true});
  CHECK(practice::total(*app.state().practice).asked == 0);
  // What is finished is over.
  practise_to_end(app);
  app.dispatch(command::LeavePractice{});
  CHECK_FALSE(app.state().unfinished);
}

TEST_CASE("practice comes back with a shared state, and so at the next start") {
  App app(start(shipped_program("two-two-two")));
  app.dispatch(command::StartPractice{});
  practise_a_little(app);
  const practice::Practice before = *app.state().practice;
  for (const bool under_way : {true, false}) {
    if (!under_way) app.dispatch(command::LeavePractice{});
    auto shared = read_share(share_text(app.state()));
    REQUIRE(shared.ok());
    State next = start("w = param(2.0)\nJ = w * w\nJ.backward()\n");
    begin_opening(next, std::make_shared<const SharedState>(std::move(shared).value()));
    next.trace = run_of(next.draft);
    restore(next, *next.opening);
    CHECK(next.practice.has_value() == under_way);
    if (!under_way) start_practice(next, before.run, false);
    REQUIRE(next.practice);
    CHECK(same_practice(*next.practice, before));
  }
}

TEST_CASE("practice moves the time as far as the learner has got, and nothing else does") {
  App app(start(shipped_program("two-two-two")));
  app.dispatch(command::StartPractice{});
  REQUIRE(app.state().practice.has_value());
  const BackwardRun run = app.state().trace->backward_runs[0];
  CHECK(app.state().time == Time{run.first_step, 0});
  app.dispatch(command::GoTo{{run.end_step, 0}});
  app.dispatch(command::StepForward{});
  app.dispatch(command::SetPlaying{true});
  CHECK(app.state().time == Time{run.first_step, 0});
  CHECK_FALSE(app.state().playing);
  app.dispatch(command::PracticePick{run.first_step});
  app.dispatch(command::PracticeAnswer{"1"});
  CHECK(app.state().time.step == run.first_step + 1);
  app.dispatch(command::PracticePick{run.first_step + 1});
  CHECK(app.state().selection ==
        Entity::value(target(*app.state().trace, app.state().trace->step(run.first_step + 1)), 0));
  practise_to_end(app);
  CHECK(app.state().time == Time{run.end_step, 0});
  CHECK(practice::total(*app.state().practice).mistakes == 0);
  app.dispatch(command::LeavePractice{});
  CHECK_FALSE(app.state().practice.has_value());
  app.dispatch(command::StepForward{});
  CHECK(app.state().time.step == run.end_step + 1);
  app.undo();
  app.undo();
  CHECK(app.state().practice.has_value());  // leaving can be taken back
}

TEST_CASE("practice begins at the backward() of its time, and ends with another recording") {
  App app(start(shipped_program("xor")));
  app.dispatch(command::GoTo{{app.state().trace->backward_runs[1].first_step + 2, 0}});
  app.dispatch(command::StartPractice{});
  REQUIRE(app.state().practice.has_value());
  CHECK(app.state().practice->run == 1);
  app.dispatch(command::OpenProgram{"neuron-mse", shipped_program("neuron-mse")});
  app.work_to_end();
  CHECK_FALSE(app.state().practice.has_value());
  // Commands of a mode that is not on change nothing; nor does what cannot begin.
  const State before = app.state();
  for (const Command& command :
       std::vector<Command>{command::PracticePick{3}, command::PracticeAnswer{"1"},
                            command::PracticeHint{}, command::LeavePractice{}, command::HuntCheck{},
                            command::HuntGuess{Fault::overwrite}, command::LeaveHunt{}}) {
    app.dispatch(command);
    CHECK(app.state().trace == before.trace);
    CHECK(app.state().time == before.time);
    CHECK_FALSE(app.state().practice.has_value());
    CHECK_FALSE(app.state().hunt.has_value());
  }
  App none(start("x = param(1.0)\ny = x * 2\n"));
  none.dispatch(command::StartPractice{});
  CHECK_FALSE(none.state().practice.has_value());
}

TEST_CASE("a hunt shows a recording with a fault that the program shows, and gives back the own") {
  for (const NamedProgram& program : core_programs()) {
    CAPTURE(program.name);
    App app(start(program.text));
    const auto healthy = app.state().trace;
    const std::vector<Fault> shown = faults_shown_by(*healthy);
    REQUIRE(!shown.empty());
    std::set<Fault> planted;
    for (std::uint64_t seed = 0; seed < 14; ++seed) {
      app.dispatch(command::StartHunt{seed});
      app.work_to_end();
      REQUIRE(app.state().hunt.has_value());
      const Hunt& hunt = *app.state().hunt;
      CHECK(app.state().trace->fault == hunt.fault);
      CHECK(hunt.healthy == healthy);
      CHECK(std::find(shown.begin(), shown.end(), hunt.fault) != shown.end());
      CHECK_FALSE(app.state().running);
      planted.insert(hunt.fault);
    }
    CHECK(planted.size() == shown.size());  // in 14 hunts each has had its turn
    app.dispatch(command::LeaveHunt{});
    CHECK(app.state().trace == healthy);
    CHECK_FALSE(app.state().hunt.has_value());
  }
}

TEST_CASE("the hunt's check, guesses and verdict") {
  App app(start(shipped_program("two-two-two")));
  const auto healthy = app.state().trace;
  app.dispatch(command::StartHunt{0});
  app.work_to_end();
  REQUIRE(app.state().hunt.has_value());
  const Fault fault = app.state().hunt->fault;
  CHECK_FALSE(app.state().hunt->check.has_value());
  app.dispatch(command::HuntCheck{});
  REQUIRE(app.state().hunt->check.has_value());
  CHECK_FALSE(app.state().hunt->check->passed());
  app.dispatch(command::HuntGuess{Fault::keeps_gradients});
  app.dispatch(command::HuntGuess{Fault::keeps_gradients});
  CHECK(app.state().hunt->wrong_guesses == std::vector<Fault>{Fault::keeps_gradients});
  CHECK_FALSE(app.state().hunt->found);
  app.dispatch(command::HuntGuess{fault});
  CHECK(app.state().hunt->found);
  REQUIRE(app.state().hunt->first_step.has_value());
  CHECK(*app.state().hunt->first_step == first_difference(*healthy, *app.state().trace)->step);
  app.dispatch(command::HuntGuess{Fault::overwrite});  // it is over
  CHECK(app.state().hunt->wrong_guesses.size() == 1);
  app.undo();
  app.undo();
  CHECK_FALSE(app.state().hunt->found);
  app.dispatch(command::StartPractice{});  // a broken engine is no teacher
  CHECK_FALSE(app.state().practice.has_value());
}

TEST_CASE("a hunt that finds no fault says so; one that is under way can be left") {
  App app(start("x = param(2.0)\nJ = x * 3\nJ.backward()\n"));
  app.dispatch(command::StartHunt{0});
  app.work_to_end();
  CHECK_FALSE(app.state().hunt.has_value());
  CHECK(app.state().no_fault_to_show);
  CHECK_FALSE(app.state().running);
  App long_one(start(shipped_program("xor")));
  const auto healthy = long_one.state().trace;
  long_one.dispatch(command::StartHunt{0});
  CHECK(long_one.state().running);
  long_one.work(1);
  long_one.dispatch(command::LeaveHunt{});
  CHECK_FALSE(long_one.state().running);
  long_one.work_to_end();
  CHECK(long_one.state().trace == healthy);
  CHECK_FALSE(long_one.state().hunt.has_value());
  // A run of the draft goes first, and a hunt on screen ends with it.
  long_one.dispatch(command::RunDraft{});
  long_one.dispatch(command::StartHunt{0});
  long_one.work_to_end();
  CHECK_FALSE(long_one.state().hunt.has_value());
  long_one.dispatch(command::StartHunt{0});
  long_one.work_to_end();
  REQUIRE(long_one.state().hunt.has_value());
  long_one.dispatch(command::RunDraft{});
  long_one.work_to_end();
  CHECK_FALSE(long_one.state().hunt.has_value());
  CHECK(long_one.state().trace->fault == Fault::none);
}

}  // namespace
}  // namespace backprop::test
