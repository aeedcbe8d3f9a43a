/// Labels that are too long for their places, cut so that they still differ.
#pragma once

#include <string>
#include <vector>

#include "viz/text/style.h"

namespace backprop::viz {

struct LongLabel {
  std::string text;
  float room = 0;
};

/// Each label as it fits its room. What would read alike although it is not the same is cut in the
/// middle, or before the first letter that differs, in place of at its end, where that helps.
std::vector<std::string> told_apart(const Glyphs& glyphs, TextStyle style,
                                    const std::vector<LongLabel>& labels);

}  // namespace backprop::viz
