/// The known name that a mistyped one probably meant.
#pragma once

#include <string>
#include <vector>

namespace backprop {

/// The nearest by edit distance; empty where none is near.
std::string nearest_name(const std::string& name, const std::vector<std::string>& known);

}  // namespace backprop
