#include "viz/scene/tooltip_scene.h"

#include <algorithm>

#include "viz/text/paragraph.h"

namespace backprop::viz {
namespace {

constexpr float widest = 420;
constexpr float padding_x = 9;
constexpr float padding_y = 5;
constexpr TextStyle style = TextStyle::small;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  for (std::size_t end = 0; end != std::string::npos; begin = end + 1) {
    end = text.find('\n', begin);
    lines.push_back(text.substr(begin, end == std::string::npos ? end : end - begin));
  }
  return lines;
}

}  // namespace

Scene tooltip_scene(const std::string& text, Vec2 mouse, Vec2 window, const Look& look) {
  Builder b(look);
  const float most = std::min(widest, window.x - 8 - 2 * padding_x);
  float w = 0;
  float h = 2 * padding_y;
  std::vector<ParagraphLayout> blocks;
  for (const std::string& line : lines_of(text)) {
    blocks.push_back(layout_paragraph(look.glyphs, {{InlineRun::Kind::text, line}}, style, most));
    h += blocks.back().height;
    for (const ParagraphPiece& piece : blocks.back().pieces)
      w = std::max(w, piece.x + b.width(piece.text, piece.style));
  }
  w += 2 * padding_x;
  const float x = std::clamp(mouse.x + 12, 4.0F, std::max(4.0F, window.x - w - 4));
  const bool below = mouse.y + 20 + h < window.y;
  float y = below ? mouse.y + 18 : std::max(4.0F, mouse.y - h - 8);
  b.add(draw::Rectangle{{x, y, w, h}, 5, look.colors.ink});
  y += padding_y;
  for (const ParagraphLayout& block : blocks) {
    for (const ParagraphPiece& piece : block.pieces)
      b.text({x + padding_x + piece.x, y + piece.y}, piece.text, piece.style, look.colors.on_ink);
    y += block.height;
  }
  return std::move(b.scene);
}

const std::string* shortened_at(const Scene& scene, Vec2 place) {
  for (auto record = scene.records.rbegin(); record != scene.records.rend(); ++record) {
    const auto* text = std::get_if<draw::Text>(&record->shape);
    if (text == nullptr || text->whole.empty()) continue;
    const float px = font_of(text->style).px;
    const Rect line{text->baseline.x, text->baseline.y - px, text->width, px * 1.35F};
    if (line.contains(place)) return &text->whole;
  }
  return nullptr;
}

}  // namespace backprop::viz
