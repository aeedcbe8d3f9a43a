// Which values make a layer of neurons.
#include "engine/trace/layers.h"

#include <doctest/doctest.h>

#include "tests/support/programs.h"

namespace backprop::test {
namespace {

const char* const head =
    "x = tensor([[0.5, -1.0], [1.5, 2.0], [-0.5, 0.25]])\n"
    "W = param([[0.4, -0.3], [0.2, 0.6], [-0.5, 0.1]])\nb = param([0.1, 0.2, 0.3])\n";

std::vector<std::string> activations_of(const std::string& rest) {
  const auto trace = run_of(head + rest);
  const auto found = layers(*trace);
  REQUIRE(found.size() == 1);
  std::vector<std::string> names;
  for (const ValueId id : found[0].activations) {
    names.emplace_back(trace->value(id).op->name);
    CHECK(layer_key(*trace, id) == found[0].linear);
  }
  return names;
}

TEST_CASE("a layer goes on through activations, normalization and dropout") {
  using Names = std::vector<std::string>;
  CHECK(activations_of("h = relu(linear(x, W, b))\n") == Names{"relu"});
  CHECK(activations_of("h = relu(batch_norm(linear(x, W, b), None, None, training=True))\n") ==
        Names{"batch_norm", "relu"});
  CHECK(activations_of("h = dropout(tanh(x @ W.T + b), 0.5, seed=3)\n") ==
        Names{"tanh", "dropout"});
  CHECK(activations_of("h = gelu(layer_norm(linear(x, W), 3))\n") == Names{"layer_norm", "gelu"});
}

TEST_CASE("a layer ends where neurons are mixed, shared, or only serve another") {
  using Names = std::vector<std::string>;
  CHECK(activations_of("h = relu(linear(x, W, b))\nJ = sum(h)\n") == Names{"relu"});
  CHECK(activations_of("z = linear(x, W, b)\nh = relu(z)\nk = tanh(z)\n").empty());
  CHECK(activations_of("n = layer_norm(x, 2)\nz = linear(n, W)\n").empty());
  // As the weight of a normalization, not its input.
  CHECK(
      activations_of("z = W @ tensor([1.0, 2.0])\nn = layer_norm(tensor([1.0, 2.0, 3.0]), 3, z)\n")
          .empty());
}

TEST_CASE("the layers of the iterations are together all layers; the first is the first of them") {
  std::size_t several = 0;
  for (const NamedProgram& program : all_programs()) {
    const auto trace = run_of(program.text);
    std::vector<ValueId> all;
    for (const Layer& layer : layers(*trace))
      all.push_back(layer.linear);
    std::vector<ValueId> together;
    const int iterations = trace->steps.empty() ? 0 : trace->steps.back().iteration + 1;
    for (int i = 0; i < iterations; ++i) {
      for (const Layer& layer : layers(*trace, steps_of(*trace, i))) {
        together.push_back(layer.linear);
        CHECK(trace->step(trace->value(layer.linear).made_by).iteration == i);
      }
    }
    CHECK_MESSAGE(together == all, program.name);
    const auto first = first_layer(*trace);
    REQUIRE(first.has_value() == !all.empty());
    if (first) CHECK(first->linear == all.front());
    several += iterations > 1 && all.size() > 1 ? 1 : 0;
  }
  CHECK(several > 0);
}

}  // namespace
}  // namespace backprop::test
