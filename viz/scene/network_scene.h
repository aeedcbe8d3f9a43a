/// The network view: neurons with value and gradient, weights, the loss; what the current step does
/// is lit, all else dimmed. Positions depend on the network and the area alone, never on time.
#pragma once

#include "viz/scene/builder.h"
#include "viz/scene/camera.h"
#include "viz/scene/heat.h"
#include "viz/scene/network_model.h"

namespace backprop::viz {

/// Where everything stands.
struct NetworkLayout {
  Rect area;          ///< the pane
  Rect world;         ///< all of the network; larger than the pane where it has very many columns
  float radius = 30;  ///< of a neuron where there is room for it
  std::vector<float> radii;              ///< of each column's neurons
  float zoom = 1;                        ///< of the camera that it is seen through
  bool gradients_beside = false;         ///< of a neuron; else above and below it
  std::vector<float> row_pitches;        ///< between neurons of each column; 0 of a single one
  float column_pitch = 0;                ///< between columns
  float titles = 0;                      ///< baseline of the columns' titles
  std::vector<std::vector<Vec2>> nodes;  ///< centres, per column
  std::vector<Rect> cards;               ///< of columns that are heat maps; else empty
  std::vector<float> columns;            ///< x of each column
  Rect loss;
};

/// The rows and columns of a heat map of that many neurons.
MatrixForm dense_form(Index count);
/// Between its values and its gradients, as a part of the card's height: see card_of().
inline constexpr float dense_gap = 26;

NetworkLayout layout_network(const NetworkModel& model, Rect area);

/// The layout as a camera shows it: places and sizes on screen; text keeps its size.
NetworkLayout seen_through(const NetworkLayout& layout, const Viewport& viewport);

/// Whether a column is in sight, and not on top of one that is drawn: from far away every so
/// many-th is.
bool is_drawn(const NetworkLayout& layout, int column);

Scene network_scene(const State& state, const NetworkModel& model, const NetworkLayout& layout,
                    HeatCache& heat, const Look& look);

}  // namespace backprop::viz
