#include "viz/scene/graph_layout.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "viz/scene/camera.h"
#include "viz/scene/graph_place.h"

namespace backprop::viz {
namespace {

using namespace graph_measures;

constexpr float column_gap = pitch_x - node_width;
constexpr float tag_room = 44;  // more beside columns with tags of cut edges
constexpr float band_gap = 56;
constexpr float outline_margin = 8;  // of a group around its nodes
constexpr float label_height = 20;
constexpr float empty_column = 20;  // of passing lines alone
constexpr float bend_room = 5;

std::size_t at(int index) {
  return static_cast<std::size_t>(index);
}

Vec2 size_of(const GraphNode& node) {
  switch (node.kind) {
    case GraphNode::Kind::constant:
      return {constant_width, constant_height};
    case GraphNode::Kind::data:
    case GraphNode::Kind::parameter:
      return {node_width, leaf_height};
    case GraphNode::Kind::computed:
    case GraphNode::Kind::update:
      return {node_width, node_height};
  }
  return {node_width, node_height};
}

class Layout {
 public:
  Layout(const GraphModel& model, int bands)
      : model_(model), graph_(ordered(model, layers_of(model, bands))) {}

  GraphLayout run() && {
    count_cuts();
    find_label_places();
    const std::vector<float> ports = ports_of(model_, graph_);
    const std::vector<float> heights = heights_of(model_, graph_, sizes(), ports);
    place_layers();
    place_items(heights);
    stack_bands();
    place_lines(ports);
    outline_groups();
    measure();
    return std::move(out_);
  }

 private:
  void count_cuts() {
    out_.cut_in.resize(model_.nodes.size());
    out_.cut_out.resize(model_.nodes.size());
    const auto add = [](GraphCut& cut, std::size_t edge) {
      if (cut.count++ == 0) cut.first = static_cast<int>(edge);
    };
    for (std::size_t e = 0; e < model_.edges.size(); ++e) {
      if (graph_.edge_from[e] >= 0) continue;
      add(out_.cut_in[at(model_.edges[e].to)], e);
      add(out_.cut_out[at(model_.edges[e].from)], e);
    }
  }

  bool group_is_in(std::size_t layer, int group) const {
    const auto& items = graph_.layers[layer];
    return std::any_of(items.begin(), items.end(),
                       [&](int item) { return graph_.items[at(item)].group == group; });
  }

  /// A group's name stands above its topmost item in the first of neighbouring layers.
  void find_label_places() {
    labelled_.assign(graph_.items.size(), false);
    for (std::size_t l = 0; l < graph_.layers.size(); ++l) {
      int above = -1;
      for (const int item : graph_.layers[l]) {
        const int group = graph_.items[at(item)].group;
        const bool begins = group >= 0 && group != above;
        above = group;
        if (!begins) continue;
        const bool goes_on = l > 0 && graph_.band_of_layer[l - 1] == graph_.band_of_layer[l] &&
                             group_is_in(l - 1, group);
        if (!goes_on) labelled_[at(item)] = true;
      }
    }
  }

  ItemSize size(std::size_t item) const {
    const OrderedItem& its = graph_.items[item];
    const float label = labelled_[item] ? label_height : 0;
    if (its.bend) return {bend_room, bend_room, label};
    const GraphNode& node = model_.nodes[at(its.node)];
    const float half = size_of(node).y / 2;
    const bool plain = node.kind == GraphNode::Kind::constant;
    return {half, plain ? half : half + below_node, label};
  }

  std::vector<ItemSize> sizes() const {
    std::vector<ItemSize> sizes;
    for (std::size_t i = 0; i < graph_.items.size(); ++i)
      sizes.push_back(size(i));
    return sizes;
  }

  /// Columns from left to right, with room for tags and more where lines are steep.
  void place_layers() {
    float x = 0;
    for (std::size_t l = 0; l < graph_.layers.size(); ++l) {
      const bool begins = l == 0 || graph_.band_of_layer[l - 1] != graph_.band_of_layer[l];
      float width = empty_column;
      bool tags_in = false, tags_out = false;
      for (const int item : graph_.layers[l]) {
        const OrderedItem& its = graph_.items[at(item)];
        if (its.bend) continue;
        width = std::max(width, size_of(model_.nodes[at(its.node)]).x);
        tags_in = tags_in || out_.cut_in[at(its.node)].count > 0;
        tags_out = tags_out || out_.cut_out[at(its.node)].count > 0;
      }
      x = (begins ? 0 : x + column_gap) + (tags_in ? tag_room : 0);
      GraphLayer layer;
      layer.band = graph_.band_of_layer[l];
      layer.left = x;
      layer.right = x + width;
      out_.layers.push_back(layer);
      x += width + (tags_out ? tag_room : 0);
    }
  }

