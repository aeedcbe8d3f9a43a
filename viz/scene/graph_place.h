/// The third part of the graph's layout: heights. Lines become as straight as the distances between
/// items allow.
#pragma once

#include <vector>

#include "viz/scene/graph_order.h"

namespace backprop::viz {

/// Of an item, around its middle: how much room it takes above and below.
struct ItemSize {
  float above = 0;
  float below = 0;
  float label = 0;  ///< more above it, for its group's name
};

/// Where the edges come into the nodes, from the middle of the node; the lines that come in stand
/// in the order of where they come from.
std::vector<float> ports_of(const GraphModel& model, const OrderedGraph& graph);

/// The middle of each item. In a layer they stand in their order, at least as far apart as their
/// sizes ask for.
std::vector<float> heights_of(const GraphModel& model, const OrderedGraph& graph,
                              const std::vector<ItemSize>& sizes, const std::vector<float>& ports);

}  // namespace backprop::viz
