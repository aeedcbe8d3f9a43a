// A monkey at mouse and keyboard: whatever it presses, drags, turns and types, the window goes on.
#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <random>

#include "tests/ui/desk.h"
#include "tests/viz/app/state_text.h"

namespace backprop::test {
namespace {

namespace fs = std::filesystem;

/// Widgets that would write files, read them, or end the test's own language.
bool is_harmless(const viz::Widget& widget) {
  for (const char* beginning : {"file-", "path-", "movie", "recent:"}) {
    if (widget.name.starts_with(beginning)) return false;
  }
  return widget.enabled;
}

class Monkey {
 public:
  Monkey(Desk& desk, std::uint32_t seed) : desk_(desk), random_(seed) {}

  void act() {
    switch (below(9)) {
      case 0:
      case 1:
      case 2:
        return press_something();
      case 3:
        return key();
      case 4:
        desk_.move(place_x(), place_y());
        return desk_.scroll(static_cast<float>(below(7) - 3));
      case 5:
        return desk_.drag({place_x(), place_y()}, {place_x(), place_y()});
      case 6:
        return desk_.right_click_at(place_x(), place_y());
      case 7:
        if (below(4) == 0) return type_something();
        return desk_.click_at(place_x(), place_y());
      default:
        desk_.frames(1 + below(20));
    }
  }

 private:
  int below(int end) { return static_cast<int>(random_() % static_cast<unsigned>(end)); }
  float place_x() { return static_cast<float>(below(1100)); }
  float place_y() { return 50 + static_cast<float>(below(650)); }  // below the menu's button

  void press_something() {
    std::vector<std::string> names;
    for (const viz::Widget& widget : desk_.workbench.widgets()) {
      if (is_harmless(widget)) names.push_back(widget.name);
    }
    if (names.empty()) return;
    desk_.workbench.press(names[static_cast<std::size_t>(below(static_cast<int>(names.size())))]);
    desk_.frames();
  }

  void key() {
    constexpr int keys[] = {GLFW_KEY_SPACE,
                            GLFW_KEY_BACKSPACE,
                            GLFW_KEY_LEFT,
                            GLFW_KEY_RIGHT,
                            GLFW_KEY_UP,
                            GLFW_KEY_DOWN,
                            GLFW_KEY_HOME,
                            GLFW_KEY_END,
                            GLFW_KEY_P,
                            GLFW_KEY_E,
                            GLFW_KEY_TAB,
                            GLFW_KEY_ENTER,
                            GLFW_KEY_ESCAPE,
                            GLFW_KEY_F1,
                            GLFW_KEY_Z,
                            GLFW_KEY_Y,
                            GLFW_KEY_1,
                            GLFW_KEY_2,
                            GLFW_KEY_3,
                            GLFW_KEY_4,
                            GLFW_KEY_EQUAL,
                            GLFW_KEY_MINUS,
                            GLFW_KEY_0,
                            GLFW_KEY_B,
                            GLFW_KEY_W,
                            GLFW_KEY_C,
                            GLFW_KEY_R,
                            GLFW_KEY_L,
                            GLFW_KEY_G,
                            GLFW_KEY_LEFT_BRACKET,
                            GLFW_KEY_RIGHT_BRACKET};
    const int code = keys[below(static_cast<int>(std::size(keys)))];
    desk_.key(code, below(4) == 0, below(4) == 0);
  }

  void type_something() {
    constexpr const char* texts[] = {"1.5", "-", "\xE5\x80\xBC", "h = tanh(x)\n", "(", "1e999"};
    desk_.type(texts[below(6)]);
  }

  Desk& desk_;
  std::mt19937 random_;
};

/// The monkey finds the way to "Save as" sooner or later: what it saves stays in a folder of its
/// own.
class OwnFolder {
 public:
  OwnFolder() {
    fs::create_directories(folder_);
    fs::current_path(folder_);
  }
  ~OwnFolder() {
    fs::current_path(before_);
    fs::remove_all(folder_);
  }
  OwnFolder(const OwnFolder&) = delete;
  OwnFolder& operator=(const OwnFolder&) = delete;

 private:
  fs::path before_ = fs::current_path();
  fs::path folder_ = fs::temp_directory_path() / ("backprop-monkey-" + std::to_string(getpid()));
};

TEST_CASE("a monkey cannot break the window, and undo leads back to where it began") {
  const OwnFolder folder;
  for (const char* program : {"two-two-two", "xor", "neuron-cross-entropy"}) {
    CAPTURE(program);
    Desk desk(opened_program(program), 1100, 700);
    const std::string before = text_of(desk.state());
    Monkey monkey(desk, 7);
    for (int i = 0; i < 600; ++i) {
      CAPTURE(i);
      monkey.act();
    }
    desk.app.work_to_end();
    while (desk.app.can_undo())
      desk.app.undo();
    desk.frames();
    CHECK(text_of(desk.state()) == before);
    CHECK(desk.platform.vertices() > 0);
  }
}

}  // namespace
}  // namespace backprop::test
