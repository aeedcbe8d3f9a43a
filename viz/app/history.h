/// The states that undo goes back to: as many as fit a stated amount of memory.
#pragma once

#include <deque>
#include <optional>

#include "viz/app/state.h"

namespace backprop::viz {

class History {
 public:
  /// States and bytes of recordings and texts that are kept at most; one is always kept.
  static constexpr std::size_t most_states = 20'000;
  static constexpr std::size_t most_bytes = 512'000'000;

  explicit History(std::size_t bytes = most_bytes) : most_bytes_(bytes) {}

  bool empty() const { return entries_.empty(); }
  std::size_t size() const { return entries_.size(); }
  void clear();

  /// The oldest are forgotten where there are too many.
  void push(State state);
  /// Takes the newest; not of an empty history.
  State pop();

 private:
  /// A recording that neighbouring states share is counted with the oldest of them.
  struct Entry {
    State state;
    std::size_t bytes = 0;
  };
  void forget_oldest();

  std::deque<Entry> entries_;
  std::size_t bytes_ = 0;
  std::size_t most_bytes_;
};

}  // namespace backprop::viz
