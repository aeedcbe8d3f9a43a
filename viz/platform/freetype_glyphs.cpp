#include "viz/platform/freetype_glyphs.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include FT_TRUETYPE_TABLES_H
#include FT_TRUETYPE_TAGS_H

#include <algorithm>
#include <array>
#include <cmath>

#include "viz/platform/fonts.h"
#include "viz/platform/math_table.h"
#include "viz/platform/paged_table.h"

namespace backprop::viz {
namespace {

constexpr std::array all_faces = {Face::regular, Face::bold, Face::mono, Face::math};

std::size_t place(Face face) {
  return static_cast<std::size_t>(face);
}

/// Unhinted numbers of a glyph in font units.
struct GlyphNumbers {
  int advance = 0;
  int ascent = 0;
  int descent = 0;
};

}  // namespace

struct FreeTypeGlyphs::Library {
  FT_Library library = nullptr;
  std::array<FT_Face, all_faces.size()> faces{};
  MathTable math;
  // Caches; FreeType's own look-ups cost more than a frame's layout should.
  mutable std::array<PagedTable<GlyphNumbers>, all_faces.size()> numbers;
  mutable std::array<PagedTable<GlyphRef>, all_faces.size()> found;

  Library() = default;
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
  ~Library() {
    for (FT_Face face : faces) {
      if (face != nullptr) FT_Done_Face(face);
    }
    if (library != nullptr) FT_Done_FreeType(library);
  }

  FT_Face at(Face face) const { return faces[place(face)]; }
  float scale(Face face, float px) const { return px / static_cast<float>(at(face)->units_per_EM); }

  const GlyphNumbers& numbers_of(GlyphRef glyph) const {
    auto& cache = numbers[place(glyph.face)];
    if (const GlyphNumbers* known = cache.find(glyph.index)) return *known;
    GlyphNumbers made;
    FT_Face face = at(glyph.face);
    if (FT_Load_Glyph(face, glyph.index, FT_LOAD_NO_SCALE) == 0) {
      const FT_Glyph_Metrics& metrics = face->glyph->metrics;
      made = {static_cast<int>(metrics.horiAdvance), static_cast<int>(metrics.horiBearingY),
              static_cast<int>(metrics.height - metrics.horiBearingY)};
    }
    return cache.put(glyph.index, made);
  }

