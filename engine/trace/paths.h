/// Every route from a number to the loss. A path goes from element to element through the recorded
/// ops; its product of local derivatives is its share of the gradient, and all shares add up to it.
/// In the trace of an engine with a fault the derivatives are those that its rules used; a fault in
/// the sweep itself loses or repeats paths, which this ledger then has and the gradient has not.
#pragma once

#include <optional>
#include <vector>

#include "engine/trace/queries.h"

namespace backprop {

/// One path: its elements from the parameter to the loss, with the local derivative of each by the
/// one before.
struct Path {
  std::vector<Quantity> elements;
  std::vector<double> derivatives;  ///< one fewer
  double product = 1;
};

struct Paths {
  double count = 0;  ///< of all paths; exact up to 2^53
  double sum = 0;    ///< of all products: the gradient
  double sum_of_sizes = 0;
  std::vector<Path> top;  ///< the largest in absolute value, largest first; ties by order of ops
};

/// All paths from one element of a value to a one-element value, as dynamic programming finds them:
/// the work grows with the connections, not with the paths. Nothing where there are more
/// connections than a limit.
std::optional<Paths> paths(const Trace& trace, ValueId loss, ValueId from, Index element,
                           std::size_t top);

/// Multiplications by a local derivative that each way of finding all parameters' gradients takes.
struct Work {
  double parameters = 0;    ///< numbers whose derivative is asked for
  double reverse = 0;       ///< one sweep back: every connection once
  double forward = 0;       ///< one sweep forward for each parameter's element
  double path_by_path = 0;  ///< every path from every parameter's element by itself
};

/// Counted on the graph of one backward(). Nothing where it is too large to count.
std::optional<Work> count_work(const Trace& trace, const BackwardRun& run);

}  // namespace backprop
