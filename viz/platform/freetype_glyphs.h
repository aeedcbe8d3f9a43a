/// Glyphs through FreeType: their sizes for layout, their pixels for the atlas.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/result.h"
#include "viz/text/glyphs.h"

namespace backprop::viz {

/// Coverage, one byte a pixel, and where it stands from the origin on the baseline (device pixels).
struct GlyphBitmap {
  int width = 0, height = 0;
  int left = 0;  ///< of the first column, to the right
  int top = 0;   ///< of the first row, above the baseline
  std::vector<std::uint8_t> alpha;
};

class FreeTypeGlyphs final : public Glyphs {
 public:
  /// Opens the four faces; the error names the font and package that lacks.
  static Result<std::unique_ptr<FreeTypeGlyphs>> open();
  ~FreeTypeGlyphs() override;

  GlyphRef find(Face face, char32_t c) const override;
  float advance(GlyphRef glyph, float px) const override;
  LineMetrics line(Face face, float px) const override;
  MathGlyphMetrics math_glyph(GlyphIndex glyph, float px) const override;
  MathConstants math_constants(float px) const override;
  std::vector<GlyphIndex> taller_variants(GlyphIndex glyph) const override;

  /// The outline of a glyph as the data of an SVG path, y down from its origin on the baseline.
  struct Outline {
    std::string path;
    float units_per_em = 1000;  ///< of the path's coordinates
  };
  Outline outline(GlyphRef glyph) const;

  /// The pixels of a glyph at a size in device pixels.
  GlyphBitmap rasterize(GlyphRef glyph, float device_px) const;

 private:
  struct Library;
  FreeTypeGlyphs();
  std::unique_ptr<Library> library_;
};

}  // namespace backprop::viz
