// Numbers edited in the draft, what they make stale, and runs that are kept: on the state.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/support/bits.h"
#include "tests/support/programs.h"
#include "viz/app/app.h"

namespace backprop::test {
namespace {

using namespace viz;

State start(const std::string& program) {
  State state;
  state.lesson = "4.2";
  state.program_name = state.ran_name = "start";
  state.draft = program;
  state.trace = run_of(program);
  return state;
}

Entity element(const App& app, const char* name, Index index) {
  const ValueId id = find_value(*app.state().trace, name);
  REQUIRE(id != no_value);
  return Entity::value(id, index);
}

TEST_CASE("an edited number stands in the draft; the recording stays until it is run") {
  App app(start(shipped_program("two-two-two")));
  const auto trace = app.state().trace;
  app.dispatch(command::EditNumber{element(app, "x", 1), 0.25});
  CHECK(app.state().draft.find("tensor([0.05, 0.25])") != std::string::npos);
  CHECK(app.state().trace == trace);
  REQUIRE(app.state().stale);
  const auto stale = [&](const char* name) {
    return app.state().stale->values[static_cast<std::size_t>(find_value(*trace, name))];
  };
  CHECK(stale("x"));
  CHECK(stale("h"));
  CHECK(stale("J"));
  CHECK_FALSE(stale("y"));
  CHECK_FALSE(stale("b2"));
  app.dispatch(command::RunDraft{});
  app.work_to_end();
  CHECK_FALSE(app.state().stale);
  CHECK(app.state().trace->value(find_value(*app.state().trace, "x")).data[1] == 0.25);
}

TEST_CASE("taking an edit back takes its staleness back") {
  App app(start(shipped_program("two-two-two")));
  app.dispatch(command::EditNumber{element(app, "W1@1", 0), 0.2});
  app.dispatch(command::EditNumber{element(app, "W1@1", 0), 0.15});
  CHECK_FALSE(app.state().stale);  // as it was
  app.undo();
  CHECK(app.state().stale);
  app.undo();
  CHECK_FALSE(app.state().stale);
  CHECK_FALSE(app.state().edited());
  app.redo();
  CHECK(app.state().stale);
  app.dispatch(command::RevertDraft{});
  CHECK_FALSE(app.state().stale);
}

TEST_CASE("undo takes a whole gesture back, and no more") {
  App app(start(shipped_program("two-two-two")));
  const Entity w = element(app, "W1@1", 2);
  const Entity x = element(app, "x", 0);
  app.dispatch(command::EditNumber{w, 0.26});
  const std::string first = app.state().draft;
  app.dispatch(command::EditNumber{x, 1, false});
  for (const double number : {2.0, 3.0, 4.0})
    app.dispatch(command::EditNumber{x, number, true});
  app.dispatch(command::EditNumber{w, 0.5, true});  // of another number
  app.undo();
  CHECK(app.state().draft.find("tensor([4.0") != std::string::npos);
  app.undo();
  CHECK(app.state().draft == first);
  app.undo();
  CHECK_FALSE(app.state().edited());
  app.dispatch(command::EditSetting{0, {"lr"}, 0.25, false});
  app.dispatch(command::EditSetting{0, {"lr"}, 0.125, true});
  app.dispatch(command::EditSetting{0, {"momentum"}, 0.5, true});
  CHECK(app.state().draft.find("sgd(lr=0.125, momentum=0.5)") != std::string::npos);
  app.undo();
  CHECK(app.state().draft.find("sgd(lr=0.125)") != std::string::npos);
  app.undo();
  CHECK_FALSE(app.state().edited());
}

TEST_CASE("what cannot be edited says so once, and changes nothing") {
  App app(start(shipped_program("two-two-two")));
  const State before = app.state();
  app.dispatch(command::EditNumber{element(app, "h", 0), 1});
  const auto refusal = app.take_refusal();
  REQUIRE(refusal.has_value());
  CHECK(refusal->cause == "h is computed");
  CHECK_FALSE(app.take_refusal().has_value());
  CHECK_FALSE(app.can_undo());
  CHECK_FALSE(app.state().refused.has_value());
  CHECK(app.state().draft == before.draft);
  app.dispatch(command::EditSetting{0, {"lr"}, -1});
  CHECK(app.take_refusal().has_value());
  CHECK_FALSE(app.state().edited());
  // What names nothing at all does nothing.
  app.dispatch(command::EditNumber{Entity::value(10'000, 0), 1});
  app.dispatch(command::EditNumber{Entity::value(0, 99), 1});
  app.dispatch(command::EditNumber{Entity::value(-5, 0), 1});
  app.dispatch(command::EditNumber{Entity::step(2), 1});
  app.dispatch(command::EditSetting{7, {"lr"}, 1});
  CHECK_FALSE(app.state().edited());
}

TEST_CASE("a broken draft refuses edits and keeps what was typed") {
  App app(start("w = param(1.0)\nJ = w * w\n"));
  app.dispatch(command::EditDraft{"w = param(1.0\nJ = w * w\n"});
  app.dispatch(command::EditNumber{Entity::value(0, 0), 2});
  REQUIRE(app.take_refusal().has_value());
  CHECK(app.state().draft == "w = param(1.0\nJ = w * w\n");
}

/// Keeps the run, edits a number and runs again.
App forked() {
  App app(start(shipped_program("two-two-two")));
  app.dispatch(command::KeepRun{});
  CHECK_FALSE(app.state().kept->difference.has_value());
  app.dispatch(command::EditNumber{element(app, "W2@1", 3), 0.5});
  app.dispatch(command::RunDraft{});
  app.work_to_end();
  REQUIRE(app.state().kept.has_value());
  return app;
}

TEST_CASE("a kept run stays while the next one is run, and the two are compared") {
  const App app = forked();
  const State& state = app.state();
  CHECK(state.kept->trace->program == shipped_program("two-two-two"));
  CHECK(state.trace != state.kept->trace);
  REQUIRE(state.kept->difference.has_value());
  CHECK(state.kept->difference->what == TraceDifference::What::number);
  CHECK(state.kept->difference->step == state.trace->value(find_value(*state.trace, "W2")).made_by);
  CHECK(state.kept->difference->a == 0.5);
  CHECK(state.kept->difference->b == 0.55);
}

TEST_CASE("swapping twice is where one was; the selection follows by name") {
  App app = forked();
  app.dispatch(command::Select{element(app, "W2@1", 3)});
  app.dispatch(command::GoTo{{9, 0}});
  app.dispatch(command::EditDraft{app.state().draft + "# not run\n"});
  const State before = app.state();
  app.dispatch(command::SwapKept{});
  CHECK(app.state().trace == before.kept->trace);
  CHECK(app.state().kept->trace == before.trace);
  CHECK(app.state().kept->draft == before.draft);
  CHECK(app.state().draft == app.state().trace->program);
  CHECK(app.state().kept->difference->a == 0.55);
  CHECK(app.state().kept->difference->b == 0.5);
  CHECK(app.state().selection == before.selection);
  CHECK(app.state().time == before.time);
  app.dispatch(command::SwapKept{});
  CHECK(app.state().trace == before.trace);
  CHECK(app.state().draft == before.draft);
  CHECK(app.state().program_name == before.program_name);
  app.dispatch(command::DropKept{});
  CHECK_FALSE(app.state().kept.has_value());
  app.dispatch(command::SwapKept{});  // nothing to swap with
  CHECK(app.state().trace == before.trace);
  app.undo();
  app.undo();
  CHECK(app.state().kept.has_value());
}

TEST_CASE("swapping with a shorter run keeps the time inside it and drops what is not there") {
  App app(start("a = tensor(1.0)\n"));
  app.dispatch(command::KeepRun{});
  app.dispatch(command::OpenProgram{"longer", "a = tensor(2.0)\nb = a * 2\nc = b * 2\n"});
  app.work_to_end();
  app.dispatch(command::GoTo{{3, 0}});
  app.dispatch(command::Select{element(app, "c", 0)});
  app.dispatch(command::SwapKept{});
  CHECK(app.state().time == Time{1, 0});
  CHECK(app.state().selection == Entity{});
  CHECK(app.state().ran_name == "start");
  CHECK(app.state().program_name == "start");
  CHECK(app.state().kept->name == "longer");
}

}  // namespace
}  // namespace backprop::test
