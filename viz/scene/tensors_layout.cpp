#include "viz/scene/tensors_layout.h"

#include <algorithm>
#include <set>

#include "engine/trace/iteration.h"
#include "viz/scene/camera.h"
#include "viz/scene/network_model.h"

namespace backprop::viz {
namespace {

constexpr float cell_width = 72;  // room for a small number of four digits
constexpr float cell_height = 24;
constexpr float widest_matrix = 340;
constexpr float highest_matrix = 260;
constexpr float thinnest_matrix = 18;
constexpr float narrowest_card = 92;  // room for a name
constexpr float padding = 9;
constexpr float gap = 14;           // between cards
constexpr float title_height = 21;  // on screen
constexpr float smallest_zoom_with_titles = 0.3F;

Rect matrix_at(float x, float y, MatrixForm form) {
  const auto columns = static_cast<float>(form.columns);
  const auto rows = static_cast<float>(form.rows);
  float w = std::min(cell_width, widest_matrix / columns);
  float h = std::min(cell_height, highest_matrix / rows);
  if (w < 12 || h < 12) w = h = std::min(w, h);  // too small for numbers: squares
  return {x, y, std::max(w * columns, thinnest_matrix), std::max(h * rows, thinnest_matrix)};
}

/// The card at the origin: flat matrices above their gradient, others beside it.
TensorCard card_of(const Trace& trace, ValueId id, float title) {
  TensorCard card;
  card.value = id;
  card.form = matrix_form(trace.value(id).data.shape);
  card.values = matrix_at(padding, padding + title, card.form);
  Rect all = card.values;
  if (!contributions_to(trace, id).empty()) {
    const bool below = card.form.columns > 2 * card.form.rows || card.values.w > highest_matrix;
    const float pitch = std::max(card.values.w, narrowest_card - 2 * padding);
    card.gradients = below ? matrix_at(padding, card.values.bottom() + title, card.form)
                           : matrix_at(padding + pitch + gap, card.values.y, card.form);
    all.w = std::max(card.gradients.right() - all.x, all.w);
    all.h = std::max(card.gradients.bottom() - all.y, all.h);
  }
  card.frame = {0, 0, std::max(narrowest_card, all.right() + padding), all.bottom() + padding};
  return card;
}

void move(TensorCard& card, float x, float y) {
  for (Rect* rect : {&card.frame, &card.values, &card.gradients}) {
    rect->x += x;
    rect->y += y;
  }
}

/// Places the cards in lines no wider than `width`; returns the world that they take.
Rect flow(std::vector<TensorCard>& cards, float width) {
  float x = 0;
  float y = 0;
  float line = 0;
  Rect world;
  for (TensorCard& card : cards) {
    if (x > 0 && x + card.frame.w > width) {
      x = 0;
      y += line + gap;
      line = 0;
    }
    move(card, x - card.frame.x, y - card.frame.y);
    x = card.frame.right() + gap;
    line = std::max(line, card.frame.h);
    world.w = std::max(world.w, card.frame.right());
    world.h = std::max(world.h, card.frame.bottom());
  }
  return world;
}

}  // namespace

std::vector<ValueId> values_of_iteration(const Trace& trace, int iteration) {
  std::set<ValueId> found;
  const StepRange range = steps_of(trace, iteration);
  for (Index at = range.first; at < range.end; ++at) {
    const ValueId id = trace.step(at).value;
    if (id == no_value) continue;
    const Value& value = trace.value(id);
    if (value.op == nullptr || value.made_by != at) continue;
    found.insert(id);
    for (const ValueId argument : value.arguments) {
      if (trace.value(argument).op == nullptr &&
          trace.value(argument).kind != ValueKind::constant) {
        found.insert(first_version(trace, argument));
      }
    }
  }
  if (found.empty()) {  // a program that only names numbers
    for (std::size_t i = 0; i < trace.values.size(); ++i) {
      const auto id = static_cast<ValueId>(i);
      if (trace.value(id).kind != ValueKind::constant) found.insert(first_version(trace, id));
    }
  }
  return {found.begin(), found.end()};
}

namespace {

/// With titles of that height: lines of the width at which the whole can be shown largest.
TensorsLayout flowed(const Trace& trace, const std::vector<ValueId>& ids, Rect area, float title) {
  TensorsLayout layout;
  layout.title = title;
  float widest = narrowest_card;
  float tallest = 0;
  for (const ValueId id : ids) {
    const TensorCard& card = layout.cards.emplace_back(card_of(trace, id, title));
    widest = std::max(widest, card.frame.w);
    tallest = std::max(tallest, card.frame.h);
  }
  float best_width = widest;
  float best_zoom = 0;
  for (float width = widest; width < 40 * area.w; width *= 1.08F) {
    const Rect world = flow(layout.cards, width);
    const float zoom = fitted(world, area).zoom;
    if (zoom > best_zoom) {
      best_zoom = zoom;
      best_width = width;
    }
    if (world.h <= tallest) break;  // all stand in one line
  }
  layout.world = flow(layout.cards, best_width);
  return layout;
}

}  // namespace

TensorsLayout layout_tensors(const Trace& trace, Index step, Rect area) {
  const std::vector<ValueId> ids = values_of_iteration(trace, iteration_at(trace, step));
  TensorsLayout layout = flowed(trace, ids, area, title_height);
  const float zoom = fitted(layout.world, area).zoom;
  // Shown smaller, the titles need more of the world; but names of very many are left out.
  if (zoom < 1 && zoom > smallest_zoom_with_titles)
    layout = flowed(trace, ids, area, title_height / zoom);
  return layout;
}

}  // namespace backprop::viz
