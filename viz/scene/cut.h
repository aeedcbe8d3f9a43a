/// Pictures cut at a frame: a scene has no clipping of its own inside a pane.
#pragma once

#include <optional>
#include <utility>

#include "viz/scene/draw.h"

namespace backprop::viz {

/// The part of a straight line inside; nothing where there is none.
std::optional<std::pair<Vec2, Vec2>> cut_line(Vec2 from, Vec2 to, const Rect& frame);

/// The records as far as they are inside: lines and rectangles are cut, what cannot be (words,
/// circles, formulas, cells) is left out unless all of it is inside.
std::vector<Record> cut_records(std::vector<Record> records, const Rect& frame);

}  // namespace backprop::viz
