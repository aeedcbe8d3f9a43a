/// What stands around the panes: the top bar, the lines between panes, and notices.
#pragma once

#include <string>
#include <vector>

#include "viz/scene/lesson_scene.h"
#include "viz/scene/window_layout.h"

namespace backprop::viz {

/// The paper below all panes.
Scene background_scene(const WindowLayout& layout, Rect window, const Look& look);

Scene top_bar_scene(const State& state, const LessonContent& content, Rect area, bool can_undo,
                    bool can_redo, const Look& look);

/// Hairlines between panes, and the handles that fold and unfold them.
Scene borders_scene(const WindowLayout& layout, const Look& look);

/// A message over the foot of a pane, in up to four lines; a click takes it away. `wrong`:
/// something could not be done.
Scene notice_scene(const std::string& text, bool wrong, Rect pane, const Look& look);

}  // namespace backprop::viz
