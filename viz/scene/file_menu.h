/// The menu of files: opening, saving, sharing, exporting, programs, and how the window looks.
#pragma once

#include <string>
#include <vector>

#include "viz/app/settings.h"
#include "viz/scene/builder.h"

namespace backprop::viz {

struct FileMenu {
  std::vector<std::string> programs;       ///< names of shipped ones
  const std::vector<std::string>& recent;  ///< paths
  Preferences preferences;
};

/// Below its button, over all else.
Scene file_menu_scene(const State& state, const FileMenu& menu, Rect window, const Look& look);

}  // namespace backprop::viz
