/// "Why is it this number?" in words: what `why` prints and the window shows.
#pragma once

#include <string>
#include <vector>

#include "engine/trace/why.h"
#include "viz/app/strings.h"

namespace backprop::viz {

/// One line of text for each line of the answer, indented by its depth and numbered from 1, since
/// later lines refer to earlier ones.
std::vector<std::string> why_in_words(const Trace& trace, const std::vector<WhyLine>& lines,
                                      const Strings& words);

}  // namespace backprop::viz
