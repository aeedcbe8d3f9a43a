#include "engine/data/batches.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

#include "engine/random.h"

namespace backprop {

void shuffle(std::span<std::uint32_t> order, std::uint64_t seed) {
  std::iota(order.begin(), order.end(), 0U);
  for (std::size_t last = order.size(); last > 1; --last) {
    const double draw = random::uniform(seed, last);  // below 1, and so the product below `last`
    std::swap(order[last - 1], order[static_cast<std::size_t>(draw * static_cast<double>(last))]);
  }
}

Split split(const Points& points, double train_share, std::uint64_t seed) {
  constexpr std::uint64_t stream = 0x73706C6974;  // "split": points drawn from the same seed differ
  std::vector<std::uint32_t> order(points.size());
  shuffle(order, random::bits(seed, stream));
  const auto count = static_cast<double>(points.size());
  auto training = static_cast<std::size_t>(std::lround(std::clamp(train_share, 0.0, 1.0) * count));
  if (points.size() >= 2) training = std::clamp<std::size_t>(training, 1, points.size() - 1);
  Split parts;
  for (std::size_t i = 0; i < order.size(); ++i)
    (i < training ? parts.training : parts.test).push_back(points[order[i]]);
  return parts;
}

BatchOrder::BatchOrder(std::size_t points, std::size_t batch, std::uint64_t seed)
    : batch_(batch),
      seed_(seed),
      per_epoch_(static_cast<std::int64_t>((points + batch - 1) / batch)),
      order_(points) {
  assert(points > 0 && batch > 0);
}

std::span<const std::uint32_t> BatchOrder::batch(std::int64_t iteration) {
  const std::int64_t epoch = epoch_of(iteration);
  if (epoch != epoch_) {
    shuffle(order_, random::bits(seed_, static_cast<std::uint64_t>(epoch)));
    epoch_ = epoch;
  }
  const std::size_t first = static_cast<std::size_t>(iteration - epoch * per_epoch_) * batch_;
  return std::span(order_).subspan(first, std::min(batch_, order_.size() - first));
}

}  // namespace backprop
