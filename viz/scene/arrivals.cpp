#include "viz/scene/arrivals.h"

#include <algorithm>

#include "engine/trace/time.h"

namespace backprop::viz {

std::span<const Arrival> Arrivals::of(const std::shared_ptr<const Trace>& trace, Index step,
                                      Index element) {
  const ValueId into = target(*trace, trace->step(step));
  const auto& all = contributions_to(*trace, into);
  const auto end =
      static_cast<std::size_t>(std::upper_bound(all.begin(), all.end(), step) - all.begin());
  const auto held = static_cast<std::size_t>(contribution_count(*trace, into, step + 1));
  const std::size_t count = std::min(held, end);
  const bool same =
      trace_ == trace && list_ == &all && element_ == element && begin_ == end - count;
  if (!same) kept_.clear();
  trace_ = trace;
  list_ = &all;
  element_ = element;
  begin_ = end - count;
  for (std::size_t i = begin_ + kept_.size(); i < end; ++i) {
    const auto contribution = static_cast<std::size_t>(trace->step(all[i]).contribution);
    kept_.push_back({all[i], trace->contributions[contribution][element]});
  }
  return {kept_.data(), count};
}

}  // namespace backprop::viz
