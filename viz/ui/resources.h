/// What the window is made with: words, colours, fonts, chapters.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lessons/model/notation.h"
#include "viz/platform/freetype_glyphs.h"
#include "viz/scene/lesson_scene.h"

namespace backprop::viz {

struct Resources {
  std::filesystem::path data;
  std::map<Language, Strings> words;
  std::map<Theme, Palette> palettes;
  std::unique_ptr<FreeTypeGlyphs> glyphs;

  static Result<std::unique_ptr<Resources>> load();
};

/// A chapter in one language with its programs run.
Result<LessonContent> load_lesson_content(
    const std::string& id, Language language,
    lessons::Notation notation = lessons::Notation::written_out);

/// The state that a chapter opens with: its program run, time at the start.
Result<State> open_state(const std::string& lesson, Language language);

/// The same with another program: a shipped one's name, or a text.
Result<State> open_program_state(const std::string& name, const std::string& text,
                                 Language language);

}  // namespace backprop::viz
