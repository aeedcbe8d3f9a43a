/// What a loss compares a network's outputs with.
#pragma once

#include "viz/scene/network_model.h"

namespace backprop::viz {

/// Which sample of a batch is shown.
struct ShownSample {
  Index samples = 1;  ///< of the batch
  Index sample = 0;
};

/// The named data that the loss reads, but not through one of the values of `drawn`: of the sample
/// that is shown. None of which there are many.
std::vector<NetworkNode> network_targets(const Trace& trace, ValueId loss,
                                         const std::set<ValueId>& drawn, ShownSample shown);

}  // namespace backprop::viz