  void place_items(const std::vector<float>& heights) {
    out_.item_of_node.assign(model_.nodes.size(), -1);
    place_of_.assign(graph_.items.size(), -1);
    for (std::size_t l = 0; l < graph_.layers.size(); ++l) {
      GraphLayer& layer = out_.layers[l];
      layer.first = static_cast<int>(out_.items.size());
      for (const int item : graph_.layers[l]) {
        const OrderedItem& its = graph_.items[at(item)];
        place_of_[at(item)] = static_cast<int>(out_.items.size());
        if (!its.bend) out_.item_of_node[at(its.node)] = static_cast<int>(out_.items.size());
        const int from = its.bend ? place_of_[at(its.from)] : -1;
        out_.items.push_back({its.node, its.bend, from, static_cast<int>(l), its.group,
                              box_of(its, layer, heights[at(item)])});
      }
      layer.end = static_cast<int>(out_.items.size());
      if (layer.first == layer.end) continue;
      const std::size_t top = at(graph_.layers[l].front());
      const std::size_t bottom = at(graph_.layers[l].back());
      layer.top = heights[top] - size(top).above - size(top).label;
      layer.bottom = heights[bottom] + size(bottom).below;
    }
  }

  Rect box_of(const OrderedItem& item, const GraphLayer& layer, float y) const {
    if (item.bend) return {layer.left, y, layer.right - layer.left, 0};
    // Narrow ones stand close to their readers.
    const Vec2 size = size_of(model_.nodes[at(item.node)]);
    return {layer.right - size.x, y - size.y / 2, size.x, size.y};
  }

  void stack_bands() {
    float begin = 0;
    for (std::size_t l = 0; l < out_.layers.size();) {
      std::size_t end = l;
      float top = std::numeric_limits<float>::max();
      float bottom = std::numeric_limits<float>::lowest();
      for (; end < out_.layers.size() && out_.layers[end].band == out_.layers[l].band; ++end) {
        top = std::min(top, out_.layers[end].top);
        bottom = std::max(bottom, out_.layers[end].bottom);
      }
      for (; l < end; ++l)
        move(out_.layers[l], begin - top);
      begin += bottom - top + band_gap;
    }
  }
  void move(GraphLayer& layer, float by) {
    layer.top += by;
    layer.bottom += by;
    for (int i = layer.first; i < layer.end; ++i)
      out_.items[at(i)].box.y += by;
  }

  /// Lines by the layer that they lead to: those to bends, then those into nodes.
  void place_lines(const std::vector<float>& ports) {
    out_.edges.resize(model_.edges.size());
    out_.line_to_bend.assign(out_.items.size(), -1);
    std::vector<std::vector<int>> edges_into(out_.layers.size());
    for (std::size_t e = 0; e < model_.edges.size(); ++e) {
      const Rect& box = out_.box(model_.edges[e].to);
      out_.edges[e].port = box.center().y + ports[e];
      if (graph_.edge_from[e] >= 0)
        edges_into[at(item_of(model_.edges[e].to).layer)].push_back(static_cast<int>(e));
    }
    for (std::size_t l = 0; l < out_.layers.size(); ++l) {
      GraphLayer& layer = out_.layers[l];
      layer.first_line = static_cast<int>(out_.lines.size());
      for (int i = layer.first; i < layer.end; ++i) {
        const GraphItem& item = out_.items[at(i)];
        if (!item.bend) continue;
        out_.line_to_bend[at(i)] = static_cast<int>(out_.lines.size());
        add_line(-1, item.from, i, item.box.y);
      }
      for (const int e : edges_into[l]) {
        out_.edges[at(e)].line = static_cast<int>(out_.lines.size());
        add_line(e, place_of_[at(graph_.edge_from[at(e)])],
                 out_.item_of_node[at(model_.edges[at(e)].to)], out_.edges[at(e)].port);
      }
      layer.end_line = static_cast<int>(out_.lines.size());
    }
  }
  const GraphItem& item_of(int node) const { return out_.items[at(out_.item_of_node[at(node)])]; }

  /// Into a node's port, or past all of the column to the end of a bend.
  void add_line(int edge, int from, int to, float y) {
    const Rect& left = out_.items[at(from)].box;
    const Rect& right = out_.items[at(to)].box;
    const float x = edge < 0 ? right.right() : right.x;
    out_.lines.push_back({edge, from, to, {left.right(), left.center().y}, {x, y}});
  }

  // Groups.

  /// From the topmost to the lowest of a group's items in a layer, with a margin.
  void outline_groups() {
    std::vector<int> open(model_.groups.size(), -1);  // the outline that the last layer was part of
    for (std::size_t l = 0; l < out_.layers.size(); ++l) {
      const GraphLayer& layer = out_.layers[l];
      for (int i = layer.first; i < layer.end;) {
        const int group = out_.items[at(i)].group;
        const int first = i;
        while (i < layer.end && out_.items[at(i)].group == group)
          ++i;
        if (group >= 0) add_column(open[at(group)], group, l, first, i - 1);
      }
    }
  }

