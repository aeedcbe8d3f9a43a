// What every chapter must keep, by the check that authors run; and what words say about numbers.
#include <doctest/doctest.h>

#include <string>

#include "engine/program/interpreter.h"
#include "lessons/model/data_dir.h"
#include "lessons/model/lesson_check.h"

namespace backprop::lessons {
namespace {

TEST_CASE("nothing is wrong with the chapters") {
  const Library library = read_library(data_dir() / "lessons");
  REQUIRE(chapter_ids(library).size() >= 10);
  for (const Finding& finding : check_library(library)) {
    FAIL_CHECK(finding.file << ":" << finding.line << ": " << finding.block << ": "
                            << finding.cause);
  }
}

TEST_CASE("4.2: what its words say about the numbers is so") {
  auto source = load_program("neuron-mse");
  auto entropy = load_program("neuron-cross-entropy");
  REQUIRE(source.ok());
  REQUIRE(entropy.ok());
  const auto value = [](const std::string& program, const std::string& expression) {
    const auto trace = run_program(program);
    REQUIRE(trace.ok());
    const auto tensor =
        evaluate(*trace.value(), trace.value()->backward_runs.back().end_step, expression);
    REQUIRE(tensor.ok());
    return tensor.value()[0];
  };
  CHECK(value(source.value(), "grad(w)[0]") < 0);
  CHECK(value(source.value(), "a - y") < 0);
  CHECK(value(source.value(), "x[0]") > 0);
  CHECK(value(source.value(), "grad(b)") < 0);

  // The weights that the chapter asks the reader to put in.
  const auto saturated = [](std::string program) {
    return program.replace(program.find("[0.8, 0.9]"), 10, "[-8.0, 9.0]");
  };
  CHECK(value(saturated(source.value()), "y - a") > 0.999);
  CHECK(value(saturated(source.value()), "-grad(w)[0]") < 1e-6);
  CHECK(value(saturated(entropy.value()), "-grad(w)[0]") > 0.5);
}

}  // namespace
}  // namespace backprop::lessons
