#include "engine/train/dense_layers.h"

namespace backprop {

std::vector<DenseLayer> dense_layers(const std::vector<std::ptrdiff_t>& sizes) {
  std::vector<DenseLayer> layers;
  std::size_t next = 0;
  for (std::size_t i = 0; i + 1 < sizes.size(); ++i) {
    DenseLayer layer{sizes[i], sizes[i + 1], next, 0};
    layer.bias = next + layer.weight_count();
    next = layer.end();
    layers.push_back(layer);
  }
  return layers;
}

std::vector<LayerNumbers> separate_numbers(Parts& parts, const std::vector<DenseLayer>& layers,
                                           std::ptrdiff_t batch) {
  std::vector<LayerNumbers> all;
  for (const DenseLayer& layer : layers) {
    const std::ptrdiff_t size = layer.outputs * batch;
    const bool last = all.size() + 1 == layers.size();
    LayerNumbers numbers;
    numbers.sum = parts.take(size);
    numbers.output = last ? nullptr : parts.take(size);
    numbers.to_output = last ? nullptr : parts.take(size);
    numbers.to_sum = parts.take(size);
    numbers.to_bias = parts.take(layer.outputs);
    all.push_back(numbers);
  }
  return all;
}

std::vector<LayerNumbers> overwriting_numbers(Parts& parts, const std::vector<DenseLayer>& layers,
                                              std::ptrdiff_t batch) {
  std::vector<LayerNumbers> all;
  for (const DenseLayer& layer : layers) {
    float* const sum = parts.take(layer.outputs * batch);
    float* const to_sum = parts.take(layer.outputs * batch);
    all.push_back({sum, sum, to_sum, to_sum, parts.take(layer.outputs)});
  }
  return all;
}

}  // namespace backprop
