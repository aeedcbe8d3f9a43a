#include "engine/trace/paths.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/limits.h"
#include "engine/trace/backward_rule.h"
#include "engine/trace/time.h"

namespace backprop {
namespace {

/// d to / d from, one op apart.
struct Connection {
  Index from = 0;
  Index to = 0;  ///< element of the op's output
  double derivative = 0;
};

/// The elements of the output whose gradient the contribution to an argument's element reads.
std::vector<Index> reached_outputs(const Trace& trace, ValueId id, const BackwardCall& call,
                                   int edge, Index element) {
  TermList terms;
  explain_contribution(trace, trace.fault, id, call, edge, element, terms);
  std::vector<Index> outputs;
  for (const Term& term : terms) {
    for (const Operand* operand : {&term.a, &term.b}) {
      if (operand->source == Operand::Source::upstream) outputs.push_back(operand->element);
    }
  }
  std::sort(outputs.begin(), outputs.end());
  outputs.erase(std::unique(outputs.begin(), outputs.end()), outputs.end());
  return outputs;
}

/// The connections of one edge of an op, for the argument's elements that `wanted` names. The rule
/// itself is asked with a gradient of 1 at one output and 0 elsewhere.
template <class Wanted>
std::vector<Connection> connections(const Trace& trace, ValueId id, int edge,
                                    const Wanted& wanted) {
  const Value& value = trace.value(id);
  const std::vector<const Tensor*> arguments = arguments_of(trace, id);
  Tensor upstream(value.data.shape, 1.0);
  const BackwardCall call{{arguments, value.attributes}, value.data, upstream};
  std::vector<Connection> found;
  const Index elements = arguments[static_cast<std::size_t>(edge)]->size();
  for (Index from = 0; from < elements; ++from) {
    if (!wanted(from)) continue;
    std::fill(upstream.data.begin(), upstream.data.end(), 1.0);
    const std::vector<Index> outputs = reached_outputs(trace, id, call, edge, from);
    std::fill(upstream.data.begin(), upstream.data.end(), 0.0);
    for (const Index to : outputs) {
      upstream[to] = 1;
      TermList terms;
      explain_contribution(trace, trace.fault, id, call, edge, from, terms);
      upstream[to] = 0;
      found.push_back({from, to, terms.back().result});
    }
  }
  return found;
}

/// A partial path: how it came to an element.
struct Partial {
  double product = 1;
  double derivative = 1;  ///< of the last connection
  ValueId value = no_value;
  Index element = 0;
  int rank = -1;  ///< which of the earlier element's partial paths it goes on from
};

/// What is known of the paths from the start to one element.
struct Node {
  double count = 0, sum = 0, sum_of_sizes = 0;
  std::vector<Partial> top;
};

using Nodes = std::map<Index, Node>;  // by element

bool larger(const Partial& a, const Partial& b) {
  return std::abs(a.product) > std::abs(b.product);
}

class PathFinder {
 public:
  PathFinder(const Trace& trace, ValueId from, Index element, std::size_t top)
      : trace_(trace), top_(top) {
    Node& start = nodes_[from][element];
    start.count = start.sum = start.sum_of_sizes = 1;
    start.top.push_back({1, 1, no_value, 0, -1});
  }

  std::optional<Paths> to(ValueId loss) {
    const ValueId from = nodes_.begin()->first;
    for (ValueId id = from + 1; id <= loss; ++id) {
      for (const int edge : gradient_edges(trace_, id)) {
        extend(id, edge);
        if (work_ > limits::path_connections) return std::nullopt;
      }
    }
    Paths result;
    const auto found = nodes_.find(loss);
    if (found == nodes_.end()) return result;
    const Node& end = found->second.at(0);
    result.count = end.count;
    result.sum = end.sum;
    result.sum_of_sizes = end.sum_of_sizes;
    for (std::size_t rank = 0; rank < end.top.size(); ++rank)
      result.top.push_back(unrolled(loss, static_cast<int>(rank)));
    return result;
  }

