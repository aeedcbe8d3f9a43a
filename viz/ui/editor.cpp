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

namespace {

/// The look of Dear ImGui's fields.
class FieldStyle {
 public:
  FieldStyle(const Palette& colors, ImVec2 padding) {
    ImGui::PushStyleColor(ImGuiCol_WindowBg, vector(colors.card));
    ImGui::PushStyleColor(ImGuiCol_FrameBg, vector(colors.background));
    ImGui::PushStyleColor(ImGuiCol_Text, vector(colors.ink));
    ImGui::PushStyleColor(ImGuiCol_TextSelectedBg, vector(colors.forward_fill));
    ImGui::PushStyleColor(ImGuiCol_ScrollbarBg, vector(colors.background));
    ImGui::PushStyleColor(ImGuiCol_ScrollbarGrab, vector(colors.hairline));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, padding);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0.0F);
    ImGui::PushStyleVar(ImGuiStyleVar_FrameRounding, 6.0F);
  }
  ~FieldStyle() {
    ImGui::PopStyleVar(3);
    ImGui::PopStyleColor(6);
  }
  FieldStyle(const FieldStyle&) = delete;
  FieldStyle& operator=(const FieldStyle&) = delete;
};

constexpr ImGuiWindowFlags bare_window =
    ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings;

}  // namespace

EditorAction edit_program(Rect area, std::string& text, bool take_focus, const Palette& colors) {
  ImGui::SetNextWindowPos({area.x, area.y});
  ImGui::SetNextWindowSize({area.w, area.h});
  const FieldStyle style(colors, {10, 2});
  EditorAction action = EditorAction::none;
  ImGui::Begin("##editor", nullptr, bare_window);
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
  return action;
}

FieldInput type_in_field(Rect area, std::string& text, bool take_focus, const Palette& colors) {
  ImGui::SetNextWindowPos({area.x, area.y});
  ImGui::SetNextWindowSize({area.w, area.h});
  const FieldStyle style(colors, {0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, {1.0F, 1.0F});
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {6.0F, 2.0F});
  ImGui::Begin("##field", nullptr, bare_window);
  if (take_focus) ImGui::SetKeyboardFocusHere();
  FieldInput input;
  // Before the field sees the keys: Dear ImGui takes Esc as "undo all of it".
  input.left = key_pressed(Key::escape);
  const bool enter = key_pressed(Key::enter) || key_pressed(Key::tab);
  ImGui::SetNextItemWidth(area.w);
  ImGui::InputText("##number", &text, ImGuiInputTextFlags_AutoSelectAll);
  const bool closed = ImGui::IsItemDeactivated();
  const bool beside = ImGui::IsMouseClicked(ImGuiMouseButton_Left) &&
                      !area.contains({ImGui::GetIO().MousePos.x, ImGui::GetIO().MousePos.y});
  ImGui::End();
  ImGui::PopStyleVar(2);
  input.elsewhere = !take_focus && !input.left && !enter && beside;
  input.run = enter && ImGui::GetIO().KeyCtrl;
  input.done = !take_focus && (input.left || enter || input.elsewhere || closed);
  return input;
}

}  // namespace backprop::viz
