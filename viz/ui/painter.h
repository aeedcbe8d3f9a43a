/// Paints scenes with Dear ImGui's draw lists; text comes from the glyph atlas at the screen's own
/// scale.
#pragma once

#include <imgui.h>

#include "viz/platform/frame.h"
#include "viz/scene/draw.h"

namespace backprop::viz {

class Painter {
 public:
  Painter(ImDrawList& list, GlyphAtlas& atlas, const Glyphs& glyphs, TextureId texture, float scale)
      : list_(list), atlas_(atlas), glyphs_(glyphs), texture_(texture), scale_(scale) {}

  void paint(const Scene& scene);

  /// The same, cut to a rectangle.
  void paint(const Scene& scene, Rect clip);

  // One per shape; public for std::visit.
  void operator()(const draw::Rectangle& r);
  void operator()(const draw::Line& l);
  void operator()(const draw::Polyline& l);
  void operator()(const draw::Polygon& p);
  void operator()(const draw::Circle& c);
  void operator()(const draw::Text& t);
  void operator()(const draw::Math& m);
  void operator()(const draw::Cells& c);

 private:
  void dashes(const std::vector<Vec2>& points, float width, ImU32 color);
  void glyph(GlyphRef glyph, Vec2 origin, float px, ImU32 color);

  ImDrawList& list_;
  GlyphAtlas& atlas_;
  const Glyphs& glyphs_;
  TextureId texture_;
  float scale_;
};

}  // namespace backprop::viz
