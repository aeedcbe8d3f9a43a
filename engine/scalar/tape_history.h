/// Any number's gradient at any time of a scalar tape: the index of uses, built once the tape is
/// recorded and good until it records or sweeps again.
#pragma once

#include <span>
#include <vector>

#include "engine/scalar/tape.h"

namespace backprop {

class TapeHistory {
 public:
  /// Reads the tape twice from end to end. The tape must outlive it.
  explicit TapeHistory(const Tape& tape);

  const Tape& tape() const { return *tape_; }

  /// The times of the edges that add to a number's gradient, ascending.
  std::span<const Tape::Time> edges_into(Tape::Id id) const;

  /// The gradient just before `time`.
  double gradient_at(Tape::Id id, Tape::Time time) const;

  /// Those of edges_into() that make up the gradient just before `time`: since it was last cleared.
  std::span<const Tape::Time> contributions_at(Tape::Id id, Tape::Time time) const;

  std::size_t bytes() const;

 private:
  const Tape* tape_;
  std::vector<std::uint32_t> first_;  ///< per number, into times_; one more at the end
  std::vector<Tape::Time> times_;
};

}  // namespace backprop
