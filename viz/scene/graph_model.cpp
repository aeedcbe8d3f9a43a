#include "viz/scene/graph_model.h"

#include <algorithm>
#include <map>

#include "engine/trace/iteration.h"
#include "viz/scene/network_model.h"

namespace backprop::viz {
namespace {

void sort_unique(std::vector<ValueId>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

/// The values that the steps make or go back through; ascending, each once.
std::vector<ValueId> worked_on(const Trace& trace, StepRange range) {
  std::vector<ValueId> values;
  for (Index at = range.first; at < range.end; ++at) {
    if (trace.step(at).kind != StepKind::clear) values.push_back(trace.step(at).value);
  }
  sort_unique(values);
  return values;
}

/// And all that these read.
std::vector<ValueId> with_arguments(const Trace& trace, std::vector<ValueId> values) {
  const std::size_t count = values.size();
  for (std::size_t i = 0; i < count; ++i) {
    const auto& read = trace.value(values[i]).arguments;
    values.insert(values.end(), read.begin(), read.end());
  }
  sort_unique(values);
  return values;
}

bool is_update(const Trace& trace, const Value& value) {
  return value.made_by >= 0 && trace.step(value.made_by).kind == StepKind::update;
}

GraphNode::Kind kind_of(const Trace& trace, const Value& value, bool carried) {
  if (!carried && is_update(trace, value)) return GraphNode::Kind::update;
  switch (value.kind) {
    case ValueKind::constant:
      return GraphNode::Kind::constant;
    case ValueKind::data:
      return GraphNode::Kind::data;
    case ValueKind::parameter:
      return GraphNode::Kind::parameter;
    case ValueKind::computed:
      return GraphNode::Kind::computed;
  }
  return GraphNode::Kind::computed;
}

/// "[0]", "[1:3,2]": which elements an index takes.
std::string slices_text(const std::vector<Slice>& slices) {
  std::string text;
  for (const Slice& slice : slices) {
    text += text.empty() ? "[" : ",";
    text += std::to_string(slice.begin);
    if (slice.keeps_dimension) text += ":" + std::to_string(slice.begin + slice.count);
  }
  return text.empty() ? "[]" : text + "]";
}

std::string op_of(const Value& value) {
  if (value.op->symbol == "[]") return slices_text(value.attributes.slices);
  return std::string(value.op->symbol.empty() ? value.op->name : value.op->symbol);
}

GraphNode node_for(const Trace& trace, ValueId id, Index first_step) {
  const Value& value = trace.value(id);
  GraphNode node;
  node.value = id;
  node.made_by = value.made_by;
  node.carried = value.kind != ValueKind::constant && value.made_by < first_step;
  node.kind = kind_of(trace, value, node.carried);
  if (!value.name.empty()) node.name = display_name(trace, id);
  if (node.kind == GraphNode::Kind::update) {
    node.op = writer_of(trace, trace.step(value.made_by));
    node.last = !updates_buffer(trace.step(value.made_by));
  } else if (value.op != nullptr) {
    node.op = op_of(value);
  }
  return node;
}

/// Composite calls in the order in which they ran.
void add_groups(const Trace& trace, GraphModel& model) {
  std::map<int, int> known;
  for (GraphNode& node : model.nodes) {
    const int group = trace.value(node.value).group;
    if (group < 0) continue;
    const auto [place, added] = known.emplace(group, static_cast<int>(model.groups.size()));
    if (added) model.groups.push_back({trace.groups[static_cast<std::size_t>(group)].name});
    node.group = place->second;
  }
}

/// Of the values that the iteration works on; how another was made is another iteration's.
void add_edges(const Trace& trace, const std::vector<ValueId>& worked, GraphModel& model) {
  for (std::size_t to = 0; to < model.nodes.size(); ++to) {
    const GraphNode& node = model.nodes[to];
    if (!std::binary_search(worked.begin(), worked.end(), node.value)) continue;
    // A version that an earlier iteration wrote, though its gradient is worked on here.
    if (node.carried && node.kind != GraphNode::Kind::computed) continue;
    const auto& arguments = trace.value(model.nodes[to].value).arguments;
    for (std::size_t a = 0; a < arguments.size(); ++a) {
      const int from = model.node_of(arguments[a]);
      model.edges.push_back({from, static_cast<int>(to), static_cast<int>(a)});
      model.nodes[static_cast<std::size_t>(from)].last = false;
    }
  }
}

}  // namespace

int GraphModel::node_of(ValueId value) const {
  const auto found =
      std::lower_bound(nodes.begin(), nodes.end(), value,
                       [](const GraphNode& node, ValueId id) { return node.value < id; });
  return found == nodes.end() || found->value != value ? -1
                                                       : static_cast<int>(found - nodes.begin());
}

int GraphModel::edge_of(int to, int argument) const {
  const auto found = std::lower_bound(edges.begin(), edges.end(), std::pair(to, argument),
                                      [](const GraphEdge& edge, const std::pair<int, int>& wanted) {
                                        return std::pair(edge.to, edge.argument) < wanted;
                                      });
  const bool there = found != edges.end() && found->to == to && found->argument == argument;
  return there ? static_cast<int>(found - edges.begin()) : -1;
}

GraphModel graph_of(const Trace& trace, Index step) {
  GraphModel model;
  model.iteration = iteration_at(trace, step);
  const StepRange range = steps_of(trace, model.iteration);
  const std::vector<ValueId> worked = worked_on(trace, range);
  for (const ValueId id : with_arguments(trace, worked))
    model.nodes.push_back(node_for(trace, id, range.first));
  add_groups(trace, model);
  add_edges(trace, worked, model);
  return model;
}

}  // namespace backprop::viz
