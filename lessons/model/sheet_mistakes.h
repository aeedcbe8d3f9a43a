/// The mistakes that could be made at a blank, each with the number that it would give.
#pragma once

#include <vector>

#include "lessons/model/practice_mistakes.h"
#include "lessons/model/sheet.h"

namespace backprop::lessons::sheet {

/// In the order in which they are named; none that would give the right number by chance. Of
/// gradients besides what went wrong at the last step what an engine with a fault would have come
/// to, such as one that leaves out f' everywhere.
std::vector<practice::Wrong> possible_mistakes(const Trace& trace, const Blank& blank);

}  // namespace backprop::lessons::sheet
