#include "viz/scene/network_dense.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "engine/trace/layers.h"
#include "engine/trace/time.h"
#include "viz/scene/numbers.h"

namespace backprop::viz {
namespace {

constexpr float smallest_sign = 9;  // of cells with a dash below zero
constexpr float finest_cell = 2;    // pixels of the weights' matrix

/// The elements of the sample that is shown, in the order of the neurons.
std::vector<double> numbers_of(const Tensor& all, const NetworkColumn& column) {
  std::vector<double> numbers;
  for (Index i = 0; i < column.count; ++i)
    numbers.push_back(all[column.first + i * column.stride]);
  return numbers;
}

bool has_room_for_signs(const ElementGrid& grid) {
  const Rect cell = grid.rect_of(0);
  return cell.w >= smallest_sign && cell.h >= smallest_sign;
}

/// A dash on numbers below zero: colour is never the only sign.
void signs(Builder& b, const ElementGrid& grid, std::span<const double> numbers) {
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (!(numbers[i] < 0)) continue;
    const Vec2 c = grid.rect_of(static_cast<Index>(i)).center();
    b.line({c.x - 3.5F, c.y}, {c.x + 3.5F, c.y}, b.colors.ink, 1.2F);
  }
}

/// One heat map with its grid; numbers not there yet are an empty frame.
void cells(Builder& b, const State& state, const NetworkColumn& column, Rect place, bool gradient,
           const std::vector<double>& numbers, bool active, Color ink, bool stale) {
  const MatrixForm form = dense_form(column.count);
  if (!numbers.empty()) {
    double largest = 0;
    for (const double number : numbers) {
      if (std::isfinite(number)) largest = std::max(largest, std::abs(number));
    }
    std::vector<Color> colors;
    for (const double number : numbers) {
      colors.push_back(
          heat(b.colors, number,
               gradient ? gradient_strength(number, largest) : value_strength(number, largest)));
    }
    const float cell = place.w / static_cast<float>(form.columns);
    b.add(draw::Cells{place, form.rows, form.columns, cell >= 6 ? 1.0F : 0.0F,
                      std::make_shared<const std::vector<Color>>(std::move(colors))});
    if (stale) b.add(draw::Rectangle{place, 2, faded(b.colors.card, 0.7F)});
  }
  const ElementGrid grid{column.value, form.rows,    form.columns, column.count,
                         place,        column.first, column.stride};
  if (has_room_for_signs(grid)) signs(b, grid, numbers);
  b.add(draw::Rectangle{inset(place, -2, -2), 3, Color{0, 0, 0, 0}, active ? ink : b.colors.faint,
                        active ? 2.0F : 1.0F});
  for (const Entity& entity : {b.look.hover, state.selection}) {
    if (entity.kind != Entity::Kind::value || entity.id != column.value || entity.index < 0)
      continue;
    const Index cell = (entity.index - column.first) / std::max<Index>(1, column.stride);
    if (cell < 0 || cell >= column.count || column.first + cell * column.stride != entity.index)
      continue;
    b.add(draw::Rectangle{inset(grid.rect_of(cell), -1.5F, -1.5F), 2, Color{0, 0, 0, 0},
                          b.colors.ink, 1.5F});
  }
  Widget& widget =
      b.region((gradient ? "dense-gradient:" : "dense:") + std::to_string(column.value), place,
               std::nullopt, Entity::value(column.value));
  widget.grid = grid;
  widget.asks = gradient ? Asks::gradient : Asks::value;
}

bool in_layer(const Trace& trace, const Focus& focus, const NetworkColumn& column, ValueId id) {
  if (!focus.step || id == no_value) return false;
  if (first_version(trace, id) == first_version(trace, column.value)) return true;
  return column.weighted_sum != no_value && layer_key(trace, id) >= 0 &&
         layer_key(trace, id) == layer_key(trace, column.value);
}

}  // namespace

