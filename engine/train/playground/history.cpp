#include "engine/train/playground/history.h"

#include <algorithm>
#include <cassert>

namespace backprop::playground {

std::size_t Snapshots::bytes() const {
  return places_.capacity() * sizeof(Place) + numbers_.capacity() * sizeof(double);
}

void Snapshots::offer(const State& state) {
  const bool there = !places_.empty() && places_.back().iteration >= state.iteration;
  if (state.iteration % every_ != 0 || there) return;
  const std::size_t size = state.parameters.size() + state.kept.size();
  const auto needed = [&] { return (numbers_.size() + size) * sizeof(double); };
  while (needed() > budget_ && places_.size() > 1)
    thin();
  if (state.iteration % every_ != 0) return;
  if (numbers_.size() + size > numbers_.capacity())  // twice as much, but not beyond the budget
    numbers_.reserve(std::max(numbers_.size() + size,
                              std::min(2 * numbers_.capacity(), budget_ / sizeof(double))));
  places_.push_back({state.iteration, state.updates, numbers_.size(), state.parameters.size(),
                     state.kept.size()});
  numbers_.insert(numbers_.end(), state.parameters.begin(), state.parameters.end());
  numbers_.insert(numbers_.end(), state.kept.begin(), state.kept.end());
}

void Snapshots::restore(std::int64_t iteration, State& state) const {
  const auto after =
      std::upper_bound(places_.begin(), places_.end(), iteration,
                       [](std::int64_t wanted, const Place& p) { return wanted < p.iteration; });
  assert(after != places_.begin());
  const Place& place = *(after - 1);
  state.iteration = place.iteration;
  state.updates = place.updates;
  const auto first = numbers_.begin() + static_cast<std::ptrdiff_t>(place.first);
  const auto middle = first + static_cast<std::ptrdiff_t>(place.parameters);
  state.parameters.assign(first, middle);
  state.kept.assign(middle, middle + static_cast<std::ptrdiff_t>(place.kept));
}

void Snapshots::cut(std::int64_t last) {
  while (!places_.empty() && places_.back().iteration > last) {
    numbers_.resize(places_.back().first);
    places_.pop_back();
  }
}

void Snapshots::thin() {
  every_ *= 2;
  std::size_t kept = 0;
  std::size_t end = 0;
  for (const Place& place : places_) {
    if (place.iteration % every_ != 0) continue;
    const std::size_t size = place.parameters + place.kept;
    std::copy_n(numbers_.begin() + static_cast<std::ptrdiff_t>(place.first), size,
                numbers_.begin() + static_cast<std::ptrdiff_t>(end));
    Place moved = place;
    moved.first = end;
    places_[kept++] = moved;
    end += size;
  }
  places_.resize(kept);
  numbers_.resize(end);
}

}  // namespace backprop::playground
