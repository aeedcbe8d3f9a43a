#include "viz/scene/graph_scene.h"

#include <algorithm>

#include "viz/scene/graph_canvas.h"
#include "viz/scene/numbers.h"
#include "viz/scene/view.h"

namespace backprop::viz {
namespace {

constexpr float legend_height = 40;

std::size_t at(int index) {
  return static_cast<std::size_t>(index);
}

/// Below the view, as the tensors have it.
void legend(GraphCanvas& canvas) {
  Builder& b = canvas.b;
  const Rect& area = canvas.view.area;
  const Rect strip{area.x, area.bottom(), area.w, legend_height};
  b.add(draw::Rectangle{strip, 0, b.colors.background});
  const float y = b.baseline_in(strip.y, strip.h, TextStyle::small);
  float x = area.x + 18;
  const auto add = [&](const std::string& text, Color color) {
    if (x + b.width(text, TextStyle::small) > area.right() - 8) return;
    x += b.text({x, y}, text, TextStyle::small, color) + 18;
  };
  add("\u2192 " + b.words["network.legend.values"], b.colors.forward);
  add("\u2190 " + b.words["network.legend.gradients"], b.colors.backward);
  add(b.words["graph.legend.outlined"], b.colors.muted);
}

}  // namespace

GraphActivity activity_of(const State& state, const GraphModel& model) {
  GraphActivity now;
  now.step = current_step(state);
  if (!now.step) return now;
  const Trace& trace = *state.trace;
  const Step& step = trace.step(*now.step);
  now.kind = step.kind;
  if (step.kind == StepKind::clear) return now;
  now.worked = now.written = model.node_of(step.value);
  if (step.kind == StepKind::backward) {
    now.written = model.node_of(target(trace, step));
    if (step.edge >= 0) now.edge = model.edge_of(now.worked, step.edge);
  }
  return now;
}

GraphCanvas::GraphCanvas(const State& its_state, const GraphModel& its_model,
                         const GraphLayout& its_layout, const Viewport& its_viewport,
                         const Look& look)
    : state(its_state),
      trace(*its_state.trace),
      model(its_model),
      layout(its_layout),
      view(its_viewport),
      content(its_viewport.area),
      now(activity_of(its_state, its_model)),
      b(look),
      hovered_(aimed(look.hover)),
      selected_(aimed(its_state.selection)) {
  const Vec2 corner = view.world_at({content.x, content.y});
  seen = {corner.x, corner.y, content.w / view.camera.zoom, content.h / view.camera.zoom};
}

GraphCanvas::Aimed GraphCanvas::aimed(const Entity& entity) const {
  if (entity.kind != Entity::Kind::value) return {entity};
  const Versioned* tensor = versioned(trace, entity.id);
  const bool first = tensor != nullptr && tensor->versions.front() == entity.id;
  return {entity, first ? &tensor->versions : nullptr};
}

bool GraphCanvas::stands_for(const Aimed& aimed, const GraphNode& node) const {
  const Entity& entity = aimed.entity;
  switch (entity.kind) {
    case Entity::Kind::value:
      return entity.id == node.value ||
             (aimed.versions != nullptr &&
              std::binary_search(aimed.versions->begin(), aimed.versions->end(), node.value));
    case Entity::Kind::step:
      return node.made_by == entity.index;
    case Entity::Kind::line:
      return node.made_by >= 0 && trace.value(node.value).place.line == entity.index;
    case Entity::Kind::none:
      return false;
  }
  return false;
}

bool GraphCanvas::lit(int node) const {
  const GraphNode& its = model.nodes[at(node)];
  return stands_for(hovered_, its) || stands_for(selected_, its);
}

bool GraphCanvas::made(int node) const {
  return model.nodes[at(node)].made_by < state.time.step;
}

float GraphCanvas::word(Vec2 baseline, const std::string& text, TextStyle style, Color color,
                        float room, Align align, Entity entity) {
  const std::string shown = ellipsized(b.look.glyphs, style, text, room);
  if (shown.empty() || (shown == "\u2026" && text != shown)) return 0;
  const float width = b.width(shown, style);
  const float x = align == Align::left     ? baseline.x
                  : align == Align::center ? baseline.x - width / 2
                                           : baseline.x - width;
  const float px = font_of(style).px;
  if (width > room || x < content.x || x + width > content.right() || baseline.y - px < content.y ||
      baseline.y + px * 0.3F > content.bottom())
    return 0;
  b.add(draw::Text{{x, baseline.y}, shown, style, color, width, shown == text ? "" : text}, entity);
  return width;
}

float GraphCanvas::dots(Vec2 baseline, Color color, float room, const std::string& all) {
  const std::size_t before = b.scene.records.size();
  const float width = word(baseline, " \u2026", TextStyle::small, color, room);
  if (b.scene.records.size() > before)
    std::get<draw::Text>(b.scene.records.back().shape).whole = all;
  return width;
}

std::string graph_name(const GraphCanvas& canvas, int node) {
  const GraphNode& its = canvas.model.nodes[at(node)];
  if (!its.name.empty()) return its.name;
  const Value& value = canvas.trace.value(its.value);
  if (value.kind == ValueKind::constant && value.data.size() == 1)
    return shown_short(value.data[0]);
  return value.text;
}

std::string fitting_number(const GraphCanvas& canvas, const std::string& prefix, double number,
                           float room) {
  for (int digits = canvas.b.digits_in_pictures(); digits >= 2; --digits) {
    std::string text = prefix + shown_short(number, digits);
    if (canvas.b.width(text, TextStyle::small) <= room) return text;
  }
  return {};
}

bool in_view(const GraphCanvas& canvas, const GraphLayer& layer) {
  const Rect& seen = canvas.seen;
  const float margin = graph_measures::below_node;
  return layer.right >= seen.x && layer.left <= seen.right() && layer.bottom + margin >= seen.y &&
         layer.top <= seen.bottom();
}

GraphRange items_in_view(const GraphCanvas& canvas, const GraphLayer& layer) {
  const auto begin = canvas.layout.items.begin();
  const float margin = graph_measures::below_node;
  const auto first = std::partition_point(
      begin + layer.first, begin + layer.end,
      [&](const GraphItem& item) { return item.box.bottom() + margin < canvas.seen.y; });
  const auto end = std::partition_point(first, begin + layer.end, [&](const GraphItem& item) {
    return item.box.y <= canvas.seen.bottom();
  });
  return {static_cast<int>(first - begin), static_cast<int>(end - begin)};
}

Scene graph_scene(const State& state, const GraphModel& model, const GraphLayout& layout,
                  const Viewport& viewport, const Look& look) {
  GraphCanvas canvas(state, model, layout, viewport, look);
  paint_outlines(canvas);
  paint_lines(canvas);
  paint_active_lines(canvas);
  paint_boxes(canvas);
  if (canvas.has_text()) paint_tags(canvas);
  paint_outline_names(canvas);
  paint_contribution(canvas);
  legend(canvas);
  return std::move(canvas.b.scene);
}

std::optional<Rect> graph_focus(const State& state, const GraphModel& model,
                                const GraphLayout& layout) {
  const GraphActivity now = activity_of(state, model);
  if (now.worked < 0 || now.written < 0) return std::nullopt;
  const Rect& a = layout.box(now.worked);
  const Rect& b = layout.box(now.written);
  const float x = std::min(a.x, b.x);
  const float y = std::min(a.y, b.y);
  return Rect{x, y, std::max(a.right(), b.right()) - x, std::max(a.bottom(), b.bottom()) - y};
}

}  // namespace backprop::viz
