/// The list in the menu of files: recent files, and all shipped programs by the chapters that show
/// them.
#pragma once

#include <string>
#include <vector>

#include "lessons/model/catalogue.h"
#include "viz/scene/builder.h"

namespace backprop::viz {

struct FileList {
  const std::vector<lessons::ProgramGroup>& programs;
  const std::vector<std::string>& recent;  ///< paths
};

/// As wide as the room allows, up to a limit.
float file_list_width(float room);

/// The whole list in an area, moved up by `scroll`; content_height says how tall it is.
Scene file_list_scene(const State& state, const FileList& list, Rect area, float scroll,
                      const Look& look);

}  // namespace backprop::viz
