// The JSON that the engine writes can be read by anyone, with every number whole.
#include "engine/io/json.h"

#include <doctest/doctest.h>

#include "engine/trace/gradient_check.h"
#include "engine/trace/scalar_run.h"
#include "tests/support/json.h"
#include "tests/support/programs.h"

namespace backprop::test {
namespace {

using nlohmann::json;

TEST_CASE("numbers keep all their digits; those that JSON lacks are named") {
  const auto trace =
      run_of("x = param([0.1, 0.0, -0.0])\ny = 1 / x\nz = y - y\nJ = sum(x)\nJ.backward()\n");
  const json result = parsed(gradients_json(*trace));
  CHECK(result.at("values").at("x").at(0).get<double>() == 0.1);
  CHECK(result.at("values").at("y").at(1) == "inf");
  CHECK(result.at("values").at("y").at(2) == "-inf");
  CHECK(result.at("values").at("z").at(1) == "nan");
  CHECK(result.at("loss").get<double>() == 0.1);
}

TEST_CASE("a program without backward() has no loss") {
  const json result = parsed(gradients_json(*run_of("x = tensor([[1, 2]])\n")));
  CHECK(result.at("loss").is_null());
  CHECK(result.at("values").at("x") == parsed("[[1, 2]]"));
}

TEST_CASE("terms of a large step end with the element at which the limit is reached") {
  const auto trace = run_of(
      "x = param(normal((400, 2), 1.0, seed=1))\n"
      "J = sum(batch_norm(x, None, None, training=True) ** 2)\nJ.backward()\n");
  const json whole = parsed(trace_json(*trace));
  std::size_t most = 0;
  for (const json& step : whole.at("steps")) {
    std::size_t terms = 0;
    std::size_t last = 0;
    if (!step.contains("terms")) continue;
    for (const json& element : step.at("terms"))
      terms += last = element.size();
    CHECK(terms <= 20'000 + last);
    most = std::max(most, terms);
  }
  CHECK(most > 20'000);
}

TEST_CASE("traces, scalar traces, checks and errors are valid JSON for every program") {
  for (const NamedProgram& program : all_programs()) {
    CAPTURE(program.name);
    const auto trace = run_of(program.text);
    const json whole = parsed(trace_json(*trace));
    CHECK(whole.at("steps").size() == static_cast<std::size_t>(trace->step_count()));
    CHECK(parsed(scalar_trace_json(*trace, run_scalars(*trace).value())).is_object());
    CHECK(parsed(check_json(check_gradients(*trace))).is_object());
  }
  const json error = parsed(error_json({{3, 7}, "a \"quote\", \\ and \n", "advice"}));
  CHECK(error.at("error").at("line") == 3);
  CHECK(error.at("error").at("column") == 7);
}

}  // namespace
}  // namespace backprop::test
