#include "viz/platform/key_queue.h"

#include <GLFW/glfw3.h>

#include <set>

namespace backprop::viz {
namespace {

bool is_modifier(const KeyEvent& event) {
  return event.key >= GLFW_KEY_LEFT_SHIFT && event.key <= GLFW_KEY_RIGHT_SUPER;
}

/// A key that acts on text without being a character of it.
bool is_function_key(const KeyEvent& event) {
  return event.key >= GLFW_KEY_ESCAPE && !is_modifier(event) && event.action != GLFW_RELEASE;
}

}  // namespace

std::vector<KeyEvent> KeyQueue::take() {
  std::vector<KeyEvent> taken;
  std::set<int> changed;
  bool characters = false;
  bool function_keys = false;
  bool presses = false;  // of keys that a modifier may belong to
  for (; !events_.empty(); events_.pop_front()) {
    const KeyEvent& event = events_.front();
    if (event.typed) {
      if (function_keys) break;
      characters = true;
    } else if (event.action != GLFW_REPEAT) {
      if (changed.contains(event.key) || (characters && is_function_key(event))) break;
      // Let go of before its key is: it was down with the key all the same.
      if (presses && is_modifier(event)) break;
      changed.insert(event.key);
      presses = presses || (event.action == GLFW_PRESS && !is_modifier(event));
      function_keys = function_keys || is_function_key(event);
    }
    taken.push_back(event);
  }
  return taken;
}

}  // namespace backprop::viz
