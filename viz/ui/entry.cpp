#include "viz/ui/entry.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include "viz/ui/keys.h"

namespace backprop::viz {
namespace {

ImU32 packed(Color c) {
  return IM_COL32(c.r, c.g, c.b, c.a);
}

}  // namespace

bool edit_line(Rect area, std::string& text, bool take_focus, const Palette& colors) {
  ImGui::SetNextWindowPos({area.x, area.y});
  ImGui::SetNextWindowSize({area.w, area.h});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, packed(colors.background));
  ImGui::PushStyleColor(ImGuiCol_FrameBg, packed(colors.background));
  ImGui::PushStyleColor(ImGuiCol_Text, packed(colors.ink));
  ImGui::PushStyleColor(ImGuiCol_TextSelectedBg, packed(colors.forward_fill));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, {1, 1});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0.0F);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {8, 5});
  constexpr ImGuiWindowFlags flags =
      ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings;
  ImGui::Begin("##entry", nullptr, flags);
  if (take_focus) ImGui::SetKeyboardFocusHere();
  ImGui::SetNextItemWidth(-1);
  const std::string before = text;
  const bool entered = ImGui::InputText(
      "##line", &text, ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
  if (key_pressed(Key::escape)) text = before;  // Dear ImGui takes Esc as "undo all of it"
  ImGui::End();
  ImGui::PopStyleVar(4);
  ImGui::PopStyleColor(4);
  return entered;
}

}  // namespace backprop::viz
