/// Pictures without a display: an EGL context without a surface, drawn by whatever driver there is
/// (on machines without a graphics card Mesa's software renderer).
#pragma once

#include "viz/platform/frame.h"
#include "viz/platform/image.h"

namespace backprop::viz {

struct OffscreenOptions {
  int width = 1440;  ///< logical pixels
  int height = 900;
  float scale = 1;  ///< the picture has scale times as many
  int frames = 3;   ///< drawn before the picture is taken, so that everything has settled
};

/// The last frame. An error where there is no EGL or no OpenGL 3.3.
Result<Image> draw_offscreen(const OffscreenOptions& options, const ContextFunction& on_context,
                             const FrameFunction& frame);

}  // namespace backprop::viz
