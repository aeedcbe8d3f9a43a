#include "viz/scene/network_edges.h"

#include <algorithm>
#include <cmath>

#include "engine/trace/time.h"
#include "viz/scene/network_neurons.h"
#include "viz/scene/number_region.h"
#include "viz/scene/numbers.h"

namespace backprop::viz {
namespace {

constexpr std::size_t most_labels = 12;  // at once

bool overlap(const Rect& a, const Rect& b) {
  return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

Entity edge_entity(const NetworkEdge& edge) {
  return edge.weight == no_value ? Entity{} : Entity::value(edge.weight, edge.element);
}

}  // namespace

NetworkEdges::NetworkEdges(Builder& b, const State& state, const NetworkModel& model,
                           const NetworkLayout& layout, const Focus& focus)
    : b_(b), state_(state), trace_(*state.trace), model_(model), layout_(layout), focus_(focus) {
  for (const NetworkEdge& edge : model_.edges) {
    if (!has_weight(edge)) continue;
    const Tensor& weight = trace_.value(current_value(state_, edge.weight)).data;
    largest_weight_ = std::max(largest_weight_, std::abs(weight[edge.element]));
  }
}

void NetworkEdges::lines() const {
  for (const NetworkEdge& edge : model_.edges) {
    if (is_drawn(layout_, edge.from_column) && is_drawn(layout_, edge.to_column)) line(edge);
  }
}

/// Whether it has a number already.
bool NetworkEdges::has_weight(const NetworkEdge& edge) const {
  return edge.weight != no_value && exists(trace_, edge.weight, state_.time.step);
}

bool NetworkEdges::edge_active(const NetworkEdge& edge) const {
  if (!focus_.step || focus_.worked == no_value) return false;
  if (focus_.kind == StepKind::forward && focus_.worked == edge.product) return true;
  if (focus_.kind == StepKind::backward && focus_.worked == edge.product) return true;
  return edge.weight != no_value && is_written(trace_, focus_, edge.weight);
}

std::pair<Vec2, Vec2> NetworkEdges::ends(const NetworkEdge& edge) const {
  const auto at = [&](int column, int node) {
    return layout_.nodes[static_cast<std::size_t>(column)][static_cast<std::size_t>(node)];
  };
  const Vec2 from = at(edge.from_column, edge.from);
  const Vec2 to = at(edge.to_column, edge.to);
  const float length = std::hypot(to.x - from.x, to.y - from.y);
  const Vec2 unit{(to.x - from.x) / length, (to.y - from.y) / length};
  const float r_from = layout_.radii[static_cast<std::size_t>(edge.from_column)];
  const float r_to = layout_.radii[static_cast<std::size_t>(edge.to_column)];
  return {{from.x + unit.x * r_from, from.y + unit.y * r_from},
          {to.x - unit.x * r_to, to.y - unit.y * r_to}};
}

void NetworkEdges::line(const NetworkEdge& edge) const {
  const auto [from, to] = ends(edge);
  const Entity entity = edge_entity(edge);
  const bool active = edge_active(edge);
  Color color = b_.colors.faint;
  float width = 1.3F;
  bool dashed = false;
  if (has_weight(edge)) {
    const double weight = trace_.value(current_value(state_, edge.weight)).data[edge.element];
    const double strength = largest_weight_ > 0 ? std::abs(weight) / largest_weight_ : 0;
    color = mix(b_.colors.zero, weight < 0 ? b_.colors.negative : b_.colors.positive,
                0.35F + 0.65F * static_cast<float>(strength));
    width = 1 + 3 * static_cast<float>(strength);
    dashed = weight < 0;  // so that colour is not the only sign
    if (is_stale(state_, current_value(state_, edge.weight))) color = b_.colors.faint;
  }
  if (focus_.step && !active && !lit(entity)) color = mix(color, b_.colors.background, 0.5F);
  b_.line(from, to, color, lit(entity) ? width + 2 : width, dashed, entity);
  if (active) arrow(from, to);
  if (entity.kind == Entity::Kind::none) return;
  const Rect bounds{std::min(from.x, to.x), std::min(from.y, to.y) - 5, std::abs(to.x - from.x),
                    std::abs(to.y - from.y) + 10};
  Widget& widget =
      b_.region("value:" + std::to_string(edge.weight) + ":" + std::to_string(edge.element), bounds,
                command::Select{entity}, entity);
  widget.along = {from, to};
  widget.tooltip = element_name(trace_, edge.weight, edge.element);
}

/// Values travel to the right, gradients to the left.
void NetworkEdges::arrow(Vec2 from, Vec2 to) const {
  if (focus_.kind == StepKind::backward) std::swap(from, to);
  // The edge fills as the number arrives.
  const float way = std::max(0.12F, b_.look.arrival);
  to = {from.x + (to.x - from.x) * way, from.y + (to.y - from.y) * way};
  b_.line(from, to, faded(direction(), 0.85F), 2, false);
  const float length = std::hypot(to.x - from.x, to.y - from.y);
  const Vec2 unit{(to.x - from.x) / length, (to.y - from.y) / length};
  const Vec2 normal{-unit.y, unit.x};
  const Vec2 base{to.x - unit.x * 12, to.y - unit.y * 12};
  b_.add(draw::Polygon{{to,
                        {base.x + normal.x * 5, base.y + normal.y * 5},
                        {base.x - normal.x * 5, base.y - normal.y * 5}},
                       direction()});
}

void NetworkEdges::labels() const {
  std::vector<const NetworkEdge*> labelled;
  std::size_t active = 0;
  if (layout_.radius < 9) return;
  for (const NetworkEdge& edge : model_.edges) {
    if (!has_weight(edge) || !is_drawn(layout_, edge.from_column) ||
        !is_drawn(layout_, edge.to_column))
      continue;
    if (lit(edge_entity(edge))) {
      labelled.insert(labelled.begin(), &edge);  // these first: they must find room
    } else if (edge_active(edge)) {
      labelled.push_back(&edge);
      ++active;
    }
  }
  std::vector<Rect> taken = node_rects();
  for (const NetworkEdge* edge : labelled) {
    const bool chosen = lit(edge_entity(*edge));
    if (chosen || active <= most_labels) label(*edge, chosen, taken);
  }
}

/// What labels must not cover: neurons with the gradients above and below them.
std::vector<Rect> NetworkEdges::node_rects() const {
  std::vector<Rect> rects;
  for (std::size_t column = 0; column < layout_.nodes.size(); ++column) {
    const float r = layout_.radii[column];
    for (const Vec2 c : layout_.nodes[column]) {
      if (layout_.gradients_beside || r < least_with_number) {
        constexpr float words = 18;  // above and below the middle: two lines beside it
        const float half = std::max(r + 2, words);
        rects.push_back({c.x - r - 2, c.y - half, 2 * r + 78, 2 * half});
      } else {
        rects.push_back({c.x - r - 2, c.y - r - 22, 2 * r + 4, 2 * r + 44});
      }
    }
  }
  return rects;
}

NetworkEdges::LabelText NetworkEdges::label_text(const NetworkEdge& edge, bool chosen) const {
  const ValueId weight = current_value(state_, edge.weight);
  LabelText text{shown_short(trace_.value(weight).data[edge.element], b_.digits_in_pictures()), ""};
  const bool wanted =
      chosen || (focus_.kind != StepKind::forward && is_written(trace_, focus_, edge.weight));
  if (wanted && has_gradient(state_, weight)) {
    text.gradient =
        "\u2202 " + shown_short(gradient_element_at(trace_, weight, edge.element, state_.time.step),
                                b_.digits_in_pictures());
  }
  return text;
}

void NetworkEdges::label(const NetworkEdge& edge, bool chosen, std::vector<Rect>& taken) const {
  LabelText text = label_text(edge, chosen);
  std::optional<Rect> box = free_place(edge, text, taken);
  if (!box && !text.gradient.empty() && !chosen) {
    text.gradient.clear();  // the number alone needs less room
    box = free_place(edge, text, taken);
  }
  if (!box) return;
  taken.push_back(*box);
  draw_label(edge, text, *box);
}

/// Where along the edge a label covers nothing: the nearest such place to its middle.
std::optional<Rect> NetworkEdges::free_place(const NetworkEdge& edge, const LabelText& text,
                                             const std::vector<Rect>& taken) const {
  const float width = 10 + std::max(b_.width(text.value, TextStyle::small),
                                    b_.width(text.gradient, TextStyle::small));
  const float height = text.gradient.empty() ? 19 : 36;
  const auto [from, to] = ends(edge);
  constexpr int places = 31;
  for (int i = 0; i < places; ++i) {
    const float away = 0.025F * static_cast<float>((i + 1) / 2);
    const float part = i % 2 == 0 ? 0.5F + away : 0.5F - away;
    const Vec2 at{from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part};
    const Rect box{at.x - width / 2, at.y - height / 2, width, height};
    const bool covers = std::any_of(taken.begin(), taken.end(),
                                    [&](const Rect& r) { return overlap(inset(r, -1, -1), box); });
    if (!covers) return box;
  }
  return std::nullopt;
}

void NetworkEdges::draw_label(const NetworkEdge& edge, const LabelText& text, Rect box) const {
  const Entity entity = edge_entity(edge);
  const Color border = lit(entity)         ? b_.colors.ink
                       : edge_active(edge) ? direction()
                                           : b_.colors.hairline;
  b_.add(draw::Rectangle{box, 5, b_.colors.card, border, 1}, entity);
  const ValueId weight = current_value(state_, edge.weight);
  b_.text({box.center().x, box.y + 14}, text.value, TextStyle::small,
          number_ink(b_.colors, b_.colors.ink, is_stale(state_, weight)), Align::center, 0, entity);
  const float row = text.gradient.empty() ? box.h : box.h / 2;
  if (entity.kind == Entity::Kind::value)
    number_region(b_, state_, entity, false, {box.x, box.y, box.w, row});
  if (text.gradient.empty()) return;
  b_.text({box.center().x, box.y + 30}, text.gradient, TextStyle::small,
          number_ink(b_.colors, b_.colors.backward, is_gradient_stale(state_, weight)),
          Align::center, 0, entity);
  if (entity.kind == Entity::Kind::value)
    number_region(b_, state_, entity, true, {box.x, box.y + row, box.w, box.h - row});
}

}  // namespace backprop::viz
