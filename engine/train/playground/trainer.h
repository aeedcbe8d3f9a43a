/// One update after the other: the machine behind a session. What it computes depends on the
/// set-up, the data and the state that it is given, and on nothing that happened before.
#pragma once

#include <memory>

#include "engine/data/batches.h"
#include "engine/train/playground/net.h"

namespace backprop::playground {

struct Data {
  Points training;
  Points test;
  bool classes = true;  ///< labels are -1 or 1
};

/// Everything that the next updates start from.
struct State {
  std::int64_t iteration = 0;  ///< updates made by the session
  Index updates = 0;           ///< made by the optimizer since its own state began
  std::vector<double> parameters;
  std::vector<double> kept;  ///< the optimizer's tensors, one after the other, each as long
};

State first_state(const Setup& setup);
/// As the optimizer's state begins.
void begin_optimizer(const Setup& setup, State& state);

/// What a label is for the loss.
double target_of(const Setup& setup, double label);

/// How well the parameters do on all points of a set, without dropout and penalty.
struct Score {
  double loss = 0;
  double accuracy = 0;  ///< share of the points that are on their side of 0; of classes
};

class Trainer {
 public:
  /// `order_from`: the iteration at which the first epoch begins.
  Trainer(const Setup& setup, std::shared_ptr<const Data> data, std::int64_t order_from = 0);

  /// One update; gives the loss of its batch, with the penalty. Allocates nothing.
  double step(State& state);

  /// The points of an iteration's batch.
  std::span<const std::uint32_t> batch(std::int64_t iteration) {
    return order_.batch(iteration - order_from_);
  }
  std::int64_t batches_in_epoch() const { return order_.batches_in_epoch(); }
  /// The gradient that the last step used.
  std::span<const double> gradient() const { return gradient_; }

  Score score_training(const State& state) { return score(state, training_); }
  Score score_test(const State& state) { return score(state, test_); }

 private:
  struct Table {
    AlignedVector<double> inputs;  ///< [points, input_row]
    std::vector<double> labels;
    std::vector<double> targets;
  };
  Table table_of(const Points& points) const;
  Score score(const State& state, const Table& table);
  void update(State& state);

  static constexpr std::ptrdiff_t points_together = 64;  ///< where many are scored

  Setup setup_;
  std::shared_ptr<const Data> data_;
  std::int64_t order_from_;
  BatchOrder order_;
  Net net_;
  Table training_, test_;
  AlignedVector<double> inputs_;  ///< of the batch
  std::vector<double> targets_;
  std::vector<double> gradient_;
};

}  // namespace backprop::playground
