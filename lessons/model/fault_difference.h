/// What a broken engine gets wrong on a program.
#pragma once

#include <string>
#include <vector>

#include "engine/trace/trace.h"

namespace backprop::lessons {

/// A parameter's gradient after a backward(), by the right and by the broken engine.
struct GradientDifference {
  std::string parameter;
  std::size_t run = 0;  ///< which backward(), from 0
  Tensor right;
  Tensor broken;
};

/// The parameters whose gradients differ after the first backward() in which any does; empty where
/// the fault changes nothing. Both are runs of one program.
std::vector<GradientDifference> fault_differences(const Trace& right, const Trace& broken);

}  // namespace backprop::lessons
