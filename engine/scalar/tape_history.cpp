#include "engine/scalar/tape_history.h"

#include <algorithm>

namespace backprop {

TapeHistory::TapeHistory(const Tape& tape) : tape_(&tape), first_(tape.size() + 1) {
  // Counts, then places: each number's edges end up together and in the order of time. While they
  // are placed, first_ stands one number ahead.
  tape.each_edge(
      [&](Tape::Time, Tape::Id operand) { ++first_[static_cast<std::size_t>(operand)]; });
  std::uint32_t sum = 0;
  for (std::uint32_t& first : first_) {
    const std::uint32_t count = first;
    first = sum;
    sum += count;
  }
  times_.resize(sum);
  tape.each_edge([&](Tape::Time time, Tape::Id operand) {
    times_[first_[static_cast<std::size_t>(operand)]++] = time;
  });
  std::rotate(first_.begin(), first_.end() - 1, first_.end());
  first_.front() = 0;
}

std::span<const Tape::Time> TapeHistory::edges_into(Tape::Id id) const {
  const auto at = static_cast<std::size_t>(id);
  return std::span(times_).subspan(first_[at], first_[at + 1] - first_[at]);
}

std::span<const Tape::Time> TapeHistory::contributions_at(Tape::Id id, Tape::Time time) const {
  const auto edges = edges_into(id);
  const auto begin = std::lower_bound(edges.begin(), edges.end(), tape_->cleared_before(time));
  return {begin, std::max(begin, std::lower_bound(edges.begin(), edges.end(), time))};
}

double TapeHistory::gradient_at(Tape::Id id, Tape::Time time) const {
  const auto edges = contributions_at(id, time);
  if (edges.empty()) return 0;
  const auto last = tape_->edge_at(edges.back());
  return last->before + last->contribution;
}

std::size_t TapeHistory::bytes() const {
  return first_.size() * sizeof(first_[0]) + times_.size() * sizeof(times_[0]);
}

}  // namespace backprop
