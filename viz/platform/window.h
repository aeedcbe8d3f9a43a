/// A window on the desktop: GLFW, OpenGL and Dear ImGui, drawn only when there is a reason to.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "engine/result.h"
#include "viz/platform/frame.h"

namespace backprop::viz {

struct WindowOptions {
  std::string title;
  int width = 1440;
  int height = 900;
  float zoom = 1;  ///< of the first frame; see FrameResult
  /// Files dropped on the window.
  std::function<void(const std::vector<std::string>&)> on_drop;
  /// Closes by itself after that many seconds; 0: never. For tests on a real display.
  double close_after = 0;
};

struct WindowReport {
  long frames = 0;                                    ///< drawn in all
  std::chrono::steady_clock::time_point first_shown;  ///< when the first of them was
};

/// Opens the window and runs until it is closed. An error where there is no display or no
/// OpenGL 3.3.
Result<WindowReport> run_window(const WindowOptions& options, const ContextFunction& on_context,
                                const FrameFunction& frame);

}  // namespace backprop::viz