void dense_layer(Builder& b, const State& state, const Focus& focus, const NetworkColumn& column,
                 Rect card, float gap) {
  const Trace& trace = *state.trace;
  const float height = (card.h - gap) / 2;
  const Rect values{card.x, card.y, card.w, height};
  const Rect gradients{card.x, card.bottom() - height, card.w, height};
  const ValueId id = current_value(state, column.value);
  const bool forward = focus.kind == StepKind::forward;
  const bool works =
      focus.kind != StepKind::update && (in_layer(trace, focus, column, focus.worked) ||
                                         in_layer(trace, focus, column, focus.written));
  const bool there = exists(trace, id, state.time.step);
  cells(b, state, column, values, false,
        there ? numbers_of(trace.value(id).data, column) : std::vector<double>(), works && forward,
        b.colors.forward, is_stale(state, id));
  if (!has_gradient(state, id)) return;
  b.text({card.center().x, gradients.y - 7}, "\u2202", TextStyle::small, b.colors.backward,
         Align::center);
  cells(b, state, column, gradients, true,
        numbers_of(gradient_at(trace, id, state.time.step), column),
        works && focus.kind == StepKind::backward, b.colors.backward, is_gradient_stale(state, id));
}

void dense_weights(Builder& b, const State& state, const Focus& focus, const NetworkBundle& bundle,
                   const std::vector<Vec2>& from, const std::vector<Vec2>& to, float gap,
                   HeatCache& heat) {
  if (from.empty() || to.empty()) return;
  const Trace& trace = *state.trace;
  const ValueId id = current_value(state, bundle.weight);
  const bool written = is_written(trace, focus, bundle.weight);
  const bool works =
      focus.step && (focus.worked == bundle.product || written) && focus.worked != no_value;
  const Color line = works ? direction_ink(b.colors, focus.kind) : b.colors.faint;
  for (const Vec2 a : from) {
    for (const Vec2 z : to)
      b.line(a, z, faded(line, works ? 0.9F : 0.7F), works ? 2.0F : 1.2F);
  }
  if (!exists(trace, id, state.time.step)) return;
  const float across = std::min(to[0].x - from[0].x, gap);
  const MatrixForm form = matrix_form(trace.value(id).data.shape);
  float w = std::min(across * 0.6F, 130.0F);
  float h = std::clamp(w * static_cast<float>(form.rows) / static_cast<float>(form.columns), 22.0F,
                       150.0F);
  if (form.rows > form.columns)
    w = std::clamp(h * static_cast<float>(form.columns) / static_cast<float>(form.rows), 22.0F, w);
  if (w < 12) return;
  const auto middle_of = [](const std::vector<Vec2>& points) {
    float y = 0;
    for (const Vec2 p : points)
      y += p.y;
    return y / static_cast<float>(points.size());
  };
  const Vec2 middle{from[0].x + across / 2, (middle_of(from) + middle_of(to)) / 2};
  const Rect place{middle.x - w / 2, middle.y - h / 2, w, h};
  // While gradients flow into it, or an update uses them, the weights' gradient is what is shown.
  const bool gradient = written && focus.kind == StepKind::backward && has_gradient(state, id);
  const int rows = std::max(1, static_cast<int>(h / finest_cell));
  const int columns = std::max(1, static_cast<int>(w / finest_cell));
  const HeatCells& found = gradient
                               ? heat.gradient(trace, id, state.time.step, rows, columns, b.colors)
                               : heat.value(trace, id, rows, columns, b.colors);
  b.add(draw::Rectangle{inset(place, -3, -3), 4, b.colors.card, works ? line : b.colors.hairline,
                        works ? 2.0F : 1.0F});
  b.add(draw::Cells{place, found.rows, found.columns, 0, found.colors});
  const ElementGrid grid{bundle.weight, form.rows, form.columns, trace.value(id).data.size(),
                         place};
  if (has_room_for_signs(grid)) {
    const Tensor numbers =
        gradient ? gradient_at(trace, id, state.time.step) : trace.value(id).data;
    signs(b, grid, numbers.data);
  }
  if (is_stale(state, id)) b.add(draw::Rectangle{place, 2, faded(b.colors.card, 0.7F)});
  const std::string name =
      gradient ? gradient_name(trace, bundle.weight, -1) : display_name(trace, bundle.weight);
  if (w + 14 <= across) {  // else it would lie over neurons
    const float wide = std::min(b.width(name, TextStyle::small), across - 14);
    b.add(draw::Rectangle{{middle.x - wide / 2 - 2, place.y - 21, wide + 4, 16},
                          3,
                          faded(b.colors.background, 0.85F)});
    b.text({middle.x, place.y - 9}, name, TextStyle::small,
           gradient ? b.colors.backward : b.colors.muted, Align::center, across - 14);
  }
  Widget& widget = b.region("dense-weights:" + std::to_string(bundle.weight), place, std::nullopt,
                            Entity::value(bundle.weight));
  widget.grid = grid;
  widget.asks = gradient ? Asks::gradient : Asks::value;
}

}  // namespace backprop::viz
