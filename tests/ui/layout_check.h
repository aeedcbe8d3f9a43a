/// What is wrong with how a frame is laid out, read from its draw records.
#pragma once

#include <string>
#include <vector>

#include "tests/ui/desk.h"

namespace backprop::test {

/// Each of: words over words; words that leave the window, their pane, or the card, button or
/// neuron that they stand in; a line through words; words of the program's own (not of a learner's
/// text) that end in an ellipsis. Empty where all is well. What scrolls may be cut off above and
/// below.
std::vector<std::string> layout_faults(const viz::Workbench& workbench, float width, float height);

}  // namespace backprop::test