  void add_column(int& outline, int group, std::size_t l, int first, int last) {
    const GraphLayer& layer = out_.layers[l];
    const int top = graph_.layers[l][at(first - layer.first)];
    const int bottom = graph_.layers[l][at(last - layer.first)];
    const ItemSize above = size(at(top));
    const float y =
        out_.items[at(first)].box.center().y - above.above - above.label - outline_margin;
    const float end = out_.items[at(last)].box.center().y + size(at(bottom)).below + outline_margin;
    Rect column{layer.left - outline_margin, y, layer.right - layer.left + 2 * outline_margin,
                end - y};
    if (labelled_[at(top)]) {
      outline = static_cast<int>(out_.outlines.size());
      out_.outlines.push_back({group, {}, {column.x + 4, y + 2, column.w - 8, label_height}});
    }
    auto& columns = out_.outlines[at(outline)].columns;
    if (!columns.empty()) {  // they meet
      column.w += column.x - columns.back().right();
      column.x = columns.back().right();
    }
    columns.push_back(column);
  }

  /// Whether tags of cut edges stand left and right of a layer.
  std::pair<bool, bool> tags_of(const GraphLayer& layer) const {
    bool in = false, out = false;
    for (int i = layer.first; i < layer.end; ++i) {
      const GraphItem& item = out_.items[at(i)];
      if (item.bend) continue;
      in = in || out_.cut_in[at(item.node)].count > 0;
      out = out || out_.cut_out[at(item.node)].count > 0;
    }
    return {in, out};
  }

  void measure() {
    if (out_.layers.empty()) return;
    float right = 0, top = std::numeric_limits<float>::max();
    float bottom = std::numeric_limits<float>::lowest();
    float left = std::numeric_limits<float>::max();
    for (const GraphLayer& layer : out_.layers) {
      const auto [tags_in, tags_out] = tags_of(layer);
      left = std::min(left, layer.left - (tags_in ? tag_room : 0));
      right = std::max(right, layer.right + (tags_out ? tag_room : 0));
      top = std::min(top, layer.top);
      bottom = std::max(bottom, layer.bottom);
    }
    out_.world = {left - outline_margin, top - outline_margin, right - left + 2 * outline_margin,
                  bottom - top + 2 * outline_margin};
  }

  const GraphModel& model_;
  OrderedGraph graph_;
  std::vector<bool> labelled_;
  std::vector<int> place_of_;  ///< of each ordered item: its index in the layout
  GraphLayout out_;
};

}  // namespace

GraphLayout layout_graph(const GraphModel& model, int bands) {
  return Layout(model, bands).run();
}

GraphLayout layout_graph_for(const GraphModel& model, Rect area) {
  constexpr std::size_t most_nodes = 250;
  constexpr int most_bands = 4;
  constexpr float good_zoom = 0.9F;  // all that a box has to say can be read
  constexpr float worth_a_cut = 1.2F;
  GraphLayout best = layout_graph(model);
  if (model.nodes.size() > most_nodes) return best;
  float best_zoom = fitted(best.world, area).zoom;
  for (int bands = 2; bands <= most_bands && best_zoom < good_zoom; ++bands) {
    GraphLayout layout = layout_graph(model, bands);
    const float zoom = fitted(layout.world, area).zoom;
    if (zoom < worth_a_cut * best_zoom) continue;
    best = std::move(layout);
    best_zoom = zoom;
  }
  return best;
}

std::vector<Vec2> points_of(const GraphLayout& layout, const GraphLine& line) {
  const float left = layout.layers[at(layout.items[at(line.from)].layer)].right;
  const float right = layout.layers[at(layout.items[at(line.to)].layer)].left;
  const float down = line.end.y - line.begin.y;
  if (std::abs(down) < 0.5F) return {line.begin, line.end};
  std::vector<Vec2> points{line.begin};
  constexpr int pieces = 12;
  for (int i = 0; i <= pieces; ++i) {
    const float t = static_cast<float>(i) / pieces;
    const float smooth = t * t * (3 - 2 * t);
    points.push_back(
        {left + (right - left) * (1.5F * t - 0.5F * smooth), line.begin.y + down * smooth});
  }
  points.push_back(line.end);
  return points;
}

std::vector<int> lines_of(const GraphLayout& layout, int edge) {
  std::vector<int> lines;
  int line = layout.edges[at(edge)].line;
  while (line >= 0) {
    lines.push_back(line);
    line = layout.line_to_bend[at(layout.lines[at(line)].from)];
  }
  std::reverse(lines.begin(), lines.end());
  return lines;
}

}  // namespace backprop::viz
