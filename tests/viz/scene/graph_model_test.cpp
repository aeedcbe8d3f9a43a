// The graph of an iteration holds each of its values and arguments once, whatever the time.
#include "viz/scene/graph_model.h"

#include <doctest/doctest.h>

#include <set>

#include "tests/support/composite_programs.h"
#include "tests/support/graph_programs.h"
#include "tests/support/programs.h"
#include "viz/scene/network_model.h"

namespace backprop::test {
namespace {

/// By a plain walk over all steps: the values, and of which the arguments are drawn.
struct Expected {
  std::set<ValueId> values;
  std::set<std::pair<ValueId, int>> arguments;
};

Expected expected_of(const Trace& trace, int iteration) {
  Expected expected;
  for (const Step& step : trace.steps) {
    if (step.iteration != iteration || step.kind == StepKind::clear) continue;
    expected.values.insert(step.value);
    const Value& value = trace.value(step.value);
    const bool older_leaf = value.op == nullptr && trace.step(value.made_by).iteration != iteration;
    for (std::size_t a = 0; a < value.arguments.size(); ++a) {
      expected.values.insert(value.arguments[a]);
      if (!older_leaf) expected.arguments.insert({step.value, static_cast<int>(a)});
    }
  }
  return expected;
}

void check_graph(const Trace& trace, Index step) {
  const viz::GraphModel model = viz::graph_of(trace, step);
  const Expected expected = expected_of(trace, viz::iteration_at(trace, step));
  std::set<ValueId> values;
  for (const viz::GraphNode& node : model.nodes) {
    CHECK(values.insert(node.value).second);
    CHECK((!node.name.empty() || !node.op.empty() || node.kind == viz::GraphNode::Kind::constant));
  }
  CHECK(values == expected.values);
  std::set<std::pair<ValueId, int>> arguments;
  for (const viz::GraphEdge& edge : model.edges) {
    const ValueId reader = model.nodes[static_cast<std::size_t>(edge.to)].value;
    CHECK(edge.from < edge.to);
    CHECK(model.nodes[static_cast<std::size_t>(edge.from)].value ==
          trace.value(reader).arguments[static_cast<std::size_t>(edge.argument)]);
    CHECK(arguments.insert({reader, edge.argument}).second);
    const int found = model.edge_of(edge.to, edge.argument);
    CHECK(&model.edges[static_cast<std::size_t>(found)] == &edge);
  }
  CHECK(arguments == expected.arguments);
}

TEST_CASE("every value and argument of the iteration is there exactly once") {
  std::vector<std::string> programs{lstm_program};
  for (const NamedProgram& program : all_programs())
    programs.push_back(program.text);
  for (std::uint32_t seed = 1; seed <= 12; ++seed) {
    programs.push_back(composite_program(seed));
    programs.push_back(random_program(seed));
  }
  // A backward() through what an earlier iteration computed.
  programs.push_back(
      "a = param(2.0)\nb = param(3.0)\nJ = a * a\nK = b * b + b\nJ.backward()\nsgd(lr=0.1)\n"
      "K.backward()\nsgd(lr=0.1)\n");
  for (const std::string& text : programs) {
    CAPTURE(text);
    const auto trace = run_of(text);
    int last = -1;
    for (Index step = 0; step <= trace->step_count(); ++step) {
      if (viz::iteration_at(*trace, step) == last) continue;
      last = viz::iteration_at(*trace, step);
      check_graph(*trace, step);
    }
  }
}

TEST_CASE("kinds, names and signs") {
  const auto trace = run_of(shipped_program("two-two-two"));
  const viz::GraphModel model = viz::graph_of(*trace, 1);
  const auto node = [&](const char* name) {
    return model.nodes[static_cast<std::size_t>(model.node_of(find_value(*trace, name)))];
  };
  CHECK(node("h").op == "sigmoid");
  CHECK(node("h").name == "h");
  CHECK(node("J").op == "*");
  CHECK(node("x").kind == viz::GraphNode::Kind::data);
  CHECK(node("W1").kind == viz::GraphNode::Kind::parameter);
  int updates = 0;
  for (const viz::GraphNode& its : model.nodes) {
    if (its.kind != viz::GraphNode::Kind::update) continue;
    ++updates;
    CHECK(its.op == "sgd");
    CHECK(its.last);
  }
  CHECK(updates == 2);
}

TEST_CASE("the second iteration reads what the first one wrote") {
  const auto trace = run_of(shipped_program("xor"));
  const viz::GraphModel model = viz::graph_of(*trace, trace->step_count());
  CHECK(model.iteration == 1);
  int carried = 0;
  for (const viz::GraphNode& node : model.nodes) {
    carried += node.carried ? 1 : 0;
    if (node.kind == viz::GraphNode::Kind::parameter) CHECK(trace->value(node.value).version == 2);
  }
  CHECK(carried == 6);  // X, y and four parameters
}

TEST_CASE("a composite call is a group") {
  const auto trace = run_of(lstm_program);
  const viz::GraphModel model = viz::graph_of(*trace, 1);
  REQUIRE(model.groups.size() == 3);
  for (const viz::GraphGroup& group : model.groups)
    CHECK(group.name == "lstm_cell");
  for (const viz::GraphNode& node : model.nodes)
    CHECK((node.group >= 0) == (trace->value(node.value).group >= 0));
}

}  // namespace
}  // namespace backprop::test
