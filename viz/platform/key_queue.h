/// Key strokes and typed characters on their way to Dear ImGui. It looks at keys once a frame, so a
/// key that goes down and up between two frames would be lost; the queue hands over no more than
/// one frame can tell apart.
#pragma once

#include <deque>
#include <vector>

namespace backprop::viz {

/// GLFW's numbers.
struct KeyEvent {
  bool typed = false;  ///< a character; else a key that went down, up, or repeats
  unsigned character = 0;
  int key = 0, scancode = 0, action = 0, mods = 0;
};

class KeyQueue {
 public:
  void push(const KeyEvent& event) { events_.push_back(event); }
  bool empty() const { return events_.empty(); }

  /// The events for the next frame, oldest first: each key changes at most once among them, no
  /// modifier changes after a key that went down with it, and no character stands beside a key such
  /// as Enter or Backspace, so that their order is kept.
  std::vector<KeyEvent> take();

 private:
  std::deque<KeyEvent> events_;
};

}  // namespace backprop::viz
