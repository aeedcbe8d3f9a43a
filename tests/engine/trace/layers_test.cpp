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

}  // namespace
}  // namespace backprop::test
