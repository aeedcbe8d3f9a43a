// Which values of a program of single numbers make neurons.
#include "engine/trace/neurons.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/support/programs.h"

namespace backprop::test {
namespace {

/// "o: w5*h + w6*x + b2" for each neuron, in their order.
std::vector<std::string> neurons_in(const std::string& text) {
  const auto trace = run_of(text);
  const auto name = [&](ValueId id) {
    const Value& value = trace->value(id);
    return value.name.empty() ? value.text : value.name;
  };
  std::vector<std::string> all;
  for (const Neuron& neuron : scalar_neurons(*trace, {0, trace->step_count()}, trace->loss())) {
    std::string line = name(neuron.output) + ":";
    for (const NeuronInput& input : neuron.inputs)
      line += (line.back() == ':' ? " " : " + ") + name(input.weight) + "*" + name(input.input);
    if (neuron.bias != no_value) line += " + " + name(neuron.bias);
    all.push_back(line);
    CHECK(std::find(neuron.parts.begin(), neuron.parts.end(), neuron.weighted_sum) !=
          neuron.parts.end());
  }
  return all;
}

using Lines = std::vector<std::string>;

const std::string head =
    "x1 = tensor(0.5)\nx2 = tensor(-1.0)\ny = tensor(1.0)\n"
    "w1 = param(0.1)\nw2 = param(0.2)\nw3 = param(0.3)\nb1 = param(0.4)\nb2 = tensor(0.5)\n";

TEST_CASE("weighted sums, in whatever order, with what follows them") {
  CHECK(
      neurons_in(head + "h = sigmoid(w1 * x1 + w2 * x2 + b1)\nJ = (h - y) ** 2\nJ.backward()\n") ==
      Lines{"h: w1*x1 + w2*x2 + b1"});
  CHECK(neurons_in(head + "z = b2 + (x1 * w1 + x2 * w2)\nJ = (tanh(z) - y) ** 2\nJ.backward()\n") ==
        Lines{"tanh(z): w1*x1 + w2*x2 + b2"});
  CHECK(neurons_in(head + "p = w1 * x1\nJ = (p - y) ** 2\nJ.backward()\n") == Lines{"p: w1*x1"});
}

TEST_CASE("neurons read neurons, also where an activation is written out, or a weight shared") {
  CHECK(neurons_in(head + "h = 1 / (1 + exp(-(w1 * x1 + b1)))\no = tanh(w2 * h + w3 * x2 + b2)\n"
                          "J = (o - y) ** 2\nJ.backward()\n") ==
        Lines{"h: w1*x1 + b1", "o: w2*h + w3*x2 + b2"});
  CHECK(neurons_in(head + "a = tanh(w1 * x1 + b1)\nb = tanh(w1 * a + b1)\nJ = (b - y) ** 2\n"
                          "J.backward()\n") == Lines{"a: w1*x1 + b1", "b: w1*a + b1"});
}

TEST_CASE("what the loss does not read is no output, where it reads another part") {
  CHECK(neurons_in(head + "h = sigmoid(w1 * x1 + b1)\nslope = h * (1 - h)\nJ = (h - y) ** 2\n"
                          "J.backward()\n") == Lines{"h: w1*x1 + b1"});
}

TEST_CASE("a formula with a parameter is no neuron") {
  for (const char* formula :
       {"J = (w1 - 3) ** 2", "J = w1 * w2", "J = w1 * x1", "J = x1 * w1 ** 2", "J = 2 * w1",
        "J = w1 * x1 + w2 * x2", "s = sigmoid(w1)\nJ = s + w2", "J = exp(x1) * w1 + w1 ** 4"}) {
    CAPTURE(formula);
    CHECK(neurons_in(head + formula + "\nJ.backward()\n").empty());
  }
}

TEST_CASE("programs that ship") {
  CHECK(neurons_in(shipped_program("two-two-two-neurons")) ==
        Lines{"h1: w1*x1 + w2*x2 + b1", "h2: w3*x1 + w4*x2 + b1", "o1: w5*h1 + w6*h2 + b2",
              "o2: w7*h1 + w8*h2 + b2"});
  for (const char* name : {"bowl", "valley", "adam-by-hand", "slope-of-square", "activations"})
    CHECK(neurons_in(shipped_program(name)).empty());
}

}  // namespace
}  // namespace backprop::test
