/// Names of Python's libraries, which learners bring along.
#pragma once

#include <optional>
#include <string>

#include "engine/result.h"

namespace backprop {

/// Where the name is that of a module: that there is none here, and what to do instead.
std::optional<Error> foreign_module(const std::string& name, Place place);

}  // namespace backprop
