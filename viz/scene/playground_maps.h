/// Maps of the plane as coloured cells: what a neuron makes of every point, and what a feature is.
#pragma once

#include <map>
#include <tuple>

#include "viz/scene/draw.h"
#include "viz/scene/playground_model.h"

namespace backprop::viz {

/// 0 near paper, 1 and more in the colour of class 1, -1 and less in that of class -1, in steps
/// that are too small to be seen; what is not finite stands out. `two_colors`: the side of 0 alone.
Color map_color(const Palette& colors, double number, bool two_colors);

/// Keeps what it has coloured until numbers or theme change.
class MapPictures {
 public:
  using Colors = std::shared_ptr<const std::vector<Color>>;
  struct What {
    std::size_t run = 0;
    std::size_t layer = 0;
    std::size_t neuron = 0;
    int cells = 0;  ///< to each side
    bool two_colors = false;
    auto operator<=>(const What&) const = default;
  };
  Colors neuron(const PlaygroundModel& model, const What& what, const Palette& colors);
  Colors feature(Feature feature, int cells, const Palette& colors);

 private:
  struct Kept {
    long version = -1;
    Color zero;  ///< of the theme
    Colors colors;
  };
  std::map<What, Kept> neurons_;
  std::map<std::pair<Feature, int>, Kept> features_;
};

}  // namespace backprop::viz
