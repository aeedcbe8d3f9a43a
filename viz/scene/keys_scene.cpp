#include "viz/scene/keys_scene.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace backprop::viz {
namespace {

constexpr std::array listed_keys = {
    "forward", "back",   "sizes",    "ends",       "play",  "stops", "why",   "run_to", "views",
    "zoom",    "claims", "chapters", "page",       "move",  "undo",  "edit",  "run",    "number",
    "cells",   "labs",   "lab",      "playground", "files", "copy",  "focus", "escape", "help"};
constexpr float column_width = 480;
constexpr float side = 26;
constexpr float head = 56;
constexpr float foot = 12;
constexpr float between = 10;  // rows

/// The rows in one column, or in two where one would not have room.
struct Layout {
  Rect card, area;
  int columns = 1;
  float column = 0;  ///< width
  float keys = 0;    ///< width of the keys' names in it
  std::array<float, listed_keys.size()> heights{};
  std::size_t broken = listed_keys.size();  ///< the first row of the second column
  float height = 0;                         ///< of all rows
};

std::string key_of(std::size_t i) {
  return std::string("keys.") + listed_keys[i];
}

/// Words that are too long for their place take more lines.
float row_height(const Builder& b, const Layout& l, std::size_t i) {
  const int lines =
      std::max(b.line_count(b.words[key_of(i) + ".key"], TextStyle::code, l.keys - 10),
               b.line_count(b.words[key_of(i)], TextStyle::small, l.column - l.keys - 10));
  return static_cast<float>(lines) * line_height(TextStyle::small) + between;
}

void arrange(const Builder& b, Layout& l, int columns, Rect window) {
  l.columns = columns;
  const float width =
      std::min(2 * side + column_width * static_cast<float>(columns), window.w - 24);
  l.column = (width - 2 * side) / static_cast<float>(columns);
  l.keys = l.column * 0.38F;
  float all = 0;
  for (std::size_t i = 0; i < l.heights.size(); ++i)
    all += l.heights[i] = row_height(b, l, i);
  l.height = all;
  if (columns == 2) {
    float left = 0;
    for (l.broken = 0; left < all / 2; ++l.broken)
      left += l.heights[l.broken];
    l.height = std::max(left, all - left);
  }
  const float height = std::min(head + l.height + foot, window.h - 16);
  l.card = {(window.w - width) / 2, (window.h - height) / 2, width, height};
  l.area = {l.card.x + side, l.card.y + head, width - 2 * side, height - head - foot};
}

Layout layout_of(Rect window, const Builder& b) {
  Layout layout;
  arrange(b, layout, 1, window);
  if (layout.height > layout.area.h) arrange(b, layout, 2, window);
  return layout;
}

}  // namespace

Scene keys_scene(Rect window, const Look& look) {
  Builder b(look);
  b.add(draw::Rectangle{window, 0, scrim});
  Widget& outside = b.region("help-close", window, std::nullopt);
  outside.view_action = "close";
  outside.focusable = false;
  const Rect card = layout_of(window, b).card;
  b.card(card, 12);
  b.text({card.x + side, card.y + 36}, look.words["keys.title"], TextStyle::heading,
         look.colors.ink);
  return std::move(b.scene);
}

Rect keys_area(Rect window, const Look& look) {
  return layout_of(window, Builder(look)).area;
}

Scene keys_content(Rect window, float scroll, const Look& look) {
  Builder b(look);
  const Layout l = layout_of(window, b);
  float x = l.area.x;
  float y = l.area.y - scroll;
  for (std::size_t i = 0; i < listed_keys.size(); ++i) {
    if (i == l.broken) {
      x += l.column;
      y = l.area.y - scroll;
    }
    b.paragraph({x, y}, l.keys - 10, look.words[key_of(i) + ".key"], TextStyle::code,
                look.colors.ink);
    b.paragraph({x + l.keys, y}, l.column - l.keys - 10, look.words[key_of(i)], TextStyle::small,
                look.colors.muted);
    y += l.heights[i];
  }
  b.scene.content_height = l.height;
  return std::move(b.scene);
}

}  // namespace backprop::viz
