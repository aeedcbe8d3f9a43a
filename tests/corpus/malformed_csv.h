/// Points as CSV that cannot be read, each with where and why.
#pragma once

#include <string>
#include <vector>

#include "engine/result.h"

namespace backprop::test {

struct MalformedCsv {
  std::string text;
  Place place;        ///< of its error
  std::string cause;  ///< the error's
};

std::vector<MalformedCsv> malformed_csv();

}  // namespace backprop::test