 private:
  void extend(ValueId id, int edge) {
    const ValueId argument = trace_.value(id).arguments[static_cast<std::size_t>(edge)];
    const auto source = nodes_.find(argument);
    if (source == nodes_.end()) return;
    const Nodes& sources = source->second;
    const auto known = [&](Index element) { return sources.contains(element); };
    for (const Connection& connection : connections(trace_, id, edge, known)) {
      ++work_;
      const Node& before = sources.at(connection.from);
      Node& node = nodes_[id][connection.to];
      node.count += before.count;
      node.sum += before.sum * connection.derivative;
      node.sum_of_sizes += before.sum_of_sizes * std::abs(connection.derivative);
      for (std::size_t rank = 0; rank < before.top.size(); ++rank) {
        node.top.push_back({before.top[rank].product * connection.derivative, connection.derivative,
                            argument, connection.from, static_cast<int>(rank)});
      }
      std::stable_sort(node.top.begin(), node.top.end(), larger);
      if (node.top.size() > top_) node.top.resize(top_);
    }
  }

  Path unrolled(ValueId value, int rank) const {
    Path path;
    Index element = 0;
    path.product = nodes_.at(value).at(element).top[static_cast<std::size_t>(rank)].product;
    while (value != no_value) {
      const Partial& partial = nodes_.at(value).at(element).top[static_cast<std::size_t>(rank)];
      path.elements.push_back({value, element, false, 0});
      if (partial.value != no_value) path.derivatives.push_back(partial.derivative);
      value = partial.value;
      element = partial.element;
      rank = partial.rank;
    }
    std::reverse(path.elements.begin(), path.elements.end());
    std::reverse(path.derivatives.begin(), path.derivatives.end());
    return path;
  }

  const Trace& trace_;
  std::size_t top_;
  Index work_ = 0;
  std::map<ValueId, Nodes> nodes_;
};

/// Paths and their lengths from one element to the loss, and the connections on the way; found from
/// the loss back, for all elements at once.
struct Reach {
  double paths = 0;
  double steps = 0;  ///< of all those paths together
};

}  // namespace

std::optional<Paths> paths(const Trace& trace, ValueId loss, ValueId from, Index element,
                           std::size_t top) {
  return PathFinder(trace, from, element, std::max<std::size_t>(1, top)).to(loss);
}

std::optional<Work> count_work(const Trace& trace, const BackwardRun& run) {
  // From the loss back: reach of every element; and the connections, kept to walk them forward.
  std::map<ValueId, std::map<Index, Reach>> reach;
  std::map<ValueId, std::map<Index, std::vector<Quantity>>> ahead;
  reach[run.loss][0] = {1, 0};
  Work work;
  for (ValueId id = run.loss; id >= 0; --id) {
    const auto here = reach.find(id);
    if (here == reach.end()) continue;
    for (const int edge : gradient_edges(trace, id)) {
      const ValueId argument = trace.value(id).arguments[static_cast<std::size_t>(edge)];
      for (const Connection& c : connections(trace, id, edge, [](Index) { return true; })) {
        const auto end = here->second.find(c.to);
        if (end == here->second.end()) continue;
        Reach& start = reach[argument][c.from];
        start.paths += end->second.paths;
        start.steps += end->second.steps + end->second.paths;
        ahead[argument][c.from].push_back({id, c.to, false, 0});
        work.reverse += 1;
        if (work.reverse > limits::path_connections) return std::nullopt;
      }
    }
  }
  for (std::size_t p = 0; p < trace.parameters.size(); ++p) {
    const ValueId id = version_at(trace, static_cast<int>(p), run.first_step);
    const auto found = reach.find(id);
    if (found == reach.end()) continue;
    for (const auto& [element, its] : found->second) {
      work.parameters += 1;
      work.path_by_path += its.steps;
      // Forward: every connection ahead of it, once.
      std::vector<Quantity> next{{id, element, false, 0}};
      std::map<Quantity, bool> visited{{next[0], true}};
      for (std::size_t i = 0; i < next.size(); ++i) {
        const Quantity at = next[i];
        const auto list = ahead.find(at.value);
        if (list == ahead.end() || !list->second.contains(at.element)) continue;
        for (const Quantity& to : list->second.at(at.element)) {
          work.forward += 1;
          if (visited.emplace(to, true).second) next.push_back(to);
        }
        if (work.forward > 100 * static_cast<double>(limits::path_connections)) return std::nullopt;
      }
    }
  }
  return work;
}

}  // namespace backprop
