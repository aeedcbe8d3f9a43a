/// Checks all chapters: what a reader would stumble over, and what a lesson says that the engine
/// does not compute. lessons/README.md tells authors the rules.
#pragma once

#include <string>
#include <vector>

#include "lessons/model/library.h"

namespace backprop::lessons {

/// One thing that is wrong.
struct Finding {
  std::string file;  ///< "lessons/content/en/4.2.md"
  int line = 1;
  std::string block;   ///< its id; empty: it is about the whole file
  std::string cause;   ///< one sentence without a full stop
  std::string advice;  ///< what to do; may be empty
};

/// Everything that is wrong, by chapters, then programs, then the glossary. Nothing in a file can
/// crash it; a file that cannot be read is one finding, and the others are checked all the same.
std::vector<Finding> check_library(const Library& library);

}  // namespace backprop::lessons
