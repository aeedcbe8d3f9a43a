#include "viz/scene/plot_marks.h"

#include <algorithm>

namespace backprop::viz {

Stroke stroke_of(const Palette& colors, std::size_t n) {
  const Color inks[] = {colors.positive, colors.negative, colors.path_3,
                        colors.path_1,   colors.path_2,   colors.ink};
  const bool dashed = n % 2 == 1;
  return {inks[n % std::size(inks)], 2, dashed};
}

void plot_mark(Builder& b, Vec2 c, std::size_t n, Color color, float size) {
  const Color none{0, 0, 0, 0};
  switch (n % 6) {
    case 0:
      b.add(draw::Circle{c, size, color});
      break;
    case 1:
      b.add(draw::Rectangle{
          {c.x - size * 0.9F, c.y - size * 0.9F, size * 1.8F, size * 1.8F}, 0, color, color, 0});
      break;
    case 2:
      b.add(draw::Polygon{{{c.x, c.y - size * 1.2F},
                           {c.x + size * 1.1F, c.y + size * 0.8F},
                           {c.x - size * 1.1F, c.y + size * 0.8F}},
                          color});
      break;
    case 3:
      b.add(draw::Polygon{{{c.x, c.y - size * 1.3F},
                           {c.x + size * 1.3F, c.y},
                           {c.x, c.y + size * 1.3F},
                           {c.x - size * 1.3F, c.y}},
                          color});
      break;
    case 4:
      b.add(draw::Circle{c, size, none, color, 2});
      break;
    default:
      b.line({c.x - size, c.y - size}, {c.x + size, c.y + size}, color, 2);
      b.line({c.x - size, c.y + size}, {c.x + size, c.y - size}, color, 2);
  }
}

float plot_legend(Builder& b, Vec2 top_left, float width, const std::vector<LegendEntry>& entries,
                  bool marks) {
  constexpr float sample = 26;
  constexpr float gap = 18;
  const float row = line_height(TextStyle::small);
  float x = top_left.x;
  float y = top_left.y;
  for (const LegendEntry& entry : entries) {
    const float room = width - sample - 6;
    const float needed = sample + 6 + std::min(room, b.width(entry.label, TextStyle::small));
    if (x > top_left.x && x + needed > top_left.x + width) {
      x = top_left.x;
      y += row;
    }
    const Stroke stroke = stroke_of(b.colors, entry.n);
    const float middle = y + row / 2;
    b.line({x, middle}, {x + sample, middle}, stroke.color, stroke.width,
           stroke.dashed && !entry.solid);
    if (marks) plot_mark(b, {x + sample / 2, middle}, entry.n, stroke.color);
    b.text({x + sample + 6, b.baseline_in(y, row, TextStyle::small)}, entry.label, TextStyle::small,
           b.colors.ink, Align::left, room);
    x += needed + gap;
  }
  return y + row + 2;
}

}  // namespace backprop::viz
