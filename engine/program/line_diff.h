/// Which lines of a text were changed, added or taken away.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/program/source_lines.h"

namespace backprop {

/// Lines [old_begin, old_end) became [new_begin, new_end); one of them may be empty.
struct Gap {
  std::size_t old_begin = 0, old_end = 0;
  std::size_t new_begin = 0, new_end = 0;
};

/// The gaps between lines that both texts have in common, in order.
std::vector<Gap> differences(const std::vector<SourceLine>& before,
                             const std::vector<SourceLine>& after);

}  // namespace backprop
