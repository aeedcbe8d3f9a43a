/// The program's text with the line that is looked at, the line that is running it, and an error
/// under the line it is in.
#pragma once

#include "viz/scene/builder.h"

namespace backprop::viz {

/// `scroll` is how far the text is moved up; the scene says in content_height how tall it is.
Scene code_scene(const State& state, Rect area, float scroll, const Look& look);

/// The same while the text is being typed: what stands around the field, and the error of the last
/// run below it.
Scene code_editor_scene(const State& state, Rect area, const Look& look);

/// Where the field stands.
Rect code_editor_area(const State& state, Rect area);

/// Where the text begins below the pane's header.
Rect code_text_area(Rect area);

/// How far to scroll so that the looked-at line (or the error) is visible, starting from `scroll`.
float code_scroll_to_current(const State& state, Rect area, float scroll);

/// The text as lines.
std::vector<std::string> lines_of(const std::string& text);

}  // namespace backprop::viz
