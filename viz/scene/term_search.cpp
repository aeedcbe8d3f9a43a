#include "viz/scene/term_search.h"

namespace backprop::viz {
namespace {

/// Programs and numbers: their words are names.
bool is_code(TextStyle style) {
  return font_of(style).face == Face::mono;
}

Rect line_of(const draw::Text& text) {
  const float px = font_of(text.style).px;
  return {text.baseline.x, text.baseline.y - px, text.width, px * 1.35F};
}

}  // namespace

std::optional<TermOnScreen> term_at(const Scene& scene, Vec2 point,
                                    const lessons::TermFinder& finder, const Glyphs& glyphs) {
  for (const Record& record : scene.records) {
    const auto* text = std::get_if<draw::Text>(&record.shape);
    if (text == nullptr || is_code(text->style) || !line_of(*text).contains(point)) continue;
    const Rect line = line_of(*text);
    const std::string_view words = text->text;
    for (const lessons::FoundTerm& found : finder.all_in(words)) {
      const float left = line.x + text_width(glyphs, text->style, words.substr(0, found.begin));
      const float right = line.x + text_width(glyphs, text->style, words.substr(0, found.end));
      if (point.x >= left && point.x < right)
        return TermOnScreen{found.term, {left, line.y, right - left, line.h}};
    }
  }
  return std::nullopt;
}

}  // namespace backprop::viz
