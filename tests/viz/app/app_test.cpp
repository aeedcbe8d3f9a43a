// The state under commands: what a program that fails leaves alone, and what undo brings back.
#include "viz/app/app.h"

#include <doctest/doctest.h>

#include "tests/corpus/malformed.h"
#include "tests/support/programs.h"
#include "tests/support/sanitizers.h"

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

TEST_CASE("a malformed program leaves the window's state as it was, and shows its error") {
  App app(start(shipped_program("two-two-two")));
  app.dispatch(command::GoTo{{17, 1}});
  app.dispatch(command::Select{Entity::value(find_value(*app.state().trace, "W2"), 1)});
  app.dispatch(command::AnswerTask{"predict-1", "-1", true});
  app.dispatch(command::SetStepSize{StepSize::term});
  const State before = app.state();
  std::size_t turn = 0;
  for (const MalformedProgram& program : malformed_programs()) {
    if (!is_run(turn++, 4)) continue;
    CAPTURE(program.text.substr(0, 60));
    app.dispatch(command::EditDraft{program.text});
    app.dispatch(command::RunDraft{});
    app.work_to_end();
    const State& now = app.state();
    REQUIRE(now.error.has_value());
    CHECK(now.error->place == program.place);
    CHECK(now.draft == program.text);  // nothing typed is lost
    CHECK_FALSE(now.running);
    CHECK(now.trace == before.trace);
    CHECK(now.time == before.time);
    CHECK(now.selection == before.selection);
    CHECK(now.step_size == before.step_size);
    CHECK(now.answers == before.answers);
    app.dispatch(command::RevertDraft{});
    CHECK(app.state().draft == before.trace->program);
    CHECK_FALSE(app.state().error.has_value());
  }
}

TEST_CASE("an edit that keeps the steps keeps the time and the selection") {
  App app(start("w = param(2.0)\nJ = w * w\nJ.backward()\n"));
  app.dispatch(command::GoTo{{3, 0}});
  app.dispatch(command::Select{Entity::value(0, 0)});
  app.dispatch(command::EditDraft{"w = param(3.0)\nJ = w * w\nJ.backward()\n"});
  CHECK(app.state().edited());
  app.dispatch(command::RunDraft{});
  app.work_to_end();
  CHECK_FALSE(app.state().edited());
  CHECK(app.state().time == Time{3, 0});
  CHECK(app.state().selection == Entity::value(0, 0));
  CHECK(app.state().trace->value(1).data[0] == 9);
}

TEST_CASE("another program starts at its beginning; one undo takes it back") {
  App app(start(shipped_program("neuron-mse")));
  app.dispatch(command::GoTo{{5, 0}});
  const auto trace = app.state().trace;
  app.dispatch(command::OpenProgram{"xor", shipped_program("xor")});
  CHECK(app.state().running);
  app.work_to_end();
  CHECK(app.state().ran_name == "xor");
  CHECK(app.state().time == Time{});
  CHECK(app.state().trace != trace);
  app.undo();
  CHECK(app.state().program_name == "start");
  CHECK(app.state().trace == trace);
  CHECK(app.state().time == Time{5, 0});
  app.redo();
  CHECK(app.state().ran_name == "xor");
}

TEST_CASE("a long run can be worked in slices and left by undo") {
  App app(start("x = tensor(1)\n"));
  app.dispatch(command::EditDraft{"x = tensor(1)\nfor t in range(20000):\n    x = x + 1\n"});
  app.dispatch(command::RunDraft{});
  app.work(100);
  CHECK(app.state().running);
  app.undo();
  CHECK_FALSE(app.state().running);
  app.work(100);
  CHECK(app.state().trace->step_count() == 1);
  app.redo();
  app.dispatch(command::RunDraft{});
  app.work_to_end();
  CHECK(app.state().trace->step_count() == 20'001);
}

TEST_CASE("a row of steps is undone as one") {
  App app(start(shipped_program("neuron-mse")));
  for (int i = 0; i < 5; ++i)
    app.dispatch(command::StepForward{});
  app.dispatch(command::SetLanguage{Language::chinese});
  app.undo();
  CHECK(app.state().language == Language::english);
  CHECK(app.state().time.step == 5);
  app.undo();
  CHECK(app.state().time.step == 0);
  CHECK_FALSE(app.can_undo());
  app.redo();
  CHECK(app.state().time.step == 5);
  app.dispatch(command::StepBack{});
  CHECK(app.can_redo() == false);
}

}  // namespace
}  // namespace backprop::test
