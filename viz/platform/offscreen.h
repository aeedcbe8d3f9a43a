/// Pictures without a display: an EGL context without a surface, drawn by whatever driver there is
/// (on machines without a graphics card Mesa's software renderer).
#pragma once

#include <functional>
#include <optional>

#include "viz/platform/frame.h"
#include "viz/platform/image.h"

namespace backprop::viz {

struct OffscreenOptions {
  int width = 1440;  ///< logical pixels
  int height = 900;
  float scale = 1;  ///< the picture has scale times as many
  int frames = 3;   ///< drawn before the picture is taken, so that everything has settled
};

/// Takes a picture; returns whether another one is wanted after it.
using PictureFunction = std::function<bool(const Image&)>;

/// Draws pictures, each of `frames` frames, until `on_picture` wants no more. An error where there
/// is no EGL or no OpenGL 3.3.
std::optional<Error> draw_offscreen(const OffscreenOptions& options,
                                    const ContextFunction& on_context, const FrameFunction& frame,
                                    const PictureFunction& on_picture);

}  // namespace backprop::viz
