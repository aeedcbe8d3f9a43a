/// Graphs of shapes that a layout finds hard, and programs whose graphs have every kind of part.
#pragma once

#include <random>
#include <string>

#include "viz/scene/graph_model.h"

namespace backprop::test {

/// Nodes 0, 1, 2, ... without values of a trace; `arguments` gives what each one reads.
template <class Arguments>
viz::GraphModel graph_with(int count, Arguments arguments) {
  viz::GraphModel model;
  for (int n = 0; n < count; ++n) {
    viz::GraphNode node;
    node.value = n;
    node.op = "+";
    model.nodes.push_back(node);
    int place = 0;
    for (const int from : arguments(n))
      model.edges.push_back({from, n, place++});
    if (place == 0) model.nodes.back().kind = viz::GraphNode::Kind::data;
  }
  return model;
}

inline viz::GraphModel chain_graph(int count) {
  return graph_with(count, [](int n) { return n == 0 ? std::vector<int>{} : std::vector{n - 1}; });
}

/// One value that all others read.
inline viz::GraphModel star_graph(int count) {
  return graph_with(count, [](int n) { return n == 0 ? std::vector<int>{} : std::vector{0}; });
}

/// Chains from one value to the last, which reads the end of every chain.
inline viz::GraphModel parallel_graph(int chains, int length) {
  return graph_with(chains * length + 2, [=](int n) {
    if (n == 0) return std::vector<int>{};
    if (n <= chains * length) return std::vector{(n - 1) % length == 0 ? 0 : n - 1};
    std::vector<int> ends;
    for (int c = 1; c <= chains; ++c)
      ends.push_back(c * length);
    return ends;
  });
}

/// Each node reads one to five earlier ones: mostly near ones, some from far back.
inline viz::GraphModel random_graph(int count, unsigned seed) {
  std::mt19937 random(seed);
  return graph_with(count, [&](int n) {
    std::vector<int> from;
    for (int k = n < 5 ? 0 : 1 + static_cast<int>(random() % 5); k > 0; --k) {
      const int reach = random() % 8 == 0 ? n : std::min(n, 100);
      from.push_back(n - 1 - static_cast<int>(random() % static_cast<unsigned>(reach)));
    }
    return from;
  });
}

/// Three steps of an LSTM: composite calls, and parameters that several of them read.
inline constexpr const char* lstm_program =
    "x = tensor([[0.5, -0.3], [0.1, 0.8], [-0.4, 0.2]])\n"
    "W = param(xavier_uniform(12, 2, seed=1))\n"
    "U = param(xavier_uniform(12, 3, seed=2))\n"
    "b = param(zeros(12))\n"
    "h = tensor([0.0, 0.0, 0.0])\n"
    "c = tensor([0.0, 0.0, 0.0])\n"
    "for t in range(3):\n"
    "    h, c = lstm_cell(x[t], (h, c), W, U, b, b)\n"
    "J = sum(h ** 2)\n"
    "J.backward()\n"
    "sgd(lr=0.1)\n";

}  // namespace backprop::test
