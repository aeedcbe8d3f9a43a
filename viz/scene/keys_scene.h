/// The list of keys, over everything.
#pragma once

#include "viz/scene/builder.h"

namespace backprop::viz {

/// The card with its heading.
Scene keys_scene(Rect window, const Look& look);

/// Where the rows stand, which may be more than have room.
Rect keys_area(Rect window, const Look& look);

/// The rows, moved up by `scroll`, to be cut to keys_area().
Scene keys_content(Rect window, float scroll, const Look& look);

}  // namespace backprop::viz
