/// A student's answers: a sheet filled in, or a list of "1: 0.5933" lines, or a table (CSV).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/result.h"

namespace backprop::lessons::sheet {

/// What is written for each blank, in the order of the blanks; empty where nothing is. `labels` are
/// what the sheet calls them: "h[0]". Lines that do not begin with a blank's number are passed
/// over, and so are blocks between ``` lines. What a line derives on the way is, too: of "0.2 + 0.3
/// = 0.5" the last counts. Errors, with the line: a blank that the sheet does not have, two
/// different answers to one, no answers at all.
Result<std::vector<std::string>> read_answers(std::string_view text,
                                              const std::vector<std::string>& labels);

}  // namespace backprop::lessons::sheet
