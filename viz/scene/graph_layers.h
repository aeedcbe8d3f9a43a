/// The first half of the graph's layout: which layer each node stands in, before there are
/// coordinates, and which edges are drawn as lines.
#pragma once

#include <vector>

#include "viz/scene/graph_model.h"

namespace backprop::viz {

/// Layers go from left to right: a value stands to the right of all that it reads. A graph much
/// wider than high is cut into bands of layers, one below the other, like lines of a text.
struct GraphLayers {
  std::vector<int> band;   ///< of each node
  std::vector<int> layer;  ///< of each node, in its band, from 0
  std::vector<int> order;  ///< all nodes, one chain of reads after the other
  int bands = 1;
};

/// Ops stand as far left as what they read allows, with a limited number in a layer; leaves just
/// before their first reader; an optimizer's update beside the version that it replaces. `bands`:
/// so many where the graph can be cut so; 0: as many as give a very wide one the shape of a page.
GraphLayers layers_of(const GraphModel& model, int bands = 0);

/// Who reads each node: indices into the model's edges, those of node n at [first[n], first[n +
/// 1]).
struct GraphReaders {
  std::vector<int> first;
  std::vector<int> edges;
};
GraphReaders readers_of(const GraphModel& model);

}  // namespace backprop::viz
