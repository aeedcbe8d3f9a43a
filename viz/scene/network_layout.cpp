#include <algorithm>
#include <cmath>

#include "viz/scene/network_scene.h"

namespace backprop::viz {
namespace {

constexpr float header = 92;         // tabs and titles above the neurons
constexpr float sample_header = 26;  // and the batch's sample
constexpr float footer = 46;         // the legend
constexpr float loss_height = 54;
constexpr float target_row = 20;
constexpr float low_loss_height = 30;  // in a low pane: one line
constexpr float low_pane = 340;
constexpr float lowest_pane = 210;
constexpr float largest_radius = 38;
constexpr float wide_margins = 150;  // left and right of the columns, both
constexpr float narrow_margins = 110;
constexpr float narrow_pane = 520;
constexpr float widest_pitch = 340;  // of columns
constexpr float narrowest_pitch = 58;
constexpr float smallest_radius = 13;  // that a name fits into
constexpr float input_radius = 0.86F;  // of a neuron's
constexpr float least_radius = 4;      // of a neuron whose name stands beside it
constexpr float least_roomy_radius = 24;

/// A heat map of a column's neurons and one of their gradients below it, around a middle.
Rect card_of(const NetworkColumn& column, Vec2 middle, float across, float height) {
  if (!column.dense) return {};
  const MatrixForm form = dense_form(column.count);
  const float most = std::min(across * 0.5F, 150.0F);
  const float cell = std::min({most / static_cast<float>(form.columns),
                               (height - 70) / 2 / static_cast<float>(form.rows), 26.0F});
  const float w = cell * static_cast<float>(form.columns);
  const float h = cell * static_cast<float>(form.rows);
  return {middle.x - w / 2, middle.y - h - dense_gap / 2, w, 2 * h + dense_gap};
}

}  // namespace

MatrixForm dense_form(Index count) {
  const auto columns =
      static_cast<Index>(std::ceil(std::sqrt(static_cast<double>(std::max<Index>(1, count)))));
  return {static_cast<int>((count + columns - 1) / columns), static_cast<int>(columns)};
}

NetworkLayout layout_network(const NetworkModel& model, Rect area) {
  NetworkLayout layout;
  layout.area = area;
  const float loss_width = std::min(320.0F, area.w - 32);
  const float loss_h = area.h < low_pane       ? low_loss_height
                       : model.targets.empty() ? loss_height
                                               : loss_height + target_row;
  layout.loss = {area.x + (area.w - loss_width) / 2, area.bottom() - footer - loss_h - 12,
                 loss_width, loss_h};
  // In a very low pane the neurons alone have room.
  if (area.h < lowest_pane) layout.loss = {area.center().x, area.bottom() + 20, 0, 0};
  const auto columns = static_cast<float>(model.columns.size());
  std::size_t most = 1;
  for (const NetworkColumn& column : model.columns)
    most = std::max(most, column.nodes.size());

  layout.titles = area.y + 66 + (model.samples > 1 ? sample_header : 0);
  const float top = layout.titles + header - 66;
  const float height = std::max(60.0F, layout.loss.y - 34 - top);
  const float down = height / static_cast<float>(most);
  // Room for the gradients above and below each neuron; else they stand beside it.
  // Those of neighbours are told apart by the space between them.
  const float roomy = (down - 52) / 2;
  layout.gradients_beside = roomy < least_roomy_radius;
  const float beside = layout.gradients_beside ? 44.0F : 0.0F;
  // Very many columns make a world wider than the pane.
  const float margins = area.w < narrow_pane ? narrow_margins : wide_margins;
  const float across = columns > 1 ? std::clamp((area.w - margins - beside) / (columns - 1),
                                                narrowest_pitch, widest_pitch)
                                   : area.w;
  const float needed = across * (columns - 1) + margins + beside;
  layout.world = {area.center().x - std::max(area.w, needed) / 2, area.y, std::max(area.w, needed),
                  area.h};
  const float left = area.center().x - (across * (columns - 1) + beside) / 2;
  const float radius =
      layout.gradients_beside ? std::min((down - 10) / 2, least_roomy_radius + 2) : roomy;
  layout.radius = std::clamp(std::min(radius, across * 0.2F), smallest_radius, largest_radius);
  layout.column_pitch = across;
  for (std::size_t c = 0; c < model.columns.size(); ++c) {
    const float x = columns > 1 ? left + across * static_cast<float>(c) : area.center().x;
    layout.columns.push_back(x);
    layout.cards.push_back(card_of(model.columns[c], {x, top + height / 2}, across, height));
    auto& places = layout.nodes.emplace_back();
    const auto count = static_cast<float>(model.columns[c].nodes.size());
    const float pitch = std::min(height / std::max(1.0F, count), 4.6F * layout.radius + 40);
    layout.row_pitches.push_back(count > 1 ? pitch : 0);
    const float input = model.columns[c].input ? input_radius : 1.0F;
    const float most_radius = std::max(least_radius, (pitch - 3) / 2);  // they never touch
    layout.radii.push_back(std::min(layout.radius * input, most_radius));
    const float first = top + (height - pitch * count) / 2 + pitch / 2;
    for (std::size_t n = 0; n < model.columns[c].nodes.size(); ++n) {
      places.push_back({x, first + pitch * static_cast<float>(n) - 6});
    }
  }
  return layout;
}

bool is_drawn(const NetworkLayout& layout, int column) {
  const float x = layout.columns[static_cast<std::size_t>(column)];
  const float beyond = layout.radius + 60;  // a neuron with its numbers
  if (x < layout.area.x - beyond || x > layout.area.right() + beyond) return false;
  if (layout.columns.size() < 2) return true;
  const float pitch = layout.columns[1] - layout.columns[0];
  constexpr float nearest = 5;  // pixels
  if (pitch >= nearest) return true;
  if (pitch <= nearest / 1e6F) return column == 0;  // all in one place, or no room at all
  return column % static_cast<int>(std::ceil(nearest / pitch)) == 0;
}

NetworkLayout seen_through(const NetworkLayout& layout, const Viewport& viewport) {
  NetworkLayout seen = layout;
  const float zoom = viewport.camera.zoom;
  seen.radius = layout.radius * zoom;
  seen.zoom = zoom;
  for (float& radius : seen.radii)
    radius *= zoom;
  for (float& pitch : seen.row_pitches)
    pitch *= zoom;
  seen.column_pitch = layout.column_pitch * zoom;
  seen.titles = viewport.at(Vec2{0, layout.titles}).y;
  for (auto& column : seen.nodes) {
    for (Vec2& node : column)
      node = viewport.at(node);
  }
  for (Rect& card : seen.cards)
    card = viewport.at(card);
  for (float& x : seen.columns)
    x = viewport.at(Vec2{x, 0}).x;
  // Its words keep their size: the box does not shrink below them.
  const Vec2 middle = viewport.at(layout.loss.center());
  const float w = layout.loss.w * std::max(0.8F, zoom);
  const float h = layout.loss.h * std::max(1.0F, zoom);
  if (layout.loss.w > 0) seen.loss = {middle.x - w / 2, middle.y - h / 2, w, h};
  return seen;
}

}  // namespace backprop::viz
