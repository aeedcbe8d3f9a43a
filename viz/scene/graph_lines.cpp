// The lines of the graph view: edges, tags of edges that are cut, the outlines of groups.
#include <algorithm>
#include <cmath>

#include "viz/scene/graph_canvas.h"
#include "viz/scene/numbers.h"

namespace backprop::viz {
namespace {

constexpr int most_lines = 2500;  // in one picture; beyond, every second, fourth, ... is drawn
constexpr int most_active_lines = 400;    // of a step that reads thousands of values
constexpr float least_edge_zoom = 0.25F;  // where edges can be told apart well enough to be clicked

std::size_t at(int index) {
  return static_cast<std::size_t>(index);
}

bool in_view(const GraphCanvas& c, const GraphLine& line) {
  const auto [top, bottom] = std::minmax(line.begin.y, line.end.y);
  return bottom >= c.seen.y && top <= c.seen.bottom() && line.end.x >= c.seen.x &&
         line.begin.x <= c.seen.right();
}

std::vector<Vec2> on_screen(const GraphCanvas& c, std::vector<Vec2> points) {
  for (Vec2& point : points)
    point = c.view.at(point);
  return points;
}

/// A curve where its bends can be seen, else straight.
void add_line(GraphCanvas& c, const GraphLine& line, Color color, float width, Entity entity) {
  const bool straight = c.view.camera.zoom < 0.12F || std::abs(line.begin.y - line.end.y) < 0.5F;
  if (straight) {
    c.b.line(c.view.at(line.begin), c.view.at(line.end), color, width, false, entity);
  } else {
    c.b.add(draw::Polyline{on_screen(c, points_of(c.layout, line)), width, color, false}, entity);
  }
}

/// The clickable part of an edge: the straight middle of its last line.
void add_widget(GraphCanvas& c, const GraphLine& line) {
  const std::vector<Vec2> points = on_screen(c, points_of(c.layout, line));
  const bool level = points.size() < 6;
  const Vec2 from = level ? points.front() : points[points.size() / 2 - 3];
  const Vec2 to = level ? points.back() : points[points.size() / 2 + 2];
  const Rect rect{std::min(from.x, to.x) - 3, std::min(from.y, to.y) - 5,
                  std::abs(to.x - from.x) + 6, std::abs(to.y - from.y) + 10};
  const Rect& all = c.content;
  if (rect.x < all.x || rect.y < all.y || rect.right() > all.right() ||
      rect.bottom() > all.bottom())
    return;
  const GraphEdge& edge = c.model.edges[at(line.edge)];
  const GraphNode& argument = c.model.nodes[at(edge.from)];
  const Entity entity = Entity::value(argument.value);
  Widget& widget = c.b.region("edge:" + std::to_string(c.model.nodes[at(edge.to)].value) + ":" +
                                  std::to_string(edge.argument),
                              rect, command::Select{entity}, entity);
  widget.along = {from, to};
  widget.tooltip = element_name(c.trace, argument.value, -1);
  widget.focusable = false;  // its argument's box can be reached
}

/// A word on a small card; its right or left end is at `x`.
void tag(GraphCanvas& c, float x, float y, Align align, const std::string& text, Color color,
         float room) {
  constexpr float height = 16;
  if (room < 14) return;
  const std::string shown = ellipsized(c.b.look.glyphs, TextStyle::small, text, room - 8);
  const float width = c.b.width(shown, TextStyle::small) + 8;
  if (shown == "\u2026" || width > room) return;
  const Rect box{align == Align::right ? x - width : x, y, width, height};
  const Rect& all = c.content;
  if (box.x < all.x || box.right() > all.right() || box.y < all.y || box.bottom() > all.bottom())
    return;
  c.b.add(
      draw::Rectangle{box, 4, c.b.colors.background, mix(color, c.b.colors.background, 0.5F), 1});
  c.word({box.x + 4, y + 12.5F}, text, TextStyle::small, color, width - 8);
  c.taken.push_back(box);
}

/// Left of a reader the names of what it reads from afar; right of a value who reads it there.
void tags(GraphCanvas& c, int node) {
  const GraphCut& in = c.layout.cut_in[at(node)];
  const GraphCut& out = c.layout.cut_out[at(node)];
  if (in.count == 0 && out.count == 0) return;
  const Rect box = c.view.at(c.layout.box(node));
  const float y = box.bottom() - 2;
  const float room = c.px(52);
  const auto color = [&](bool active) { return active ? c.direction() : c.b.colors.muted; };
  if (in.count > 0) {
    std::string names;
    bool active = c.now.worked == node && c.now.edge < 0;
    for (int e = in.first; e < static_cast<int>(c.model.edges.size()); ++e) {
      if (c.model.edges[at(e)].to != node || names.size() > 60) break;
      if (c.layout.edges[at(e)].line >= 0) continue;
      names += (names.empty() ? "" : ", ") + graph_name(c, c.model.edges[at(e)].from);
      active = active || c.now.edge == e;
    }
    const Vec2 corner{box.x, box.bottom() - std::min(6.0F, box.h / 4)};
    c.b.line({corner.x - 8, y + 4}, corner, color(active), 1.3F);
    tag(c, box.x - 5, y + 2, Align::right, names, color(active), room);
  }
  if (out.count > 0) {
    const bool active = c.now.edge >= 0 && c.layout.edges[at(c.now.edge)].line < 0 &&
                        c.model.edges[at(c.now.edge)].from == node;
    const std::string name = out.count == 1 ? graph_name(c, c.model.edges[at(out.first)].to)
                                            : "\u00D7" + std::to_string(out.count);
    const Vec2 corner{box.right(), box.bottom() - std::min(6.0F, box.h / 4)};
    c.b.line(corner, {corner.x + 8, y + 4}, color(active), 1.3F);
    const std::string text = "\u2192 " + name;
    const bool fits = c.b.width(text, TextStyle::small) + 8 <= room;
    tag(c, box.right() + 5, y + 2, Align::left, fits ? text : name, color(active), room);
  }
}

/// The lines that come into a layer, every `stride`-th of all.
void layer_lines(GraphCanvas& c, const GraphLayer& layer, int stride) {
  const bool clickable = stride == 1 && c.view.camera.zoom >= least_edge_zoom;
  const int first = (layer.first_line + stride - 1) / stride * stride;
  const Color plain =
      c.now.step ? mix(c.b.colors.faint, c.b.colors.background, 0.45F) : c.b.colors.faint;
  for (int i = first; i < layer.end_line; i += stride) {
    const GraphLine& line = c.layout.lines[at(i)];
    if (!in_view(c, line)) continue;
    const int source = c.layout.items[at(line.from)].node;
    const bool lit = c.lit(source);
    const Entity entity = Entity::value(c.model.nodes[at(source)].value);
    add_line(c, line, lit ? c.b.colors.ink : plain, lit ? 2.2F : 1.3F, entity);
    if (clickable && line.edge >= 0) add_widget(c, line);
  }
}

/// Whether the gap before a layer is in view: the lines into it.
bool lines_in_view(const GraphCanvas& c, std::size_t l) {
  const GraphLayer& layer = c.layout.layers[l];
  if (layer.first_line == layer.end_line) return false;
  const GraphLayer& before = c.layout.layers[l - 1];
  return before.left <= c.seen.right() && layer.right >= c.seen.x &&
         std::min(before.top, layer.top) <= c.seen.bottom() &&
         std::max(before.bottom, layer.bottom) >= c.seen.y;
}

/// The whole of an edge on screen, from the value to its reader.
std::vector<Vec2> edge_points(const GraphCanvas& c, int edge) {
  std::vector<Vec2> points;
  for (const int line : lines_of(c.layout, edge)) {
    const std::vector<Vec2> piece = points_of(c.layout, c.layout.lines[at(line)]);
    points.insert(points.end(), piece.begin(), piece.end());
  }
  return on_screen(c, std::move(points));
}

/// Values travel to the right, gradients to the left.
void active_edge(GraphCanvas& c, int edge) {
  std::vector<Vec2> points = edge_points(c, edge);
  if (points.size() < 2) return;
  if (c.now.kind == StepKind::backward) std::reverse(points.begin(), points.end());
  const Vec2 tip = points.back();
  const Vec2 before = points[points.size() - 2];
  const float last = std::max(0.01F, std::hypot(tip.x - before.x, tip.y - before.y));
  const Entity entity = Entity::value(c.model.nodes[at(c.model.edges[at(edge)].from)].value);
  c.b.add(draw::Polyline{points, 2.2F, c.direction(), false}, entity);
  const Vec2 unit{(tip.x - before.x) / last, (tip.y - before.y) / last};
  const float size = std::clamp(c.px(14), 6.0F, 11.0F);
  const Vec2 base{tip.x - unit.x * size, tip.y - unit.y * size};
  const Vec2 across{-unit.y * size * 0.45F, unit.x * size * 0.45F};
  c.b.add(
      draw::Polygon{
          {tip, {base.x + across.x, base.y + across.y}, {base.x - across.x, base.y - across.y}},
          c.direction()},
      entity);
}

}  // namespace

void paint_lines(GraphCanvas& c) {
  int count = 0;
  for (std::size_t l = 0; l < c.layout.layers.size(); ++l) {
    if (lines_in_view(c, l)) count += c.layout.layers[l].end_line - c.layout.layers[l].first_line;
  }
  int stride = 1;
  while (count / stride > most_lines)
    stride *= 2;
  c.b.scene.records.reserve(c.b.scene.records.size() + at(count / stride));
  for (std::size_t l = 0; l < c.layout.layers.size(); ++l) {
    if (lines_in_view(c, l)) layer_lines(c, c.layout.layers[l], stride);
  }
}

void paint_active_lines(GraphCanvas& c) {
  if (c.now.edge >= 0) {
    active_edge(c, c.now.edge);
  } else if (c.now.worked >= 0 && c.now.kind != StepKind::backward) {
    int edge = c.model.edge_of(c.now.worked, 0);
    for (int n = 0; edge >= 0 && n < most_active_lines; ++n, ++edge) {
      const bool same = edge < static_cast<int>(c.model.edges.size()) &&
                        c.model.edges[at(edge)].to == c.now.worked;
      if (!same) break;
      active_edge(c, edge);
    }
  }
}

void paint_tags(GraphCanvas& c) {
  for (const GraphLayer& layer : c.layout.layers) {
    if (!in_view(c, layer)) continue;
    const GraphRange range = items_in_view(c, layer);
    for (int i = range.first; i < range.end; ++i) {
      if (!c.layout.items[at(i)].bend) tags(c, c.layout.items[at(i)].node);
    }
  }
}

}  // namespace backprop::viz
