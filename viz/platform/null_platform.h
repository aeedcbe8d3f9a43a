/// A platform without a screen, for tests: a Dear ImGui context that is fed by hand. There may be
/// several at a time: each call makes its own context the current one.
#pragma once

#include <string>

#include "viz/platform/frame.h"

struct ImGuiContext;

namespace backprop::viz {

class NullPlatform {
 public:
  NullPlatform(float width, float height, float scale, const ContextFunction& on_context);
  ~NullPlatform();
  NullPlatform(const NullPlatform&) = delete;
  NullPlatform& operator=(const NullPlatform&) = delete;

  /// Runs one frame with the input so far; draws nothing.
  FrameResult frame(const FrameFunction& function);

  void resize(float width, float height);
  /// Logical pixels, as the program has them at its zoom.
  void move_mouse(float x, float y);
  /// 0: the left button, 1: the right one.
  void press_mouse(int button = 0);
  void release_mouse(int button = 0);
  void scroll(float lines);
  /// GLFW's key codes.
  void press_key(int key, bool control = false, bool shift = false);
  void release_key(int key);
  void type(const std::string& text);
  /// Files are dropped on the window.
  void drop(const std::vector<std::string>& paths);
  std::function<void(const std::vector<std::string>&)> on_drop;  ///< as WindowOptions has it

  /// Vertices that the last frame would have drawn.
  int vertices() const;

 private:
  void enter() const;
  void zoom_to(float zoom);

  ImGuiContext* context_;
  ContextFunction on_context_;
  float width_;
  float height_;
  float scale_;
  float zoom_ = 1;
  double seconds_ = 0;
};

}  // namespace backprop::viz
