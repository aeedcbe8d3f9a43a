// The program is edited, run, refused, opened and taken back, with mouse and keys.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "tests/support/programs.h"
#include "tests/ui/by_hand.h"

namespace backprop::test {
namespace {

TEST_CASE("a typed program is run with Ctrl+Enter and its numbers are shown") {
  Desk desk(opened());
  replace_program(desk, "w = param(3.0)\nJ = w * w\nJ.backward()");
  CHECK(desk.state().edited());
  CHECK(desk.shows(desk.words()["code.edited"]));
  desk.key(GLFW_KEY_ENTER, true);
  desk.frames(3);
  CHECK_FALSE(desk.workbench.editing());
  CHECK_FALSE(desk.state().edited());
  CHECK(desk.state().trace->program == "w = param(3.0)\nJ = w * w\nJ.backward()");
  desk.key(GLFW_KEY_END);
  CHECK(desk.shows("\u2202 6"));
  desk.key(GLFW_KEY_Z, true);  // the step to the end
  desk.key(GLFW_KEY_Z, true);  // the run
  CHECK(desk.state().edited());
  CHECK(desk.state().trace->program == shipped_program("neuron-mse"));
}

TEST_CASE("keys typed in the editor are text, not commands; Esc leaves it and keeps the text") {
  Desk desk(opened());
  desk.key(GLFW_KEY_SPACE);
  const Time time = desk.state().time;
  replace_program(desk, "p = tensor(1)  # ep");
  desk.key(GLFW_KEY_LEFT);
  desk.key(GLFW_KEY_BACKSPACE);
  CHECK(desk.state().time == time);
  CHECK(desk.state().draft == "p = tensor(1)  # p");
  desk.key(GLFW_KEY_ESCAPE);
  desk.frames();
  CHECK_FALSE(desk.workbench.editing());
  CHECK(desk.state().draft == "p = tensor(1)  # p");
  desk.click("revert");
  CHECK_FALSE(desk.state().edited());
}

TEST_CASE("an error shows under its line and the last good trace stays") {
  Desk desk(opened());
  for (int i = 0; i < 7; ++i)
    desk.key(GLFW_KEY_SPACE);
  const auto trace = desk.state().trace;
  const Time time = desk.state().time;
  replace_program(desk, "x = tensor([1, 2])\ny = sigmod(x)");
  desk.click("run");
  desk.frames(3);
  REQUIRE(desk.state().error.has_value());
  CHECK(desk.shows("unknown function 'sigmod'"));
  CHECK(desk.shows("did you mean 'sigmoid'?"));
  CHECK(desk.shows(desk.words().format("code.error", 2, 5)));
  CHECK(desk.state().trace == trace);
  CHECK(desk.state().time == time);
  desk.key(GLFW_KEY_SPACE);  // the recording can still be stepped
  CHECK(desk.state().time.step == time.step + 1);
  desk.click("revert");
  CHECK_FALSE(desk.state().error.has_value());
  CHECK_FALSE(desk.shows("sigmod"));
}

TEST_CASE("the menu opens a shipped program; undo and redo go back and forth") {
  Desk desk(opened());
  desk.click("programs");
  desk.click("open:iris-by-hand");
  desk.frames(3);
  CHECK(desk.state().ran_name == "iris-by-hand");
  CHECK(desk.state().trace->program == shipped_program("iris-by-hand"));
  CHECK(desk.shows("sample 1 of 10"));
  desk.click("sample-next");
  CHECK(desk.shows("sample 2 of 10"));
  desk.click("undo");
  CHECK(desk.shows("sample 1 of 10"));
  desk.click("undo");
  CHECK(desk.state().ran_name == "neuron-mse");
  desk.click("redo");
  CHECK(desk.state().ran_name == "iris-by-hand");
}

TEST_CASE("a dropped file opens; one that fails shows why and keeps the recording") {
  Desk desk(opened());
  const auto trace = desk.state().trace;
  const auto folder = std::filesystem::temp_directory_path();
  const auto good = folder / "backprop-dropped-good.py";
  const auto bad = folder / "backprop-dropped-bad.py";
  std::ofstream(good) << "\xEF\xBB\xBFw = param(3.0)\nJ = w * w\nJ.backward()\n";
  std::ofstream(bad) << "w = param(\n";
  desk.workbench.open_file(bad.string());
  desk.frames(3);
  CHECK(desk.shows("'(' is never closed"));
  CHECK(desk.state().trace == trace);
  CHECK(desk.state().program_name == "backprop-dropped-bad");
  desk.workbench.open_file(good.string());
  desk.frames(3);
  CHECK_FALSE(desk.state().error.has_value());
  CHECK(desk.state().trace->program.starts_with("w = param"));
  desk.workbench.open_file("/no/such/file.py");
  desk.frames();
  CHECK(desk.shows("/no/such/file.py cannot be read"));
  desk.key(GLFW_KEY_ESCAPE);
  CHECK_FALSE(desk.shows("/no/such/file.py cannot be read"));
  std::filesystem::remove(good);
  std::filesystem::remove(bad);
}

}  // namespace
}  // namespace backprop::test
