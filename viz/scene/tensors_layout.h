/// Where the tensors of an iteration stand: one card each, in the order of computation, with the
/// value as a matrix and room for its gradient.
#pragma once

#include <string>
#include <vector>

#include "viz/scene/draw.h"
#include "viz/scene/heat.h"

namespace backprop::viz {

struct TensorCard {
  ValueId value = no_value;  ///< of a parameter or buffer its first version
  MatrixForm form;
  Rect frame;      ///< all of it, in the world
  Rect values;     ///< the matrix
  Rect gradients;  ///< the same shape; empty where no gradient ever arrives
};

struct TensorsLayout {
  std::vector<TensorCard> cards;
  Rect world;
  /// The line above each matrix, in units of the world: as high as a line of text where all of the
  /// world is shown.
  float title = 21;
};

/// The tensors of the iteration that `step` lies in. The cards flow in lines, broken where the
/// whole fills `area` best. Depends on the iteration and the area alone, never on the time inside.
TensorsLayout layout_tensors(const Trace& trace, Index step, Rect area);

/// The values that an iteration is about: the leaves that it reads and the values that it makes, in
/// order; parameters and buffers by their first version; no constants.
std::vector<ValueId> values_of_iteration(const Trace& trace, int iteration);

}  // namespace backprop::viz
