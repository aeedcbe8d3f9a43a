/// The window on the null platform, driven by hand: what a user does with mouse and keys, and what
/// is then on screen.
#pragma once

#include <GLFW/glfw3.h>

#include <string>
#include <vector>

#include "viz/platform/null_platform.h"
#include "viz/ui/workbench.h"

namespace backprop::test {

/// Fonts, words, colours: loaded once.
const viz::Resources& resources();

/// The state that a chapter opens with; it must open.
viz::State opened(const std::string& lesson = "4.2",
                  viz::Language language = viz::Language::english);

/// The same with a shipped program.
viz::State opened_program(const std::string& name, viz::Language language = viz::Language::english);

/// The same with a program of this text, which is called by that name.
viz::State opened_text(const std::string& text, viz::Language language = viz::Language::english,
                       const std::string& name = "test");

class Desk {
 public:
  explicit Desk(viz::State state, float width = 1440, float height = 900, float scale = 1);

  /// Frames without input. Every one is checked for words that are missing from the tables.
  viz::FrameResult frames(int count = 1);

  /// Presses and releases the mouse on a widget, which must be there and be hit; `times` 2: a
  /// double click.
  void click(const std::string& widget, int times = 1);
  void click_at(float x, float y);
  /// The other button.
  void right_click(const std::string& widget);
  void right_click_at(float x, float y);
  void drag(viz::Vec2 from, viz::Vec2 to);
  void move(float x, float y);
  void scroll(float lines);

  /// GLFW's key codes.
  void key(int code, bool control = false, bool shift = false);
  void type(const std::string& text);
  /// Files are dropped on the window.
  void drop(const std::vector<std::string>& paths);

  /// Has the answer to every task of the open chapter shown.
  void show_answers();

  /// Whether a piece of text on screen contains this one.
  bool shows(const std::string& text) const;
  /// The piece that follows the first one that is exactly `label`; empty where there is none.
  std::string after(const std::string& label) const;

  const viz::State& state() const { return app.state(); }
  const viz::Strings& words() const;

  viz::App app;
  viz::Workbench workbench;
  viz::NullPlatform platform;
};

/// All pieces of text of the last frame.
std::vector<std::string> texts_of(const viz::Workbench& workbench);

}  // namespace backprop::test
