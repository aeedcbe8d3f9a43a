/// Trains linear layers with relu between them on softmax and cross-entropy, with Adam, in float32:
/// as fast as the machine goes, and with the same bits for any number of threads, recorded or not,
/// and, where there is a fused multiply-add, at any vector width.
///
/// Parameters and Adam's moments stand in one array each. After the first step nothing is
/// allocated, but for the second version when a recording first keeps both.
#pragma once

#include <cassert>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/tensor/aligned.h"
#include "engine/tensor/float_functions.h"
#include "engine/tensor/layer_kernels.h"
#include "engine/tensor/matmul.h"
#include "engine/train/iteration_record.h"
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

  /// One update on a full batch: x [batch, inputs], one class for each sample, below the number of
  /// outputs. Gives the mean loss. Fastest where x begins at a cache line.
  float step(std::span<const float> x, std::span<const std::uint8_t> classes) {
    assert(x.size() == turned_data_.front().size());
    return step(x.data(), classes, numbers_, version_, version_);
  }

  /// The same, with every number of it in `record`, which must be of the same sizes and batch.
  float step(std::span<const float> x, std::span<const std::uint8_t> classes,
             IterationRecord& record);

  const DenseVersion& version() const { return versions_[version_]; }
  std::int64_t steps() const { return steps_; }

 private:
  struct Range {
    std::ptrdiff_t begin = 0;
    std::ptrdiff_t end = 0;
    std::ptrdiff_t size() const { return end - begin; }
  };
  /// A thread's share of a matrix.
  struct Share {
    Range rows;
    Range columns;
  };
  using Numbers = std::vector<LayerNumbers>;

  float step(const float* x, std::span<const std::uint8_t> classes, const Numbers& numbers,
             std::size_t from, std::size_t to);
  Range part_of(std::ptrdiff_t count, int part, std::ptrdiff_t unit) const;
  Share share_of(std::ptrdiff_t rows, std::ptrdiff_t columns, int part) const;
  void forward(std::size_t layer, const float* x, const Numbers& numbers, const float* parameters);
  const float* turned_data(const float* x, int part);
  float loss(const float* sum, float* to_sum, std::span<const std::uint8_t> classes);
  void backward(std::size_t layer, const Numbers& numbers, const float* parameters);
  void begin_update();
  void update(const float* x, const Numbers& numbers, std::size_t from, std::size_t to, int part);
  void update_weight(std::size_t layer, const float* delta, const float* input, const Share& share,
                     AdamNumbers<const float> from, AdamNumbers<float> to, float* gradient) const;

  Settings settings_;
  const MatmulKernels* products_ = nullptr;
  const LayerKernels* loops_ = nullptr;
  const FloatFunctions* functions_ = nullptr;
  Team team_;
  std::vector<DenseLayer> layers_;
  DenseVersion versions_[2];  ///< the second where a recording keeps both
  std::size_t version_ = 0;   ///< the newest
  AlignedVector<float> arena_;
  Numbers numbers_;                                ///< in arena_, of steps that are not recorded
  std::vector<AlignedVector<float>> turned_;       ///< each layer's input, [batch, inputs]
  std::vector<AlignedVector<float>> turned_data_;  ///< per thread: [inputs, batch]
  std::vector<AlignedVector<float>> scratch_;  ///< per thread: a few rows of a weight's gradient
  AlignedVector<float> largest_, sums_, logs_;
  AdamStep adam_;
  std::int64_t steps_ = 0;
};

}  // namespace backprop
