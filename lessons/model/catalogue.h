/// The chapters as a list: what can be told of each without showing it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lessons/model/lesson.h"

namespace backprop::lessons {

struct Chapter {
  std::string id;
  std::string title;
  std::string subtitle;
  int minutes = 0;
  std::vector<std::string> tasks;  ///< the blocks that are tasks, by id
  std::optional<Error> error;      ///< why it cannot be read; its cause names the file
};

/// All chapters in reading order. One that cannot be read has its id for a title.
std::vector<Chapter> catalogue(Language language);

}  // namespace backprop::lessons
