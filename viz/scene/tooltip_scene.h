/// Words beside the pointer.
#pragma once

#include "viz/scene/builder.h"

namespace backprop::viz {

/// A card with the text, kept inside the window; a new line in the text begins one on the card, and
/// what is long is broken.
Scene tooltip_scene(const std::string& text, Vec2 mouse, Vec2 window, const Look& look);

/// The whole of a label that is shown shortened at that place; null where there is none.
const std::string* shortened_at(const Scene& scene, Vec2 place);

}  // namespace backprop::viz
