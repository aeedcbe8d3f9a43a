/// Scenes as an SVG picture: the same records that the painter takes, text as outlines, so that it
/// looks the same everywhere.
#pragma once

#include <string>
#include <vector>

#include "viz/platform/freetype_glyphs.h"
#include "viz/scene/draw.h"

namespace backprop::viz {

/// Scenes one over the other, each cut to its clip, in a picture of `area` logical pixels drawn
/// `scale` times as large.
std::string svg_of(const std::vector<Scene>& scenes, const std::vector<Rect>& clips, Rect area,
                   float scale, const FreeTypeGlyphs& glyphs);

}  // namespace backprop::viz
