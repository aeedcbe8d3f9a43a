/// The program's text while it is being typed: Dear ImGui's text field with the window's font.
#pragma once

#include <string>

#include "viz/scene/builder.h"

namespace backprop::viz {

/// Builds Dear ImGui's font for the editor at a scale, with the characters that `text` needs
/// besides Latin and common Chinese. Called with a context in place.
void build_editor_font(float scale, const std::string& text);

/// Whether the font has every character of the text.
bool editor_font_has(const std::string& text);

enum class EditorAction { none, run, close };

/// Draws the field and edits `text`. Ctrl+Enter runs, Esc closes.
EditorAction edit_program(Rect area, std::string& text, bool take_focus, const Palette& colors);

/// What a field of one line came to in a frame.
struct FieldInput {
  bool done = false;       ///< it is closed
  bool left = false;       ///< by Esc: what was typed does not count
  bool elsewhere = false;  ///< by a click beside it
  bool run = false;        ///< by Ctrl+Enter
};

/// Draws a field of one line and edits `text`. `take_focus`: it has just been opened, and all of it
/// is selected.
FieldInput type_in_field(Rect area, std::string& text, bool take_focus, const Palette& colors);

}  // namespace backprop::viz
