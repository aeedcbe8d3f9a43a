/// One training iteration of dense layers, recorded in full in float32: every value and what every
/// edge added to a gradient. The numbers stand in one arena, which the next recording uses again.
///
/// What a linear layer adds to the gradient of its weight is an outer product summed over the
/// batch: its two factors are here, and it is rebuilt, to the bit, when it is opened. So is what
/// the first layer would add to the gradient of the data. Parameters and optimizer state are no
/// part of the arena but two versions outside it.
#pragma once

#include <cstdint>
#include <span>

#include "engine/tensor/aligned.h"
#include "engine/tensor/matmul.h"
#include "engine/train/dense_layers.h"

namespace backprop {

/// Parameters and Adam's state between two iterations.
struct DenseVersion {
  AlignedVector<float> parameters;      ///< of all layers, one after the other
  AlignedVector<float> first_moments;   ///< m
  AlignedVector<float> second_moments;  ///< v
};

class IterationRecord {
 public:
  /// Whether the update leaves the version before as it was. That takes the memory of a second
  /// version, and time: the update then goes through both. Who can come by the version before in
  /// another way, by a snapshot and a replay, does without.
  enum class Versions : std::uint8_t { after, both };

  IterationRecord(const std::vector<std::ptrdiff_t>& sizes, std::ptrdiff_t batch,
                  Versions versions = Versions::after);

  // What it hands out points into its arena.
  IterationRecord(const IterationRecord&) = delete;
  IterationRecord& operator=(const IterationRecord&) = delete;
  IterationRecord(IterationRecord&&) = default;
  IterationRecord& operator=(IterationRecord&&) = default;

  std::span<const DenseLayer> layers() const { return layers_; }
  std::ptrdiff_t batch() const { return batch_; }

  std::int64_t iteration() const { return iteration_; }  ///< counted from 1
  float loss() const { return loss_; }
  std::span<const float> x() const { return x_; }  ///< [batch, inputs]
  std::span<const std::uint8_t> classes() const { return classes_; }

  // Of layer i, all [outputs, batch] but the last; see LayerNumbers.
  std::span<const float> sum(std::size_t i) const { return all_of(i, numbers_[i].sum); }
  std::span<const float> output(std::size_t i) const { return all_of(i, numbers_[i].output); }
  std::span<const float> to_output(std::size_t i) const { return all_of(i, numbers_[i].to_output); }
  std::span<const float> to_sum(std::size_t i) const { return all_of(i, numbers_[i].to_sum); }
  std::span<const float> to_bias(std::size_t i) const;

  /// [outputs, inputs]: what layer i's linear adds to the gradient of its weight.
  std::vector<float> to_weight(std::size_t i, const MatmulKernels& kernels) const;
  /// [inputs, batch]: what the first layer's linear adds to the gradient of the data.
  std::vector<float> to_x(const DenseVersion& before, const MatmulKernels& kernels) const;

  /// What the iteration read, until the same trainer records again; null unless both are kept.
  const DenseVersion* before() const { return before_; }
  /// What the iteration wrote, until the same trainer's next step.
  const DenseVersion* after() const { return after_; }

  std::size_t arena_bytes() const;

 private:
  friend class DenseTrainer;
  std::span<const float> all_of(std::size_t i, const float* numbers) const;

  std::vector<DenseLayer> layers_;
  std::ptrdiff_t batch_;
  Versions versions_;
  AlignedVector<float> arena_;
  std::vector<LayerNumbers> numbers_;
  std::span<float> x_;
  std::vector<std::uint8_t> classes_;
  std::int64_t iteration_ = 0;
  float loss_ = 0;
  const DenseVersion* before_ = nullptr;
  const DenseVersion* after_ = nullptr;
};

}  // namespace backprop
