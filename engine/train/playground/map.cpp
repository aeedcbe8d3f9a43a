#include "engine/train/playground/map.h"

#include <algorithm>

namespace backprop::playground {

Map::Map(const Setup& setup, int size, double reach)
    : size_(size),
      net_(setup, together, Net::Precision::picture),
      inputs_(points() * static_cast<std::size_t>(net_.input_row())) {
  std::size_t next = 0;
  for (const DenseLayer& layer : layers_of(setup)) {
    first_.push_back(next);
    neurons_.push_back(layer.outputs);
    next += static_cast<std::size_t>(layer.outputs);
  }
  maps_.resize(next * points());
  const double side = 2 * reach / size;
  for (int row = 0; row < size; ++row) {
    for (int column = 0; column < size; ++column) {
      double* to = inputs_.data() + (row * size + column) * net_.input_row();
      net_.write_input(to, -reach + (column + 0.5) * side, reach - (row + 0.5) * side);
    }
  }
}

void Map::compute(std::span<const double> parameters) {
  net_.load(parameters);
  const auto all = static_cast<std::ptrdiff_t>(points());
  for (std::ptrdiff_t begin = 0; begin < all; begin += together) {
    const std::ptrdiff_t count = std::min(together, all - begin);
    net_.forward(inputs_.data() + begin * net_.input_row(), count);
    for (std::size_t layer = 0; layer < first_.size(); ++layer) {
      for (std::ptrdiff_t its = 0; its < neurons_[layer]; ++its) {
        const Net::Column from = net_.neuron(layer, its);
        float* const to =
            maps_.data() + (first_[layer] + static_cast<std::size_t>(its)) * points() + begin;
        for (std::ptrdiff_t n = 0; n < count; ++n)
          to[n] = static_cast<float>(from.first[n * from.row]);
      }
    }
  }
}

std::span<const float> Map::neuron(std::size_t layer, std::size_t its) const {
  return std::span(maps_).subspan((first_[layer] + its) * points(), points());
}

}  // namespace backprop::playground