  void read_math_table() {
    FT_ULong length = 0;
    constexpr FT_ULong tag = FT_MAKE_TAG('M', 'A', 'T', 'H');
    if (FT_Load_Sfnt_Table(at(Face::math), tag, 0, nullptr, &length) != 0) return;
    std::vector<std::uint8_t> bytes(length);
    if (FT_Load_Sfnt_Table(at(Face::math), tag, 0, bytes.data(), &length) != 0) return;
    math = MathTable(bytes);
  }
};

FreeTypeGlyphs::FreeTypeGlyphs() : library_(std::make_unique<Library>()) {}
FreeTypeGlyphs::~FreeTypeGlyphs() = default;

Result<std::unique_ptr<FreeTypeGlyphs>> FreeTypeGlyphs::open() {
  std::unique_ptr<FreeTypeGlyphs> glyphs(
      new FreeTypeGlyphs());  // NOLINT: the constructor is private
  Library& library = *glyphs->library_;
  if (FT_Init_FreeType(&library.library) != 0) {
    return Error{{}, "FreeType could not be started", "check the package libfreetype6"};
  }
  for (const Face face : all_faces) {
    const auto file = find_font(face);
    if (!file) return file.error();
    if (FT_New_Face(library.library, file.value().path.c_str(), file.value().index,
                    &library.faces[place(face)]) != 0) {
      return Error{{}, "the font " + file.value().path + " could not be read", "reinstall it"};
    }
  }
  library.read_math_table();
  return glyphs;
}

GlyphRef FreeTypeGlyphs::find(Face face, char32_t c) const {
  auto& cache = library_->found[place(face)];
  if (const GlyphRef* known = cache.find(c)) return *known;
  GlyphRef found{face, FT_Get_Char_Index(library_->at(face), c)};
  // The Chinese faces set these signs of mathematics in a full square.
  if (c == U'\u2202' || c == U'\u00A7' || c == U'\u00B7' || c == U'\u00D7' || c == U'\u22C5')
    found = {Face::math, FT_Get_Char_Index(library_->at(Face::math), c)};
  for (const Face other : {Face::regular, Face::math}) {
    if (found.index == 0) found = {other, FT_Get_Char_Index(library_->at(other), c)};
  }
  if (found.index == 0) found.face = face;  // the face's own sign for "no such glyph"
  return cache.put(c, found);
}

float FreeTypeGlyphs::advance(GlyphRef glyph, float px) const {
  return static_cast<float>(library_->numbers_of(glyph).advance) * library_->scale(glyph.face, px);
}

LineMetrics FreeTypeGlyphs::line(Face face, float px) const {
  const FT_Face its = library_->at(face);
  const float scale = library_->scale(face, px);
  return {static_cast<float>(its->ascender) * scale, static_cast<float>(-its->descender) * scale};
}

MathGlyphMetrics FreeTypeGlyphs::math_glyph(GlyphIndex glyph, float px) const {
  const GlyphNumbers& numbers = library_->numbers_of({Face::math, glyph});
  const float scale = library_->scale(Face::math, px);
  return {static_cast<float>(numbers.advance) * scale, static_cast<float>(numbers.ascent) * scale,
          static_cast<float>(numbers.descent) * scale,
          static_cast<float>(library_->math.italic_correction(glyph)) * scale};
}

MathConstants FreeTypeGlyphs::math_constants(float px) const {
  const float scale = library_->scale(Face::math, px);
  const MathTable& table = library_->math;
  const auto at = [&](int place) { return static_cast<float>(table.constant(place)) * scale; };
  // Places in MathConstants, from MathLeading = 0.
  MathConstants c;
  c.axis_height = at(1);
  c.accent_base_height = at(2);
  c.subscript_shift = at(4);
  c.subscript_top_max = at(5);
  c.superscript_shift = at(7);
  c.superscript_shift_cramped = at(8);
  c.superscript_bottom_min = at(9);
  c.sub_superscript_gap = at(11);
  c.space_after_script = at(13);
  c.upper_limit_gap = at(14);
  c.upper_limit_rise = at(15);
  c.lower_limit_gap = at(16);
  c.lower_limit_drop = at(17);
  c.numerator_shift = at(28);
  c.numerator_shift_display = at(29);
  c.denominator_shift = at(30);
  c.denominator_shift_display = at(31);
  c.numerator_gap = at(32);
  c.numerator_gap_display = at(33);
  c.rule_thickness = at(34);
  c.denominator_gap = at(35);
  c.denominator_gap_display = at(36);
  c.radical_gap = at(45);
  c.radical_gap_display = at(46);
  c.radical_rule = at(47);
  c.radical_extra = at(48);
  c.script_scale = static_cast<float>(table.script_percent()) / 100;
  c.script_script_scale = static_cast<float>(table.script_script_percent()) / 100;
  return c;
}

std::vector<GlyphIndex> FreeTypeGlyphs::taller_variants(GlyphIndex glyph) const {
  return library_->math.variants(glyph);
}

namespace {

std::string point(const FT_Vector* at) {
  return std::to_string(at->x) + " " + std::to_string(-at->y);
}

/// FreeType's walk along an outline; `user` is the path's text.
std::string& path_of(void* user) {
  return *static_cast<std::string*>(user);
}
int move_to(const FT_Vector* to, void* user) {
  std::string& path = path_of(user);
  if (!path.empty()) path += 'Z';
  path += "M" + point(to);
  return 0;
}
int line_to(const FT_Vector* to, void* user) {
  path_of(user) += "L" + point(to);
  return 0;
}
int conic_to(const FT_Vector* control, const FT_Vector* to, void* user) {
  path_of(user) += "Q" + point(control) + " " + point(to);
  return 0;
}
int cubic_to(const FT_Vector* first, const FT_Vector* second, const FT_Vector* to, void* user) {
  path_of(user) += "C" + point(first) + " " + point(second) + " " + point(to);
  return 0;
}

}  // namespace

FreeTypeGlyphs::Outline FreeTypeGlyphs::outline(GlyphRef glyph) const {
  FT_Face face = library_->at(glyph.face);
  Outline outline{{}, static_cast<float>(face->units_per_EM)};
  if (FT_Load_Glyph(face, glyph.index, FT_LOAD_NO_SCALE) != 0) return outline;
  const FT_Outline_Funcs walk{move_to, line_to, conic_to, cubic_to, 0, 0};
  FT_Outline_Decompose(&face->glyph->outline, &walk, &outline.path);
  if (!outline.path.empty()) outline.path += 'Z';
  return outline;
}

GlyphBitmap FreeTypeGlyphs::rasterize(GlyphRef glyph, float device_px) const {
  GlyphBitmap bitmap;
  FT_Face face = library_->at(glyph.face);
  const auto size = static_cast<FT_F26Dot6>(std::lround(device_px * 64));
  if (FT_Set_Char_Size(face, 0, size, 72, 72) != 0) return bitmap;
  // Light hinting snaps heights alone, so that advances stay those of the layout.
  const FT_Int32 flags = FT_LOAD_RENDER | FT_LOAD_TARGET_LIGHT;
  if (FT_Load_Glyph(face, glyph.index, flags) != 0) return bitmap;
  const FT_GlyphSlot slot = face->glyph;
  bitmap.width = static_cast<int>(slot->bitmap.width);
  bitmap.height = static_cast<int>(slot->bitmap.rows);
  bitmap.left = slot->bitmap_left;
  bitmap.top = slot->bitmap_top;
  for (int y = 0; y < bitmap.height; ++y) {
    const unsigned char* row =
        slot->bitmap.buffer + static_cast<std::ptrdiff_t>(y) * slot->bitmap.pitch;
    bitmap.alpha.insert(bitmap.alpha.end(), row, row + bitmap.width);
  }
  return bitmap;
}

}  // namespace backprop::viz
