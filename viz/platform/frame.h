/// What a platform and the program tell each other, frame by frame. All coordinates that the
/// program sees are logical pixels; `scale` device pixels make one.
#pragma once

#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "viz/platform/glyph_atlas.h"

namespace backprop::viz {

/// An ImTextureID, without Dear ImGui's header.
using TextureId = void*;

struct FrameInfo {
  float width = 0;
  float height = 0;
  float scale = 1;
  float zoom = 1;      ///< of `scale`, what the program asked for: FrameResult::zoom
  double seconds = 0;  ///< since the start
  /// The texture that holds the atlas as it stands when the frame is shown.
  std::function<TextureId(const GlyphAtlas&)> texture;
};

struct FrameResult {
  bool close = false;
  /// How many times as large all is to be drawn from the next frame on: `scale` is so many times
  /// the screen's, and so many fewer logical pixels fit.
  float zoom = 1;
  /// Dear ImGui's fonts lack a character: they are to be built anew before the next frame.
  bool new_fonts = false;
  /// What is to be done when this frame is shown and before the next one begins, while no OpenGL
  /// context is current; may be empty.
  std::function<void()> between;
  /// Seconds until the next frame is wanted without input; infinity: none.
  double next_frame_in = std::numeric_limits<double>::infinity();
};

using FrameFunction = std::function<FrameResult(const FrameInfo&)>;

/// Called with the Dear ImGui context in place, before the first frame and when the scale changes:
/// builds the fonts of Dear ImGui's own widgets.
using ContextFunction = std::function<void(float scale)>;

}  // namespace backprop::viz
