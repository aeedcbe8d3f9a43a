/// The glyphs that have been needed so far, packed into one texture of coverage. Filled on demand:
/// any character at any size can be asked for.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "viz/platform/freetype_glyphs.h"

namespace backprop::viz {

/// Where a glyph lies in the atlas, and where it goes on screen from its origin (device pixels).
struct AtlasGlyph {
  int x = 0, y = 0, width = 0, height = 0;
  int left = 0, top = 0;
};

class GlyphAtlas {
 public:
  explicit GlyphAtlas(const FreeTypeGlyphs& glyphs, int side = 1024);

  /// The glyph at a size in device pixels, rasterised when it is new. The size is taken to a
  /// quarter of a pixel. A full atlas is emptied first: `generation` tells that earlier places are
  /// void.
  const AtlasGlyph& find(GlyphRef glyph, float device_px);

  int side() const { return side_; }
  const std::vector<std::uint8_t>& pixels() const { return pixels_; }  ///< side x side
  int revision() const { return revision_; }                           ///< changes with the pixels
  int generation() const { return generation_; }  ///< changes when places become void

 private:
  AtlasGlyph place(const GlyphBitmap& bitmap);
  void empty();

  const FreeTypeGlyphs* glyphs_;
  int side_;
  std::vector<std::uint8_t> pixels_;
  std::unordered_map<std::uint64_t, AtlasGlyph> places_;
  // Shelf packing: glyphs stand side by side on shelves as high as their first.
  int shelf_x_ = 0, shelf_y_ = 0, shelf_height_ = 0;
  int revision_ = 0;
  int generation_ = 0;
};

}  // namespace backprop::viz
