/// Points divided in two for training and testing, and the order in which training takes them.
/// Everything is a function of seeds and counts: nothing has to be kept to find it again.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/data/points.h"

namespace backprop {

/// Writes 0 .. order.size() - 1 in an order drawn from the seed (Fisher and Yates), each order as
/// likely as any other.
void shuffle(std::span<std::uint32_t> order, std::uint64_t seed);

struct Split {
  Points training;
  Points test;
};

/// `train_share` (0 to 1) of the points, rounded, for training and the others for testing, drawn
/// from the seed; each has at least one where there are two or more.
Split split(const Points& points, double train_share, std::uint64_t seed);

/// The batches of one epoch after another: every epoch goes once through all points, in an order of
/// its own. Where the points do not fill the last batch of an epoch, it is short: no point is left
/// out, and none is taken twice.
class BatchOrder {
 public:
  /// points >= 1, batch >= 1.
  BatchOrder(std::size_t points, std::size_t batch, std::uint64_t seed);

  std::int64_t batches_in_epoch() const { return per_epoch_; }
  std::int64_t epoch_of(std::int64_t iteration) const { return iteration / per_epoch_; }

  /// The points of that iteration's batch (from 0), until the next call. Iterations in order are
  /// quick; any other costs the shuffle of its epoch.
  std::span<const std::uint32_t> batch(std::int64_t iteration);

 private:
  std::size_t batch_;
  std::uint64_t seed_;
  std::int64_t per_epoch_;
  std::vector<std::uint32_t> order_;
  std::int64_t epoch_ = -1;  ///< whose order it is
};

}  // namespace backprop
