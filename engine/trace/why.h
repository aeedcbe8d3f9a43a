/// "Why is it this number?": from any number of a trace down to the leaves it was computed from.
#pragma once

#include "engine/ops/terms.h"
#include "engine/trace/queries.h"

namespace backprop {

/// One number, and how it came about.
struct WhyLine {
  enum class Kind : std::uint8_t {
    leaf,          ///< as the program wrote it, or the seed dJ/dJ = 1
    computed,      ///< by `step`; `terms` give it; a local derivative, as that step uses it
    sum,           ///< a gradient: the contributions that follow, added up in their order
    contribution,  ///< of `step`, to the sum above
    seen,          ///< explained in an earlier line
  };
  Kind kind = Kind::leaf;
  int depth = 0;  ///< below the number asked for
  Quantity of;
  double number = 0;
  Index step = -1;   ///< that made it; -1: none
  TermList terms;    ///< what the step did for this element
  int seen_in = -1;  ///< the earlier line
};

/// The number asked for, then, deeper by one, each number that it was computed from, in the order
/// in which its terms read them, each followed by its own. At most `most` lines.
std::vector<WhyLine> why(const Trace& trace, const Quantity& quantity, std::size_t most);

}  // namespace backprop
