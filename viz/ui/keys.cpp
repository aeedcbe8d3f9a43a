#include "viz/ui/keys.h"

#include <GLFW/glfw3.h>
#include <imgui.h>

namespace backprop::viz {

#if IMGUI_VERSION_NUM < 18700
using KeyCode = int;
#define BACKPROP_KEY(glfw, imgui) glfw
#else
using KeyCode = ImGuiKey;
#define BACKPROP_KEY(glfw, imgui) imgui
#endif

namespace {

KeyCode code_of(Key key) {
  switch (key) {
    case Key::space:
      return BACKPROP_KEY(GLFW_KEY_SPACE, ImGuiKey_Space);
    case Key::backspace:
      return BACKPROP_KEY(GLFW_KEY_BACKSPACE, ImGuiKey_Backspace);
    case Key::left:
      return BACKPROP_KEY(GLFW_KEY_LEFT, ImGuiKey_LeftArrow);
    case Key::right:
      return BACKPROP_KEY(GLFW_KEY_RIGHT, ImGuiKey_RightArrow);
    case Key::up:
      return BACKPROP_KEY(GLFW_KEY_UP, ImGuiKey_UpArrow);
    case Key::down:
      return BACKPROP_KEY(GLFW_KEY_DOWN, ImGuiKey_DownArrow);
    case Key::home:
      return BACKPROP_KEY(GLFW_KEY_HOME, ImGuiKey_Home);
    case Key::end:
      return BACKPROP_KEY(GLFW_KEY_END, ImGuiKey_End);
    case Key::play:
      return BACKPROP_KEY(GLFW_KEY_P, ImGuiKey_P);
    case Key::edit:
      return BACKPROP_KEY(GLFW_KEY_E, ImGuiKey_E);
    case Key::enter:
      return BACKPROP_KEY(GLFW_KEY_ENTER, ImGuiKey_Enter);
    case Key::tab:
      return BACKPROP_KEY(GLFW_KEY_TAB, ImGuiKey_Tab);
    case Key::escape:
      return BACKPROP_KEY(GLFW_KEY_ESCAPE, ImGuiKey_Escape);
    case Key::help:
      return BACKPROP_KEY(GLFW_KEY_F1, ImGuiKey_F1);
    case Key::undo:
      return BACKPROP_KEY(GLFW_KEY_Z, ImGuiKey_Z);
    case Key::redo:
      return BACKPROP_KEY(GLFW_KEY_Y, ImGuiKey_Y);
    case Key::view_1:
      return BACKPROP_KEY(GLFW_KEY_1, ImGuiKey_1);
    case Key::view_2:
      return BACKPROP_KEY(GLFW_KEY_2, ImGuiKey_2);
    case Key::view_3:
      return BACKPROP_KEY(GLFW_KEY_3, ImGuiKey_3);
    case Key::view_4:
      return BACKPROP_KEY(GLFW_KEY_4, ImGuiKey_4);
    case Key::zoom_in:
      return BACKPROP_KEY(GLFW_KEY_EQUAL, ImGuiKey_Equal);
    case Key::zoom_out:
      return BACKPROP_KEY(GLFW_KEY_MINUS, ImGuiKey_Minus);
    case Key::why:
      return BACKPROP_KEY(GLFW_KEY_W, ImGuiKey_W);
    case Key::run_to:
      return BACKPROP_KEY(GLFW_KEY_R, ImGuiKey_R);
    case Key::next_stop:
      return BACKPROP_KEY(GLFW_KEY_B, ImGuiKey_B);
    case Key::zoom_fit:
      return BACKPROP_KEY(GLFW_KEY_0, ImGuiKey_0);
    case Key::open:
      return BACKPROP_KEY(GLFW_KEY_O, ImGuiKey_O);
    case Key::save:
      return BACKPROP_KEY(GLFW_KEY_S, ImGuiKey_S);
    case Key::quit:
      return BACKPROP_KEY(GLFW_KEY_Q, ImGuiKey_Q);
    case Key::copy:
      return BACKPROP_KEY(GLFW_KEY_C, ImGuiKey_C);
    case Key::paste:
      return BACKPROP_KEY(GLFW_KEY_V, ImGuiKey_V);
    case Key::claim_before:
      return BACKPROP_KEY(GLFW_KEY_LEFT_BRACKET, ImGuiKey_LeftBracket);
    case Key::claim_after:
      return BACKPROP_KEY(GLFW_KEY_RIGHT_BRACKET, ImGuiKey_RightBracket);
    case Key::chapters:
      return BACKPROP_KEY(GLFW_KEY_L, ImGuiKey_L);
    case Key::glossary:
      return BACKPROP_KEY(GLFW_KEY_G, ImGuiKey_G);
    case Key::page_up:
      return BACKPROP_KEY(GLFW_KEY_PAGE_UP, ImGuiKey_PageUp);
    case Key::page_down:
      return BACKPROP_KEY(GLFW_KEY_PAGE_DOWN, ImGuiKey_PageDown);
    case Key::labs:
      return BACKPROP_KEY(GLFW_KEY_A, ImGuiKey_A);
  }
  return BACKPROP_KEY(GLFW_KEY_UNKNOWN, ImGuiKey_None);
}

}  // namespace

bool key_pressed(Key key) {
  return ImGui::IsKeyPressed(code_of(key), true);
}

}  // namespace backprop::viz
