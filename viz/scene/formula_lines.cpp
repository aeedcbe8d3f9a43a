#include "viz/scene/formula_lines.h"

#include <algorithm>
#include <cmath>

namespace backprop::viz {
namespace {

constexpr float smallest_px = 10;
constexpr float dots_width = 16;
constexpr float line_gap = 6;

std::vector<MathBox> boxes_of(const Builder& b, const TexParts& formula, float px) {
  std::vector<MathBox> boxes;
  for (const std::string& part : formula.parts)
    boxes.push_back(b.look.formulas != nullptr
                        ? b.look.formulas->set(b.look.glyphs, part, px)
                        : set_tex(b.look.glyphs, part, px, MathStyle::display));
  return boxes;
}

float widest(const std::vector<MathBox>& boxes) {
  float width = 0;
  for (const MathBox& box : boxes)
    width = std::max(width, box.width);
  return width;
}

/// As much of a formula as ends before `width`.
MathBox beginning_of(MathBox box, float width) {
  box.width = std::max(0.0F, width);
  std::erase_if(box.glyphs, [&](const MathGlyph& glyph) { return glyph.x + glyph.px > width; });
  std::erase_if(box.marks, [&](const MathMark& mark) { return mark.x + mark.w > width; });
  std::erase_if(box.rules, [&](const MathRule& rule) { return rule.x > width; });
  for (MathRule& rule : box.rules)
    rule.w = std::min(rule.w, width - rule.x);
  return box;
}

/// Over the whole formula the glyphs of numbers that are out of date once more, in grey.
void grey_stale(Builder& b, Vec2 baseline, const MathBox& box,
                const std::vector<MarkedNumber>& marks, const FormulaStyle& style) {
  MathBox grey;
  for (const MathGlyph& glyph : box.glyphs) {
    const auto mark = static_cast<std::size_t>(std::max(0, glyph.mark));
    if (glyph.mark >= 0 && mark < marks.size() && style.stale(marks[mark]))
      grey.glyphs.push_back(glyph);
  }
  if (!grey.glyphs.empty()) b.add(draw::Math{baseline, grey, b.colors.faint});
}

/// The end of the line that begins with that part: in front of an addend where the line has one.
std::size_t end_of_line(const std::vector<MathBox>& boxes, const TexParts& formula,
                        std::size_t begin, float width) {
  std::size_t end = begin + 1;
  for (float x = boxes[begin].width; end < boxes.size() && x + boxes[end].width <= width; ++end)
    x += boxes[end].width;
  if (end == boxes.size()) return end;
  for (std::size_t at = end; at > begin; --at) {
    if (formula.breaks[at] == Break::addend) return at;
  }
  return end;
}

}  // namespace

float widest_part(const Builder& b, const TexParts& formula, float px) {
  return widest(boxes_of(b, formula, px));
}

FormulaPlace formula_lines(Builder& b, Vec2 top_left, float width, const TexParts& formula,
                           const FormulaStyle& style) {
  float px = style.px;
  std::vector<MathBox> boxes = boxes_of(b, formula, px);
  if (const float wide = widest(boxes); wide > width && px > smallest_px) {
    px = std::max(smallest_px, std::floor(px * width / wide));
    boxes = boxes_of(b, formula, px);
  }
  FormulaPlace place{top_left.y, top_left.y};
  float y = top_left.y;
  for (std::size_t begin = 0; begin < boxes.size();) {
    float ascent = px * 0.75F;
    float descent = px * 0.25F;
    const std::size_t end = end_of_line(boxes, formula, begin, width);
    for (std::size_t i = begin; i < end; ++i) {
      ascent = std::max(ascent, boxes[i].ascent);
      descent = std::max(descent, boxes[i].descent);
    }
    if (begin == 0) place.first_baseline = y + ascent;
    float x = top_left.x;
    for (; begin < end; ++begin) {
      const bool cut = x + boxes[begin].width > top_left.x + width + 1;
      if (cut) boxes[begin] = beginning_of(boxes[begin], top_left.x + width - dots_width - x);
      marked_math(b, {x, y + ascent}, boxes[begin], formula.marks, style);
      x += boxes[begin].width;
      if (cut)
        b.add(draw::Text{{x + 3, y + ascent},
                         "\u2026",
                         TextStyle::strong,
                         b.colors.muted,
                         dots_width,
                         b.words["formula.cut"]});
    }
    y += ascent + descent + line_gap;
  }
  place.bottom = y;
  return place;
}

void marked_math(Builder& b, Vec2 baseline, const MathBox& box,
                 const std::vector<MarkedNumber>& marks, const FormulaStyle& style) {
  std::vector<std::pair<Rect, MarkedNumber>> places;
  for (const MathMark& mark : box.marks) {
    if (mark.mark < 0 || static_cast<std::size_t>(mark.mark) >= marks.size()) continue;
    const Rect rect{baseline.x + mark.x - 2, baseline.y + mark.y - 2, mark.w + 4, mark.h + 4};
    places.emplace_back(rect, marks[static_cast<std::size_t>(mark.mark)]);
  }
  for (const auto& [rect, number] : places) {
    const bool lit = is_hovered(b.look, number.entity);
    if (!style.tinted && !lit) continue;
    const Color ground = number.gradient ? b.colors.backward_fill : b.colors.forward_fill;
    b.add(draw::Rectangle{rect, 3, ground, lit ? b.colors.ink : Color{0, 0, 0, 0}}, number.entity);
  }
  b.add(draw::Math{baseline, box, style.color});
  if (style.stale) grey_stale(b, baseline, box, marks, style);
  for (const auto& [rect, number] : places) {
    Widget& widget = b.region("symbol:" + std::to_string(b.scene.widgets.size()), rect,
                              command::Select{number.entity}, number.entity);
    widget.asks = number.gradient ? Asks::gradient : Asks::value;
    widget.focusable = false;
  }
}

}  // namespace backprop::viz
