// No key stroke is lost, and none overtakes another, however many fall between two frames.
#include "viz/platform/key_queue.h"

#include <GLFW/glfw3.h>
#include <doctest/doctest.h>

namespace backprop::viz {
namespace {

KeyEvent down(int key) {
  return {false, 0, key, 0, GLFW_PRESS, 0};
}
KeyEvent up(int key) {
  return {false, 0, key, 0, GLFW_RELEASE, 0};
}
KeyEvent typed(char c) {
  return {true, static_cast<unsigned>(c), 0, 0, 0, 0};
}

TEST_CASE("a key that goes down and up between two frames is down for one of them") {
  KeyQueue queue;
  for (int i = 0; i < 3; ++i) {
    queue.push(down(GLFW_KEY_END));
    queue.push(up(GLFW_KEY_END));
  }
  for (int i = 0; i < 3; ++i) {
    const auto pressed = queue.take();
    REQUIRE(pressed.size() == 1);
    CHECK(pressed[0].action == GLFW_PRESS);
    const auto released = queue.take();
    REQUIRE(released.size() == 1);
    CHECK(released[0].action == GLFW_RELEASE);
  }
  CHECK(queue.empty());
  CHECK(queue.take().empty());
}

TEST_CASE("a modifier and its key come together") {
  KeyQueue queue;
  queue.push(down(GLFW_KEY_LEFT_CONTROL));
  queue.push(down(GLFW_KEY_Z));
  queue.push(up(GLFW_KEY_Z));
  queue.push(up(GLFW_KEY_LEFT_CONTROL));
  CHECK(queue.take().size() == 2);
  CHECK(queue.take().size() == 2);
  CHECK(queue.empty());
}

TEST_CASE("a modifier that is let go of before its key was down with it") {
  KeyQueue queue;
  queue.push(down(GLFW_KEY_LEFT_CONTROL));
  queue.push(down(GLFW_KEY_A));
  queue.push(up(GLFW_KEY_LEFT_CONTROL));
  queue.push(up(GLFW_KEY_A));
  CHECK(queue.take().size() == 2);  // both down
  CHECK(queue.take().size() == 2);  // both up
  queue.push(down(GLFW_KEY_A));
  queue.push(down(GLFW_KEY_LEFT_CONTROL));
  CHECK(queue.take().size() == 1);  // and not the other way round
  CHECK(queue.take().size() == 1);
}

TEST_CASE("text and the keys that edit it keep their order") {
  KeyQueue queue;
  queue.push(typed('a'));
  queue.push(typed('b'));
  queue.push(down(GLFW_KEY_BACKSPACE));
  queue.push(typed('c'));
  CHECK(queue.take().size() == 2);
  const auto edit = queue.take();
  REQUIRE(edit.size() == 1);
  CHECK(edit[0].key == GLFW_KEY_BACKSPACE);
  const auto text = queue.take();
  REQUIRE(text.size() == 1);
  CHECK(text[0].character == 'c');
}

}  // namespace
}  // namespace backprop::viz
