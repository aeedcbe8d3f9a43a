/// Pictures without a display: an EGL context without a surface, drawn by whatever driver there is
/// (on machines without a graphics card Mesa's software renderer).
#pragma once

#include <memory>

#include "viz/platform/frame.h"
#include "viz/platform/image.h"

namespace backprop::viz {

struct OffscreenOptions {
  int width = 1440;  ///< logical pixels
  int height = 900;
  float scale = 1;  ///< the picture has scale times as many
  int frames = 3;   ///< drawn before the picture is taken, so that everything has settled
};

/// Draws pictures one by one. Beside a window it may be used while the window's own OpenGL context
/// is not current; Dear ImGui's context that was current is so again after each call.
class Offscreen {
 public:
  /// An error where there is no EGL or no OpenGL 3.3.
  static Result<std::unique_ptr<Offscreen>> open(const OffscreenOptions& options,
                                                 const ContextFunction& on_context);
  ~Offscreen();
  Offscreen(const Offscreen&) = delete;
  Offscreen& operator=(const Offscreen&) = delete;

  /// A picture, after `frames` frames.
  Image draw(const FrameFunction& frame);

 private:
  struct Parts;
  Offscreen();
  std::unique_ptr<Parts> parts_;
};

}  // namespace backprop::viz
