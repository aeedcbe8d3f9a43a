/// A hunt: the recording on screen is of an engine with one planted fault, and the learner is to
/// find out which. See engine/trace/fault.h.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "engine/trace/gradient_check.h"
#include "engine/trace/trace.h"

namespace backprop::viz {

struct Hunt {
  Fault fault = Fault::none;             ///< kept from the screen until it is found
  std::shared_ptr<const Trace> healthy;  ///< the recording that comes back afterwards
  std::optional<GradientCheck> check;    ///< once it has been asked for
  std::vector<Fault> wrong_guesses;      ///< in their order, each once
  bool found = false;
  std::optional<Index>
      first_step{};  ///< once found: the first step that differs from the healthy run
};

}  // namespace backprop::viz
