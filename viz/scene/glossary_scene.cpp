#include "viz/scene/glossary_scene.h"

#include <algorithm>
#include <array>

#include "viz/scene/inline_writer.h"

namespace backprop::viz {
namespace {

using lessons::Inline;
using lessons::Term;

/// An inline writer for formulas whose symbols stand for nothing in the recording.
struct PlainWriter {
  explicit PlainWriter(Builder& b) : writer(b, marker, marks) {}
  MathMarker marker = {};
  std::vector<MarkedNumber> marks = {};
  InlineWriter writer;
};

lessons::Inlines math(const std::string& tex) {
  if (tex.empty()) return {};
  return {Inline{Inline::Kind::math, tex}};
}

/// Title, formula and text with the top left there; returns the y below them.
float entry(Builder& b, InlineWriter& writer, const Term& term, Vec2 at, float width) {
  b.text({at.x, at.y + 16}, term.title, TextStyle::body_strong, b.colors.ink, Align::left, width);
  float y = at.y + 24;
  if (!term.tex.empty()) {
    y += 2;
    y += writer.write(math(term.tex), TextStyle::body, {at.x, y}, width, b.colors.ink) + 2;
  }
  return y + writer.write(term.text, TextStyle::small, {at.x, y}, width, b.colors.ink);
}

}  // namespace

Scene terms_scene(const lessons::Glossary& glossary, const std::vector<lessons::Chapter>& chapters,
                  Rect area, float scroll, const Look& look) {
  Builder b(look);
  PlainWriter plain(b);
  const float left = area.x + 12;
  const float width = area.w - 24;
  float y = area.y - scroll;
  for (const Term& term : glossary.terms) {
    const float top = y;
    const std::size_t place = b.scene.widgets.size();
    b.region("term:" + term.id, {}, std::nullopt).focusable = false;
    y = entry(b, plain.writer, term, {left, y + 4}, width);
    if (const lessons::Chapter* chapter = lessons::find_chapter(chapters, term.lesson)) {
      const lessons::Inlines link{
          Inline{Inline::Kind::link, chapter->title, "lesson:" + chapter->id}};
      y += plain.writer.write(link, TextStyle::small, {left, y + 1}, width, b.colors.ink) + 1;
    }
    b.scene.widgets[place].rect = {area.x, top, area.w, y - top};
    y += 10;
    b.line({left, y}, {left + width, y}, b.colors.hairline);
    y += 6;
  }
  b.scene.content_height = y + scroll - area.y;
  return std::move(b.scene);
}

Scene notation_scene(const lessons::Glossary& glossary, Rect area, float scroll, const Look& look) {
  Builder b(look);
  PlainWriter plain(b);
  constexpr std::array<float, 5> edges{0, 0.2F, 0.42F, 0.58F, 1};
  constexpr std::array heads{"glossary.symbol", "glossary.program", "glossary.source",
                             "glossary.meaning"};
  const auto left = [&](std::size_t column) { return area.x + 12 + (area.w - 24) * edges[column]; };
  const auto width = [&](std::size_t column) { return left(column + 1) - left(column) - 12; };
  float y = area.y - scroll;
  for (std::size_t i = 0; i < heads.size(); ++i)
    b.text({left(i), y + 14}, b.words[heads[i]], TextStyle::caption, b.colors.muted, Align::left,
           width(i));
  y += 24;
  for (const lessons::Symbol& symbol : glossary.symbols) {
    lessons::Inlines program;
    if (!symbol.program.empty()) program = {Inline{Inline::Kind::code, symbol.program}};
    const lessons::Inlines cells[] = {math(symbol.tex), program, math(symbol.source),
                                      symbol.meaning};
    b.line({left(0), y}, {left(heads.size()) - 12, y}, b.colors.hairline);
    float height = 0;
    for (std::size_t i = 0; i < heads.size(); ++i) {
      const bool formula = i == 0 || i == 2;
      const TextStyle style = formula ? TextStyle::body : TextStyle::small;
      const float down = formula ? 0 : font_of(TextStyle::body).px - font_of(style).px;
      const Vec2 at{left(i), y + 5 + down};
      height = std::max(height, plain.writer.write(cells[i], style, at, width(i), b.colors.ink));
    }
    y += height + 11;
  }
  b.scene.content_height = y + scroll - area.y;
  return std::move(b.scene);
}

namespace {

/// The card's height, by laying the entry out.
float card_height(const Term& term, float width, const Look& look) {
  Builder b(look);
  PlainWriter plain(b);
  return entry(b, plain.writer, term, {0, 0}, width);
}

}  // namespace

Scene term_card(const Term& term, Rect word, Vec2 window, const Look& look) {
  constexpr float side = 12;
  constexpr float above = 8;
  const float w = std::min(340.0F, window.x - 16);
  const float h = card_height(term, w - 2 * side, look) + 2 * above;
  const bool below = word.bottom() + 6 + h < window.y;
  const float x = std::clamp(word.x - side, 4.0F, std::max(4.0F, window.x - w - 4));
  const float y = below ? word.bottom() + 6 : std::max(4.0F, word.y - 6 - h);
  Builder b(look);
  PlainWriter plain(b);
  b.add(draw::Rectangle{{x + 1, y + 2, w, h}, 9, faded(look.colors.ink, 0.2F)});
  b.card({x, y, w, h}, 9);
  entry(b, plain.writer, term, {x + side, y + above}, w - 2 * side);
  b.scene.widgets.clear();  // it goes with the pointer: nothing on it can be reached
  return std::move(b.scene);
}

}  // namespace backprop::viz
