#include "engine/train/iteration_record.h"

namespace backprop {
namespace {

/// `from` [rows, columns] turned.
std::vector<float> turned(std::span<const float> from, std::ptrdiff_t columns) {
  const auto width = static_cast<std::size_t>(columns);
  const std::size_t rows = from.size() / width;
  std::vector<float> to(from.size());
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < width; ++c)
      to[c * rows + r] = from[r * width + c];
  }
  return to;
}

}  // namespace

IterationRecord::IterationRecord(const std::vector<std::ptrdiff_t>& sizes, std::ptrdiff_t batch,
                                 Versions versions)
    : layers_(dense_layers(sizes)),
      batch_(batch),
      versions_(versions),
      classes_(static_cast<std::size_t>(batch)) {
  const std::ptrdiff_t inputs = sizes.front() * batch;
  float* x = nullptr;
  numbers_ = laid_out(arena_, [&](Parts& parts) {
    x = parts.take(inputs);
    return separate_numbers(parts, layers_, batch);
  });
  x_ = {x, static_cast<std::size_t>(inputs)};
}

std::span<const float> IterationRecord::all_of(std::size_t i, const float* numbers) const {
  if (numbers == nullptr) return {};
  return {numbers, static_cast<std::size_t>(layers_[i].outputs * batch_)};
}

std::span<const float> IterationRecord::to_bias(std::size_t i) const {
  return {numbers_[i].to_bias, static_cast<std::size_t>(layers_[i].outputs)};
}

std::vector<float> IterationRecord::to_weight(std::size_t i, const MatmulKernels& kernels) const {
  const DenseLayer& layer = layers_[i];
  std::vector<float> product(layer.weight_count());
  const std::vector<float> turned_input =
      i == 0 ? std::vector<float>() : turned(output(i - 1), batch_);
  const float* input = i == 0 ? x_.data() : turned_input.data();  // [batch, inputs]
  kernels.float32({layer.outputs, layer.inputs, batch_, numbers_[i].to_sum, batch_, 1, input,
                   layer.inputs, product.data(), layer.inputs});
  return product;
}

std::vector<float> IterationRecord::to_x(const DenseVersion& before,
                                         const MatmulKernels& kernels) const {
  const DenseLayer& layer = layers_.front();
  std::vector<float> product(static_cast<std::size_t>(layer.inputs * batch_));
  kernels.float32({layer.inputs, batch_, layer.outputs, before.parameters.data() + layer.weight, 1,
                   layer.inputs, numbers_.front().to_sum, batch_, product.data(), batch_});
  return product;
}

std::size_t IterationRecord::arena_bytes() const {
  return arena_.size() * sizeof(float);
}

}  // namespace backprop
