#include "viz/ui/resources.h"

#include <algorithm>

#include "engine/program/interpreter.h"
#include "lessons/model/data_dir.h"

namespace backprop::viz {

Result<std::unique_ptr<Resources>> Resources::load() {
  auto resources = std::make_unique<Resources>();
  resources->data = lessons::data_dir();
  const auto assets = resources->data / "assets";
  for (const Language language : {Language::english, Language::chinese}) {
    auto words = Strings::load(assets, language);
    if (!words) return words.error();
    resources->words.emplace(language, std::move(words).value());
  }
  for (const Theme theme : {Theme::light, Theme::dark}) {
    const auto palette = Palette::load(assets, theme);
    if (!palette) return palette.error();
    resources->palettes.emplace(theme, palette.value());
  }
  auto glyphs = FreeTypeGlyphs::open();
  if (!glyphs) return glyphs.error();
  resources->glyphs = std::move(glyphs).value();
  return resources;
}

Result<LessonContent> load_lesson_content(const std::string& id, Language language,
                                          lessons::Notation notation) {
  auto lesson = lessons::load_lesson(id, language);
  if (!lesson) return lesson.error();
  auto traces = lessons::run_programs(lesson.value());
  if (!traces) return traces.error();
  return LessonContent{lessons::in_notation(std::move(lesson).value(), notation),
                       std::move(traces).value()};
}

Result<State> open_program_state(const std::string& name, const std::string& text,
                                 Language language) {
  auto trace = run_program(text);
  if (!trace) return trace.error();
  State state;
  state.language = language;
  state.lesson = "4.2";
  state.program_name = name;
  state.ran_name = name;
  state.draft = text;
  state.trace = std::move(trace).value();
  return state;
}

Result<State> open_state(const std::string& lesson, Language language) {
  const auto loaded = lessons::load_lesson(lesson, language);
  if (!loaded) return loaded.error();
  const std::string& program = loaded.value().program;
  const auto text = lessons::load_program(program, language);
  if (!text) return text.error();
  auto state = open_program_state(program, text.value(), language);
  if (state) state.value().lesson = lesson;
  return state;
}

}  // namespace backprop::viz
