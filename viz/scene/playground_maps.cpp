#include "viz/scene/playground_maps.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace backprop::viz {
namespace {

constexpr int shades = 24;  // to each side of 0
constexpr std::size_t most_kept = 1000;

Color shade(const Palette& colors, int step) {
  const Color& full = step < 0 ? colors.negative : colors.positive;
  return mix(colors.zero, full, static_cast<float>(std::abs(step)) / shades);
}

/// All of them, the darkest of class -1 first.
std::array<Color, 2 * shades + 1> ramp(const Palette& colors) {
  std::array<Color, 2 * shades + 1> all;
  for (int i = -shades; i <= shades; ++i)
    all[static_cast<std::size_t>(i + shades)] = shade(colors, i);
  return all;
}

int step_of(double number, bool two_colors) {
  if (two_colors) return number >= 0 ? shades : -shades;
  return static_cast<int>(std::lround(std::clamp(number, -1.0, 1.0) * shades));
}

/// `cells` to each side out of a map of `size`, each the one in its middle.
MapPictures::Colors paint(std::span<const float> map, int size, const MapPictures::What& what,
                          const Palette& colors) {
  const auto all = ramp(colors);
  auto painted = std::make_shared<std::vector<Color>>();
  painted->reserve(static_cast<std::size_t>(what.cells * what.cells));
  for (int row = 0; row < what.cells; ++row) {
    const int y = (2 * row + 1) * size / (2 * what.cells);
    for (int column = 0; column < what.cells; ++column) {
      const int x = (2 * column + 1) * size / (2 * what.cells);
      const double number = map[static_cast<std::size_t>(y * size + x)];
      painted->push_back(
          std::isfinite(number)
              ? all[static_cast<std::size_t>(step_of(number, what.two_colors) + shades)]
              : colors.wrong);
    }
  }
  return painted;
}

}  // namespace

Color map_color(const Palette& colors, double number, bool two_colors) {
  if (!std::isfinite(number)) return colors.wrong;
  return shade(colors, step_of(number, two_colors));
}

MapPictures::Colors MapPictures::neuron(const PlaygroundModel& model, const What& what,
                                        const Palette& colors) {
  if (neurons_.size() > most_kept) neurons_.clear();
  const RunPicture& run = model.runs()[what.run];
  Kept& kept = neurons_[what];
  if (kept.version != run.version || !(kept.zero == colors.zero)) {
    kept = {run.version, colors.zero,
            paint(run.map->neuron(what.layer, what.neuron), run.map->size(), what, colors)};
  }
  return kept.colors;
}

/// As far from 0 as it is, beside its largest size in the plane.
MapPictures::Colors MapPictures::feature(Feature feature, int cells, const Palette& colors) {
  Kept& kept = features_[{feature, cells}];
  if (kept.colors != nullptr && kept.zero == colors.zero) return kept.colors;
  std::vector<float> numbers;
  float largest = 0;
  for (int row = 0; row < cells; ++row) {
    for (int column = 0; column < cells; ++column) {
      const double x1 = plane_reach * ((2.0 * column + 1) / cells - 1);
      const double x2 = plane_reach * (1 - (2.0 * row + 1) / cells);
      numbers.push_back(static_cast<float>(feature_value(feature, x1, x2)));
      largest = std::max(largest, std::abs(numbers.back()));
    }
  }
  for (float& number : numbers)
    number /= largest;
  kept = {0, colors.zero, paint(numbers, cells, {0, 0, 0, cells, false}, colors)};
  return kept.colors;
}

}  // namespace backprop::viz
