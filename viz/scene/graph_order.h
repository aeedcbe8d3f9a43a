/// The second part of the graph's layout: the order of the items in each layer, from top to bottom,
/// with few crossings.
#pragma once

#include <vector>

#include "viz/scene/graph_layers.h"

namespace backprop::viz {

struct OrderedItem {
  int node = 0;       ///< its node, or whose line it is
  bool bend = false;  ///< the value's line passes here on its way to a later layer
  int from = -1;      ///< of a bend: the item before it on the line
  int layer = 0;
  int group = -1;
};

/// Items by layers; the layers of all bands in one row, band by band.
struct OrderedGraph {
  std::vector<OrderedItem> items;  ///< the nodes first, in the model's order
  std::vector<std::vector<int>> layers;
  std::vector<int> band_of_layer;
  std::vector<int> edge_from;  ///< of each edge: the item of the layer before its reader; -1: cut
  /// Items of the layer before and of the next one that it is joined to, once for each line.
  std::vector<std::vector<int>> left, right;
};

/// Bends for the edges that are drawn, then the order. A value has one line for all its readers,
/// which branches where they stand. The items of a group stand together in each layer.
OrderedGraph ordered(const GraphModel& model, const GraphLayers& layers);

/// Crossings of lines between neighbouring layers.
long long crossings(const OrderedGraph& graph);

}  // namespace backprop::viz
