/// The recorded operations of one iteration as a graph: a node for each value, an edge for each
/// argument of a value. Without coordinates, and the same at all times of the iteration.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/trace/trace.h"

namespace backprop::viz {

struct GraphNode {
  enum class Kind : std::uint8_t {
    constant,   ///< a number written in an expression
    data,       ///< tensor(...), or a version of a buffer that an earlier iteration wrote
    parameter,  ///< param(...), or a version of one that an earlier iteration wrote
    computed,   ///< made by an op, here or in an earlier iteration
    update,     ///< an optimizer or an op writes the next version of a parameter or buffer
  };
  Kind kind = Kind::computed;
  ValueId value = no_value;
  Index made_by = -1;    ///< the step; -1 for a constant
  int group = -1;        ///< index into GraphModel::groups
  bool carried = false;  ///< made before this iteration, which only reads it
  bool last = false;     ///< an optimizer's update: nothing of the iteration reads it
  std::string name;      ///< what the program calls it: "h@2"; empty for a part of an expression
  std::string op;        ///< the op's sign or name: "+", "sigmoid"; who wrote an update; else empty
};

inline constexpr std::size_t graph_node_kinds = 5;

/// The value `from` is read by `to`, as its argument of that place.
struct GraphEdge {
  int from = 0;  ///< index into GraphModel::nodes, as is `to`
  int to = 0;
  int argument = 0;
};

/// The nodes of one composite call, as lstm_cell.
struct GraphGroup {
  std::string name;
};

struct GraphModel {
  int iteration = 0;
  std::vector<GraphNode> nodes;  ///< ascending by value, so that arguments stand before readers
  std::vector<GraphEdge> edges;  ///< ascending by reader, then by argument
  std::vector<GraphGroup> groups;

  /// The node of a value; -1 where the iteration has none.
  int node_of(ValueId value) const;
  /// The edge to a node's argument of that place; -1 where there is none.
  int edge_of(int to, int argument) const;
};

/// The graph of the iteration that `step` lies in: every value that it makes, reads or goes back
/// through.
GraphModel graph_of(const Trace& trace, Index step);

}  // namespace backprop::viz
