#include "viz/app/history.h"

#include <utility>

namespace backprop::viz {
namespace {

std::size_t bytes_of(const Trace& trace) {
  std::size_t numbers = 0;
  for (const Value& value : trace.values)
    numbers += value.data.data.size() + 32;  // and what is beside them
  for (const Tensor& contribution : trace.contributions)
    numbers += contribution.data.size() + 8;
  for (const OptimizerState& state : trace.optimizer_states) {
    for (const Tensor& tensor : state.tensors)
      numbers += tensor.data.size();
  }
  return numbers * sizeof(double);
}

std::size_t own_bytes(const State& state) {
  const auto& drawn = state.playground->points.drawn;
  return sizeof(State) + sizeof(PlaygroundLab) + state.draft.size() +
         (drawn ? drawn->points.size() * sizeof(Point) : 0);
}

}  // namespace

void History::clear() {
  entries_.clear();
  bytes_ = 0;
}

void History::push(State state) {
  const bool shared = !entries_.empty() && entries_.back().state.trace == state.trace;
  const std::size_t bytes =
      own_bytes(state) + (shared || !state.trace ? 0 : bytes_of(*state.trace));
  entries_.push_back({std::move(state), bytes});
  bytes_ += bytes;
  while (entries_.size() > 1 && (entries_.size() > most_states || bytes_ > most_bytes_))
    forget_oldest();
}

void History::forget_oldest() {
  const Entry oldest = std::move(entries_.front());
  entries_.pop_front();
  bytes_ -= oldest.bytes;
  Entry& next = entries_.front();
  if (next.state.trace != oldest.state.trace) return;
  const std::size_t trace = oldest.bytes - own_bytes(oldest.state);  // it is the next one's now
  next.bytes += trace;
  bytes_ += trace;
}

State History::pop() {
  Entry newest = std::move(entries_.back());
  entries_.pop_back();
  bytes_ -= newest.bytes;
  return std::move(newest.state);
}

}  // namespace backprop::viz
