#include "viz/ui/painter.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "viz/text/utf8.h"

namespace backprop::viz {
namespace {

ImVec2 point(Vec2 p) {
  return {p.x, p.y};
}
ImU32 packed(Color c) {
  return IM_COL32(c.r, c.g, c.b, c.a);
}

/// As many sides as make a polygon a circle to the eye, by its radius on the screen: no side lies
/// more than a tenth of a pixel off. (Dear ImGui counts in logical pixels.)
int circle_segments(float device_radius) {
  constexpr float off = 0.1F;
  if (device_radius <= 2 * off) return 8;
  const float angle = std::acos(1 - off / device_radius);
  return std::clamp(static_cast<int>(std::ceil(std::numbers::pi_v<float> / angle)), 8, 256);
}

}  // namespace

void Painter::paint(const Scene& scene) {
  for (const Record& record : scene.records)
    std::visit(*this, record.shape);
}

void Painter::paint(const Scene& scene, Rect clip) {
  list_.PushClipRect({clip.x, clip.y}, {clip.right(), clip.bottom()}, true);
  paint(scene);
  list_.PopClipRect();
}

void Painter::operator()(const draw::Rectangle& r) {
  const ImVec2 low{r.rect.x, r.rect.y};
  const ImVec2 high{r.rect.right(), r.rect.bottom()};
  if (r.fill.a > 0) list_.AddRectFilled(low, high, packed(r.fill), r.radius);
  if (r.border.a > 0) {
    // On the middle of device pixels, so that a hairline is one.
    const float half = 0.5F / scale_;
    list_.AddRect({low.x + half, low.y + half}, {high.x - half, high.y - half}, packed(r.border),
                  r.radius, 0, r.border_width);
  }
}

void Painter::operator()(const draw::Line& l) {
  if (l.dashed) {
    dashes({l.from, l.to}, l.width, packed(l.color));
  } else {
    list_.AddLine(point(l.from), point(l.to), packed(l.color), l.width);
  }
}

void Painter::operator()(const draw::Polyline& l) {
  if (l.dashed) {
    dashes(l.points, l.width, packed(l.color));
    return;
  }
  for (const Vec2 p : l.points)
    list_.PathLineTo(point(p));
  list_.PathStroke(packed(l.color), 0, l.width);
}

void Painter::operator()(const draw::Polygon& p) {
  for (const Vec2 corner : p.points)
    list_.PathLineTo(point(corner));
  list_.PathFillConvex(packed(p.fill));
}

void Painter::operator()(const draw::Circle& c) {
  const int segments = circle_segments(c.radius * scale_);
  if (c.fill.a > 0) list_.AddCircleFilled(point(c.center), c.radius, packed(c.fill), segments);
  if (c.border.a > 0)
    list_.AddCircle(point(c.center), c.radius, packed(c.border), segments, c.border_width);
}

void Painter::operator()(const draw::Text& t) {
  const StyleFont font = font_of(t.style);
  const ImU32 color = packed(t.color);
  list_.PushTextureID(texture_);
  Vec2 at = t.baseline;
  for (std::size_t i = 0; i < t.text.size();) {
    const GlyphRef ref = glyphs_.find(font.face, next_code_point(t.text, i));
    glyph(ref, at, font.px, color);
    at.x += glyphs_.advance(ref, font.px);
  }
  list_.PopTextureID();
}

void Painter::operator()(const draw::Math& m) {
  const ImU32 color = packed(m.color);
  for (const MathRule& rule : m.box.rules) {
    // At least one device pixel, on whole ones.
    const float height = std::max(1.0F, std::round(rule.h * scale_)) / scale_;
    const float top = std::round((m.baseline.y + rule.y) * scale_) / scale_;
    list_.AddRectFilled({m.baseline.x + rule.x, top},
                        {m.baseline.x + rule.x + rule.w, top + height}, color);
  }
  list_.PushTextureID(texture_);
  for (const MathGlyph& part : m.box.glyphs) {
    glyph(part.glyph, {m.baseline.x + part.x, m.baseline.y + part.y}, part.px, color);
  }
  list_.PopTextureID();
}

void Painter::operator()(const draw::Cells& cells) {
  const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
  for (const CellRun& run : runs_of(cells)) {
    list_.PrimReserve(6, 4);
    list_.PrimRectUV({run.rect.x, run.rect.y}, {run.rect.right(), run.rect.bottom()}, white, white,
                     packed(run.color));
  }
}

void Painter::glyph(GlyphRef ref, Vec2 origin, float px, ImU32 color) {
  const AtlasGlyph& found = atlas_.find(ref, px * scale_);
  if (found.width == 0) return;
  const float x = (std::round(origin.x * scale_) + static_cast<float>(found.left)) / scale_;
  const float y = (std::round(origin.y * scale_) - static_cast<float>(found.top)) / scale_;
  const float side = static_cast<float>(atlas_.side());
  const auto uv = [side](int pixel) { return static_cast<float>(pixel) / side; };
  list_.PrimReserve(6, 4);
  list_.PrimRectUV(
      {x, y},
      {x + static_cast<float>(found.width) / scale_, y + static_cast<float>(found.height) / scale_},
      {uv(found.x), uv(found.y)}, {uv(found.x + found.width), uv(found.y + found.height)}, color);
}

/// Dashes of one length along the whole line.
void Painter::dashes(const std::vector<Vec2>& points, float width, ImU32 color) {
  constexpr float on = 7;
  constexpr float off = 4.5F;
  float along = 0;
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const Vec2 from = points[i];
    const Vec2 to = points[i + 1];
    const float length = std::hypot(to.x - from.x, to.y - from.y);
    if (!(length > 0) || length > 1e5F) continue;
    const auto at = [&](float s) {
      return ImVec2{from.x + (to.x - from.x) * s / length, from.y + (to.y - from.y) * s / length};
    };
    for (float s = 0; s < length;) {
      const float phase = std::fmod(along + s, on + off);
      const float step =
          std::max(0.01F, std::min(length - s, (phase < on ? on : on + off) - phase));
      if (phase < on) list_.AddLine(at(s), at(s + step), color, width);
      s += step;
    }
    along += length;
  }
}

}  // namespace backprop::viz
