/// Numbers as colours: sign by hue, size by strength, on a scale that the legend states.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "engine/trace/time.h"
#include "viz/scene/palette.h"

namespace backprop::viz {

/// How strong a number's colour is, from 0 to 1. Values: |number| / largest. Gradients, which span
/// many sizes, by logarithm: `decades` below the largest it has faded to nothing.
inline constexpr double gradient_decades = 4;
float value_strength(double number, double largest);
float gradient_strength(double number, double largest);

/// Near-white at zero, blue above, orange below; what is not finite stands out.
Color heat(const Palette& colors, double number, float strength);

/// The largest finite size among numbers; 0 without any.
double largest_size(const Tensor& numbers);

/// A tensor's elements as rows and columns: matrices as they are, a vector as one row, a long
/// vector broken into a near-square; leading dimensions one below the other.
struct MatrixForm {
  int rows = 1;
  int columns = 1;
};
MatrixForm matrix_form(const Shape& shape);

/// The cells of a value or of its gradient, no more of them than can be seen.
struct HeatCells {
  int rows = 0, columns = 0;
  int across = 1, down = 1;  ///< elements in one cell: its colour is that of the largest among them
  std::shared_ptr<const std::vector<Color>> colors;
};

/// Keeps what it has coloured until the numbers, the theme or the detail change.
class HeatCache {
 public:
  /// `most_rows`, `most_columns`: cells that can be told apart where they are drawn.
  const HeatCells& value(const Trace& trace, ValueId id, int most_rows, int most_columns,
                         const Palette& colors);
  const HeatCells& gradient(const Trace& trace, ValueId id, Index step, int most_rows,
                            int most_columns, const Palette& colors);

 private:
  struct Key {
    const Trace* trace = nullptr;
    ValueId id = no_value;
    Index contributions = -1;  ///< of a gradient: how many it holds, and since which clearing
    Index since = -1;
    int rows = 0, columns = 0;
    Color zero;  ///< of the theme
    bool operator==(const Key&) const = default;
  };
  struct Entry {
    Key key;
    HeatCells cells;
  };
  std::map<std::pair<ValueId, bool>, Entry> entries_;
};

}  // namespace backprop::viz
