/// The sizes of characters, in logical pixels: the one seam between layout and a font library.
/// FreeType stands behind it natively; tables can on systems without.
#pragma once

#include <cstdint>
#include <vector>

namespace backprop::viz {

enum class Face : std::uint8_t { regular, bold, mono, math };

using GlyphIndex = std::uint32_t;

/// A glyph of a face; a character that its own face lacks is found in another.
struct GlyphRef {
  Face face = Face::regular;
  GlyphIndex index = 0;
};

struct LineMetrics {
  float ascent = 0;   ///< above the baseline
  float descent = 0;  ///< below it, positive
};

/// A glyph as mathematics sees it, around its origin on the baseline.
struct MathGlyphMetrics {
  float advance = 0;
  float ascent = 0;   ///< of its ink
  float descent = 0;  ///< of its ink, positive below the baseline
  float italic = 0;   ///< italic correction: how far a superscript moves right
};

/// What the MATH table of the mathematics font says, in pixels at a size (OpenType's names).
struct MathConstants {
  float axis_height = 0;
  float rule_thickness = 0;
  float numerator_shift = 0, numerator_shift_display = 0, numerator_gap = 0,
        numerator_gap_display = 0;
  float denominator_shift = 0, denominator_shift_display = 0, denominator_gap = 0,
        denominator_gap_display = 0;
  float superscript_shift = 0, superscript_shift_cramped = 0, superscript_bottom_min = 0;
  float subscript_shift = 0, subscript_top_max = 0, sub_superscript_gap = 0, space_after_script = 0;
  float upper_limit_gap = 0, lower_limit_gap = 0, upper_limit_rise = 0, lower_limit_drop = 0;
  float radical_gap = 0, radical_gap_display = 0, radical_rule = 0, radical_extra = 0;
  float accent_base_height = 0;
  float script_scale = 0.7F, script_script_scale = 0.5F;  ///< of the text size
};

class Glyphs {
 public:
  virtual ~Glyphs() = default;

  virtual GlyphRef find(Face face, char32_t c) const = 0;
  virtual float advance(GlyphRef glyph, float px) const = 0;
  virtual LineMetrics line(Face face, float px) const = 0;

  // Of Face::math.
  virtual MathGlyphMetrics math_glyph(GlyphIndex glyph, float px) const = 0;
  virtual MathConstants math_constants(float px) const = 0;
  /// The glyph itself and its taller variants, smallest first.
  virtual std::vector<GlyphIndex> taller_variants(GlyphIndex glyph) const = 0;
};

}  // namespace backprop::viz
