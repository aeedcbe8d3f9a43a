#include "viz/platform/glyph_atlas.h"

#include <algorithm>
#include <cmath>

namespace backprop::viz {
namespace {

constexpr int gap = 1;  // between glyphs, so that filtering takes nothing from a neighbour

}  // namespace

GlyphAtlas::GlyphAtlas(const FreeTypeGlyphs& glyphs, int side)
    : glyphs_(&glyphs),
      side_(side),
      pixels_(static_cast<std::size_t>(side) * static_cast<std::size_t>(side)) {
  empty();
}

void GlyphAtlas::empty() {
  std::fill(pixels_.begin(), pixels_.end(), std::uint8_t{0});
  places_.clear();
  // The first pixels are solid: shapes without glyphs are drawn from there.
  for (int y = 0; y < 2; ++y) {
    for (int x = 0; x < 2; ++x)
      pixels_[static_cast<std::size_t>(y) * static_cast<std::size_t>(side_) +
              static_cast<std::size_t>(x)] = 255;
  }
  shelf_x_ = 2 + gap;
  shelf_y_ = 0;
  shelf_height_ = 2;
  ++generation_;
  ++revision_;
}

AtlasGlyph GlyphAtlas::place(const GlyphBitmap& bitmap) {
  if (shelf_x_ + bitmap.width > side_) {
    shelf_y_ += shelf_height_ + gap;
    shelf_x_ = 0;
    shelf_height_ = 0;
  }
  if (shelf_y_ + bitmap.height > side_) {
    empty();
    shelf_y_ = shelf_height_ + gap;
    shelf_x_ = 0;
    shelf_height_ = 0;
  }
  const AtlasGlyph place{shelf_x_, shelf_y_, bitmap.width, bitmap.height, bitmap.left, bitmap.top};
  for (int y = 0; y < bitmap.height; ++y) {
    const auto row = bitmap.alpha.begin() + static_cast<std::ptrdiff_t>(y) * bitmap.width;
    std::copy(row, row + bitmap.width,
              pixels_.begin() + static_cast<std::ptrdiff_t>(place.y + y) * side_ + place.x);
  }
  shelf_x_ += bitmap.width + gap;
  shelf_height_ = std::max(shelf_height_, bitmap.height);
  ++revision_;
  return place;
}

const AtlasGlyph& GlyphAtlas::find(GlyphRef glyph, float device_px) {
  const auto quarters = static_cast<std::uint64_t>(std::lround(device_px * 4));
  const std::uint64_t key =
      (static_cast<std::uint64_t>(glyph.face) << 56) | (quarters << 32) | glyph.index;
  const auto known = places_.find(key);
  if (known != places_.end()) return known->second;
  GlyphBitmap bitmap = glyphs_->rasterize(glyph, static_cast<float>(quarters) / 4);
  if (bitmap.width > side_ || bitmap.height > side_ / 2) bitmap = {};  // larger than any text here
  const AtlasGlyph made = place(bitmap);
  return places_.emplace(key, made).first->second;
}

}  // namespace backprop::viz
