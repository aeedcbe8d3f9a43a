/// The fenced blocks of lessons: what may stand in each. lessons/README.md explains them to
/// authors.
#pragma once

#include <string>
#include <vector>

#include "lessons/model/lesson.h"
#include "lessons/model/lesson_fields.h"
#include "lessons/model/markdown.h"

namespace backprop::lessons {

/// A fenced block, read.
struct FencedBlock {
  std::string kind;         ///< for its id where it states none: "claim"
  std::optional<Field> id;  ///< where it states one
  decltype(Block::is) is;
  std::vector<Check> checks{};
};

/// `program` is the lesson's own: that of blocks that name none.
Result<FencedBlock> parse_fence(const Fence& fence, Place place, const std::string& program);

/// What may stand after the opening fence: "claim", "claim printed", ...
std::vector<std::string> fence_names();

}  // namespace backprop::lessons
