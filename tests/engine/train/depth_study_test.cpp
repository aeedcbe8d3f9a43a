// The depth study: held to the engine's own backward pass on a small stack, and to what is known of
// deep stacks.
#include "engine/train/depth_study.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

#include "engine/function/activations.h"
#include "engine/function/differentiate.h"
#include "engine/function/simplify.h"
#include "engine/program/interpreter.h"
#include "engine/trace/time.h"
#include "engine/train/depth_run.h"
#include "tests/engine/function/typed_functions.h"

namespace backprop::test {
namespace {

DepthStudy study_of(const std::string& name, const DepthSettings& settings) {
  for (const ScalarFunction& function : activation_functions()) {
    if (function.name != name) continue;
    const FormulaPtr derivative = simplified(differentiated(function.formula, "x"));
    return depth_study({function.formula, "x", default_numbers(function)}, derivative, settings);
  }
  FAIL("no such function");
  return {};
}

/// The mean of the absolute values.
double mean_size(const Tensor& tensor) {
  double sum = 0;
  for (const double number : tensor.data)
    sum += std::abs(number);
  return sum / static_cast<double>(tensor.size());
}

std::string normal_call(const DepthSettings& settings, std::uint64_t seed) {
  return "normal([" + std::to_string(settings.width) + ", " + std::to_string(depth_samples) +
         "], seed=" + std::to_string(seed) + ")";
}

/// The same stack as a program, whose loss hands the same gradient down from above.
std::string program_of(const DepthSettings& settings) {
  const std::uint64_t seed = settings.seed * 1000;
  std::string text = "h0 = tensor(" + normal_call(settings, seed) + ")\n";
  std::string below = "h0";
  for (int l = 1; l <= settings.depth; ++l) {
    const std::string n = std::to_string(l);
    text += "W" + n + " = param(" +
            initialiser_call(settings.start, settings.width, settings.width,
                             seed + static_cast<std::uint64_t>(l) + 1) +
            ")\n";
    text += "z" + n + " = W" + n + " @ " + below + "\n";
    below = "h" + n;
    text += below + " = tanh(z" + n + ")\n";
  }
  return text + "g = tensor(" + normal_call(settings, seed + 1) + ")\nJ = sum(" + below +
         " * g)\nJ.backward()\n";
}

TEST_CASE("a stack has the numbers of the same stack run as a program") {
  for (const DepthStart start :
       {DepthStart::xavier, DepthStart::kaiming, DepthStart::small, DepthStart::large}) {
    const DepthSettings settings{4, 6, start, 3};
    const DepthStudy study = study_of("tanh", settings);
    const auto run = run_program(program_of(settings));
    REQUIRE(run.ok());
    const Trace& trace = *run.value();
    for (int l = 1; l <= settings.depth; ++l) {
      const LayerStudy& layer = study.layers[static_cast<std::size_t>(l - 1)];
      const ValueId z = find_value(trace, "z" + std::to_string(l));
      const ValueId h = find_value(trace, "h" + std::to_string(l));
      CHECK(layer.z.mean_size == doctest::Approx(mean_size(trace.value(z).data)).epsilon(1e-12));
      CHECK(layer.a.mean_size == doctest::Approx(mean_size(trace.value(h).data)).epsilon(1e-12));
      const Tensor gradient = gradient_at(trace, z, trace.step_count());
      CHECK(layer.gradient.mean_size == doctest::Approx(mean_size(gradient)).epsilon(1e-9));
      const auto& counts = layer.gradient.counts;
      CHECK(std::accumulate(counts.begin(), counts.end(), 0) == settings.width * depth_samples);
    }
  }
}

TEST_CASE("what is known of deep stacks is what is said of them") {
  const auto verdict = [](const char* name, DepthStart start, int depth = 20) {
    return study_of(name, {depth, 64, start, 1}).verdict;
  };
  using enum DepthVerdict;
  CHECK((verdict("sigmoid", DepthStart::xavier) == vanishing));
  CHECK((verdict("relu", DepthStart::kaiming) == healthy));
  CHECK((verdict("tanh", DepthStart::xavier) == healthy));
  CHECK((verdict("relu", DepthStart::xavier, 50) == vanishing));
  CHECK((verdict("tanh", DepthStart::small) == vanishing));
  CHECK((verdict("leaky_relu", DepthStart::large) == exploding));
}

TEST_CASE("a unit is dead where its slope is 0 for every sample, saturated below 0.05") {
  const DepthStudy hard = study_of("hardtanh", {8, 64, DepthStart::large, 2});
  CHECK(hard.layers.back().saturated > 0.5);
  CHECK(hard.layers.back().saturated < 1);
  const DepthStudy identity = study_of("leaky_relu", {3, 8, DepthStart::xavier, 2});
  CHECK(identity.layers[0].dead == 0);
  const FormulaPtr zero = number_formula(0);
  const DepthStudy constant = depth_study({number_formula(1), "x", {}}, zero, {2, 4});
  CHECK(constant.layers[0].dead == 1);
  CHECK(constant.layers[1].saturated == 1);
  CHECK((constant.verdict == DepthVerdict::dying));
  CHECK(constant.layers[1].a.low == constant.layers[1].a.high);
}

TEST_CASE("numbers that overflow are told, and sizes out of range are moved into it") {
  const FormulaPtr x = name_formula("x");
  const FormulaPtr cube = call_formula("mul", {x, call_formula("mul", {x, x})});
  const FormulaPtr slope = simplified(differentiated(cube, "x"));
  const DepthStudy study = depth_study({cube, "x", {}}, slope, {20, 16, DepthStart::large, 1});
  CHECK((study.verdict == DepthVerdict::not_finite));
  CHECK(study.layers.back().a.not_finite > 0);
  CHECK(depth_study({x, "x", {}}, number_formula(1), {1000, 0}).layers.size() == most_depth);
}

TEST_CASE("a study in slices takes every layer up and down once, and comes to the same") {
  const ScalarFunction function = function_of("def f(x, k=1.5): return x * sigmoid(k * x)");
  const FunctionAt at = at_defaults(function);
  const DepthSettings settings{7, 16, DepthStart::kaiming, 3};
  DepthRun run(at, function.derivative, settings);
  int slices = 1;
  while (!run.advance())
    ++slices;
  CHECK(slices == 2 * settings.depth);
  const DepthStudy whole = depth_study(at, function.derivative, settings);
  REQUIRE(run.study().layers.size() == whole.layers.size());
  for (std::size_t i = 0; i < whole.layers.size(); ++i) {
    CHECK(run.study().layers[i].a.mean_size == whole.layers[i].a.mean_size);
    CHECK(run.study().layers[i].gradient.counts == whole.layers[i].gradient.counts);
    CHECK(whole.layers[i].gradient.mean_size > 0);
  }
  CHECK(run.study().first_over_last == whole.first_over_last);
  CHECK(run.advance());  // what is done stays so
  CHECK(run.study().first_over_last == whole.first_over_last);
}

}  // namespace
}  // namespace backprop::test
