/// The card in which a file is chosen by its path: below a text field, what is in the folder.
#pragma once

#include <string>
#include <vector>

#include "viz/scene/builder.h"

namespace backprop::viz {

struct PathRow {
  std::string name;
  bool folder = false;
};

struct PathView {
  std::string title;
  std::string accept;         ///< what its button says
  std::vector<PathRow> rows;  ///< of the folder; the first leads out of it
  std::size_t first = 0;      ///< the topmost that is shown
  int chosen = -1;            ///< by the arrow keys
  std::string message;        ///< why it cannot be, or what to press; may be empty
  bool wrong = false;         ///< the message is of an error
};

struct PathLayout {
  Rect card;
  Rect field;  ///< where the text is typed
  Rect list;
  std::size_t rows = 0;  ///< that fit
};

PathLayout layout_path(Rect window);

/// Over everything. Entries are widgets "path-entry:0" and so on.
Scene path_scene(const PathView& view, Rect window, const Look& look);

}  // namespace backprop::viz
