#include "viz/ui/editor.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include "viz/platform/fonts.h"
#include "viz/text/utf8.h"
#include "viz/ui/keys.h"

namespace backprop::viz {
namespace {

/// Dear ImGui's font size is the height of a line, 1.45 em in this font: letters as large as the
/// code view's.
constexpr float font_px = 19;

ImVec4 vector(Color c) {
  return {static_cast<float>(c.r) / 255, static_cast<float>(c.g) / 255,
          static_cast<float>(c.b) / 255, static_cast<float>(c.a) / 255};
}

}  // namespace

void build_editor_font(float scale, const std::string& text) {
  ImFontAtlas& fonts = *ImGui::GetIO().Fonts;
  fonts.Clear();
  ImGui::GetIO().FontGlobalScale = 1 / scale;
  const auto file = find_font(Face::mono);
  if (!file) {
    fonts.AddFontDefault();  // legible, though not pretty; the window has named the missing package
    return;
  }
  ImFontGlyphRangesBuilder builder;
  builder.AddRanges(fonts.GetGlyphRangesDefault());
  builder.AddText(text.c_str());
  // The atlas keeps a pointer to the ranges until it is built, which is below.
  ImVector<ImWchar> ranges;
  builder.BuildRanges(&ranges);
  ImFontConfig config;
  config.FontNo = file.value().index;
  fonts.AddFontFromFileTTF(file.value().path.c_str(), font_px * scale, &config, ranges.Data);
  fonts.Build();
}

bool editor_font_has(const std::string& text) {
  const ImFont* font = ImGui::GetFont();
  for (const char32_t c : decode(text)) {
    if (c > 0x7F && c <= 0xFFFF && font->FindGlyphNoFallback(static_cast<ImWchar>(c)) == nullptr)
      return false;
  }
  return true;
}

EditorAction edit_program(Rect area, std::string& text, bool take_focus, const Palette& colors) {
  ImGui::SetNextWindowPos({area.x, area.y});
  ImGui::SetNextWindowSize({area.w, area.h});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, vector(colors.card));
  ImGui::PushStyleColor(ImGuiCol_FrameBg, vector(colors.background));
  ImGui::PushStyleColor(ImGuiCol_Text, vector(colors.ink));
  ImGui::PushStyleColor(ImGuiCol_TextSelectedBg, vector(colors.forward_fill));
  ImGui::PushStyleColor(ImGuiCol_ScrollbarBg, vector(colors.background));
  ImGui::PushStyleColor(ImGuiCol_ScrollbarGrab, vector(colors.hairline));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {10, 2});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0.0F);
  ImGui::PushStyleVar(ImGuiStyleVar_FrameRounding, 6.0F);
  constexpr ImGuiWindowFlags flags =
      ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings;
  EditorAction action = EditorAction::none;
  ImGui::Begin("##editor", nullptr, flags);
  if (take_focus) ImGui::SetKeyboardFocusHere();
  // The run key is looked at first: the field would take Enter as a new line.
  const bool run = ImGui::GetIO().KeyCtrl && key_pressed(Key::enter);
  const std::string before = text;
  ImGui::InputTextMultiline("##program", &text, {-1, -1});
  if (run) {
    text = before;
    action = EditorAction::run;
  } else if (key_pressed(Key::escape)) {
    text = before;  // Dear ImGui takes Esc as "undo all of it": what was typed stays
    action = EditorAction::close;
  }
  ImGui::End();
  ImGui::PopStyleVar(3);
  ImGui::PopStyleColor(6);
  return action;
}

}  // namespace backprop::viz
