/// One line that is typed into: Dear ImGui's text field over a place that a scene has kept free.
#pragma once

#include <string>

#include "viz/scene/draw.h"

namespace backprop::viz {

/// Draws the field and edits `text`. True when Enter was pressed in it. Esc leaves the field and
/// keeps the text.
bool edit_line(Rect area, std::string& text, bool take_focus, const Palette& colors);

}  // namespace backprop::viz
