/// "Why is it this number?" on the scalar tape: from any number, or its gradient at any time, down
/// to the leaves.
#pragma once

#include <vector>

#include "engine/ops/terms.h"
#include "engine/scalar/tape_history.h"

namespace backprop {

/// A number of a tape, or its gradient just before `time`.
struct TapeQuantity {
  Tape::Id id = Tape::none;
  bool gradient = false;
  Tape::Time time = 0;  ///< of a gradient
  auto operator<=>(const TapeQuantity&) const = default;
};

struct TapeWhyLine {
  enum class Kind : std::uint8_t {
    leaf,      ///< from outside; or the seed dJ/dJ = 1, or what a parameter's next version keeps
    computed,  ///< by the record's op
    sum,       ///< a gradient: the contributions that follow, added up in their order
    contribution,  ///< of one edge, to the sum above
    seen,          ///< explained in an earlier line
  };
  Kind kind = Kind::leaf;
  int depth = 0;  ///< below the number asked for
  TapeQuantity of;
  double number = 0;
  Tape::Edge edge;   ///< of a contribution
  TermList terms;    ///< what made it, where an op's own rule did: its operands are element 0
  int seen_in = -1;  ///< the earlier line
};

/// The number asked for, then, deeper by one, each number that it was computed from, in the order
/// in which its terms read them, each followed by its own. At most `most` lines.
std::vector<TapeWhyLine> why(const TapeHistory& history, TapeQuantity quantity, std::size_t most);

}  // namespace backprop
