/// Typed functions that cannot be read, each with where and why.
#pragma once

#include <string>
#include <vector>

#include "engine/result.h"

namespace backprop::test {

struct MalformedFunction {
  std::string text;
  Place place;        ///< of its error
  std::string cause;  ///< the error's beginning
};

std::vector<MalformedFunction> malformed_functions();

}  // namespace backprop::test
