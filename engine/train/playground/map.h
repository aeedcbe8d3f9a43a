/// What the network makes of the whole plane: the output's map and every hidden neuron's own, in
/// one pass. For pictures: the numbers are float32, and near those of a program.
#pragma once

#include "engine/train/playground/net.h"

namespace backprop::playground {

class Map {
 public:
  /// size x size points in the middles of as many equal squares; x1 goes right from -reach to
  /// reach, x2 goes down from reach to -reach. size >= 1.
  Map(const Setup& setup, int size = 100, double reach = 6);

  /// Fills all maps. Allocates nothing.
  void compute(std::span<const double> parameters);

  int size() const { return size_; }
  /// Rows from above. The last layer's only neuron is the output.
  std::span<const float> neuron(std::size_t layer, std::size_t its) const;
  std::span<const float> output() const { return neuron(first_.size() - 1, 0); }

 private:
  std::size_t points() const { return static_cast<std::size_t>(size_ * size_); }

  static constexpr std::ptrdiff_t together = 100;  ///< points, so that they stay in the cache

  int size_;
  Net net_;
  AlignedVector<double> inputs_;    ///< [points, net_.input_row()]
  std::vector<std::size_t> first_;  ///< of each layer: the map of its first neuron
  std::vector<std::ptrdiff_t> neurons_;
  std::vector<float> maps_;  ///< [all neurons, points]
};

}  // namespace backprop::playground
