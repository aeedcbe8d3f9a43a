/// Initialisers: the numbers that parameters start from, always from a seed. Fans are PyTorch's: of
/// a weight [out, in] the fan in is `in`; a kernel's window multiplies both.
#pragma once

#include <optional>
#include <string_view>

#include "engine/ops/op.h"

namespace backprop {

/// A call that makes numbers: its parameters, and what it gives for them.
struct Initialiser {
  std::string_view name;
  std::vector<CallParameter> parameters;
  /// Nothing, and why in `problem`, where the arguments make no sense.
  std::optional<Tensor> (*make)(const Attributes& attributes, std::string& problem) = nullptr;
  bool draws = true;  ///< from the generator
};

/// zeros, ones, full, uniform, normal; xavier_uniform and xavier_normal (Glorot, Bengio 2010);
/// kaiming_uniform and kaiming_normal (He et al. 2015, gain sqrt(2), fan in).
const Initialiser* find_initialiser(std::string_view name);
std::vector<std::string> initialiser_names();

}  // namespace backprop
