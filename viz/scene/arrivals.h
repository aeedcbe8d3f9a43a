/// The contributions that make up one element of a gradient, gathered once: a parameter may have
/// got tens of thousands, and stepping adds one at a time.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "engine/trace/trace.h"

namespace backprop::viz {

struct Arrival {
  Index step = 0;     ///< that added it
  double number = 0;  ///< what it added
};

class Arrivals {
 public:
  /// What has arrived at an element of the gradient that the backward step adds to, since gradients
  /// were last cleared; the step itself last. Valid until the next call.
  std::span<const Arrival> of(const std::shared_ptr<const Trace>& trace, Index step, Index element);

 private:
  std::shared_ptr<const Trace> trace_;
  const std::vector<Index>* list_ = nullptr;  ///< contributions_to() the value
  Index element_ = -1;
  std::size_t begin_ = 0;  ///< of what is kept, in that list
  std::vector<Arrival> kept_;
};

}  // namespace backprop::viz
