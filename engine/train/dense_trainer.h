/// Trains linear layers with relu between them on softmax and cross-entropy, with Adam, in float32:
/// as fast as the machine goes, and with the same bits for any number of threads and, where there
/// is a fused multiply-add, at any vector width.
///
/// Parameters, gradients and Adam's moments stand in one array each; after the first step nothing
/// is allocated.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/tensor/float_functions.h"
#include "engine/tensor/layer_kernels.h"
#include "engine/tensor/matmul.h"
#include "engine/train/team.h"

namespace backprop {

class DenseTrainer {
 public:
  struct Settings {
    std::vector<std::ptrdiff_t> sizes;  ///< {784, 500, 10}
    std::ptrdiff_t batch = 64;
    float learning_rate = 0.001F;
    std::uint64_t seed = 1;  ///< weights start as PyTorch's: uniform, 1 / sqrt(in)
    int threads = 1;
    std::string_view instructions;  ///< empty: the fastest
  };
  explicit DenseTrainer(const Settings& settings);

  /// One update on a full batch: x [batch, inputs], one class for each sample. Gives the mean loss.
  float step(std::span<const float> x, std::span<const std::uint8_t> classes);

  /// Weights [out, in] and biases of all layers, one after the other.
  std::span<const float> parameters() const { return parameters_; }
  std::span<const float> gradients() const { return gradients_; }

 private:
  struct Layer {
    std::ptrdiff_t inputs, outputs;
    std::size_t weight, bias;   ///< where they stand among the parameters
    std::vector<float> output;  ///< [outputs, batch], after relu
    std::vector<float> delta;   ///< the loss by that, before relu
    std::vector<float> turned;  ///< of the input: [batch, inputs], for the weights' gradient
  };
  struct Range {
    std::ptrdiff_t begin, end;
  };

  Range part_of(std::ptrdiff_t count, int part) const;
  void forward(std::size_t layer, const float* input);
  float loss(std::span<const std::uint8_t> classes);
  void backward(std::size_t layer, const float* x);
  void begin_update();
  void update(std::size_t first, std::ptrdiff_t count);

  Settings settings_;
  const MatmulKernels* products_ = nullptr;
  const LayerKernels* loops_ = nullptr;
  const FloatFunctions* functions_ = nullptr;
  Team team_;
  std::vector<Layer> layers_;
  std::vector<float> parameters_, gradients_, first_moments_, second_moments_;
  std::vector<float> turned_x_;  ///< [inputs, batch]
  std::vector<float> largest_, sums_, logs_;
  AdamStep adam_;
  std::int64_t steps_ = 0;
};

}  // namespace backprop
