/// The menu of files: opening, saving, sharing, exporting, programs, and how the window looks.
#pragma once

#include "viz/app/settings.h"
#include "viz/scene/file_list.h"

namespace backprop::viz {

struct FileMenu {
  FileList list;
  Preferences preferences;
};

/// Below its button, over all else, without its list.
Scene file_menu_scene(const State& state, const FileMenu& menu, Rect window, const Look& look);

/// Where the list stands, which may be longer than there is room.
Rect file_list_area(const State& state, const FileMenu& menu, Rect window, const Look& look);

}  // namespace backprop::viz
