/// Where everything of a graph stands, in world units (logical pixels at zoom 1, y down). Depends
/// on the model alone, so it is the same at all times of an iteration; the same model gives the
/// same layout. No two boxes overlap, and lines go through no foreign box.
#pragma once

#include <cstdint>
#include <vector>

#include "viz/scene/draw.h"
#include "viz/scene/graph_model.h"

namespace backprop::viz {

namespace graph_measures {
inline constexpr float node_width = 72;
inline constexpr float node_height = 70;
inline constexpr float leaf_height = 66;  ///< of data and parameters
inline constexpr float constant_width = 46;
inline constexpr float constant_height = 28;
inline constexpr float below_node = 24;  ///< for the gradient and for tags of cut edges
inline constexpr float pitch_x = 106;    ///< of columns, about
inline constexpr float pitch_y = 106;    ///< of rows, about
/// An edge over more layers than this from the value, or from its reader before, is cut: it has a
/// tag with a name at both ends instead of a line.
inline constexpr int longest_gap = 16;
inline constexpr int longest_line = 48;  ///< over so many layers at most from the value
}  // namespace graph_measures

/// What stands in a layer: a node, or the place where a value's line passes between nodes.
struct GraphItem {
  int node = 0;       ///< its node, or whose line it is
  bool bend = false;  ///< a passing line: `box` has no height
  int from = -1;      ///< of a bend: the item before it on the line
  int layer = 0;      ///< index into GraphLayout::layers
  int group = -1;
  Rect box;
};

/// A column of items, [first, end) from top to bottom.
struct GraphLayer {
  int band = 0;
  int first = 0, end = 0;
  float left = 0, right = 0;
  float top = 0, bottom = 0;         ///< of all in it
  int first_line = 0, end_line = 0;  ///< the lines that come in from the layer before
};

/// A piece of an edge: from an item to one of the next layer.
struct GraphLine {
  int edge = -1;  ///< where it ends in a reader; -1 on the way there
  int from = 0, to = 0;
  Vec2 begin, end;  ///< at the boxes
};

/// How an edge is drawn: the line into the reader, before it the bends that lead there.
struct GraphEdgePath {
  int line = -1;   ///< -1: cut, with a tag at both ends
  float port = 0;  ///< y where it comes into the reader
};

/// Edges that have tags instead of lines, by one of their ends.
struct GraphCut {
  int count = 0;
  int first = -1;  ///< the first of them
};

/// The columns that a group takes up; a group may have several such places.
struct GraphOutline {
  int group = 0;
  std::vector<Rect> columns;  ///< side by side, from left to right
  Rect label;                 ///< room for its name, inside the first column
};

struct GraphLayout {
  std::vector<GraphItem> items;      ///< layer by layer, from top to bottom
  std::vector<GraphLayer> layers;    ///< band by band, from left to right
  std::vector<GraphLine> lines;      ///< by the layer that they lead to
  std::vector<GraphEdgePath> edges;  ///< of the model's edges
  std::vector<int> item_of_node;
  std::vector<int> line_to_bend;  ///< of each item: the line that comes in; -1 for nodes
  std::vector<GraphCut> cut_out;  ///< of each node: edges from it that are cut
  std::vector<GraphCut> cut_in;   ///< and edges into it
  std::vector<GraphOutline> outlines;
  Rect world;

  const Rect& box(int node) const {
    return items[static_cast<std::size_t>(item_of_node[static_cast<std::size_t>(node)])].box;
  }
};

/// `bands`: see layers_of().
GraphLayout layout_graph(const GraphModel& model, int bands = 0);

/// In as many bands as show all of it largest in a view of that shape, so that numbers have room. A
/// large graph, of which little can be read anyway, keeps the shape of a page.
GraphLayout layout_graph_for(const GraphModel& model, Rect area);

/// A line's points: level at both ends, a curve between the columns.
std::vector<Vec2> points_of(const GraphLayout& layout, const GraphLine& line);

/// The lines of an edge from the value to its reader; empty for one that is cut.
std::vector<int> lines_of(const GraphLayout& layout, int edge);

}  // namespace backprop::viz
