#include "viz/platform/math_table.h"

namespace backprop::viz {
namespace {

/// Big-endian numbers at byte offsets; 0 beyond the end.
class Reader {
 public:
  explicit Reader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
  unsigned u16(std::size_t at) const {
    return at + 2 <= bytes_.size() ? static_cast<unsigned>(bytes_[at] << 8 | bytes_[at + 1]) : 0U;
  }
  int s16(std::size_t at) const { return static_cast<std::int16_t>(u16(at)); }

  /// The glyphs that a coverage table lists, in order.
  std::vector<std::uint32_t> coverage(std::size_t at) const {
    std::vector<std::uint32_t> glyphs;
    const unsigned count = u16(at + 2);
    for (std::size_t i = 0; i < count; ++i) {
      if (u16(at) == 1) {
        glyphs.push_back(u16(at + 4 + 2 * i));
      } else {
        const unsigned last = u16(at + 4 + 6 * i + 2);
        for (unsigned g = u16(at + 4 + 6 * i); g <= last; ++g)
          glyphs.push_back(g);
      }
    }
    return glyphs;
  }

 private:
  std::span<const std::uint8_t> bytes_;
};

constexpr int value_records = 51;  // of MathConstants, each a value and a device offset

}  // namespace

MathTable::MathTable(std::span<const std::uint8_t> bytes) {
  const Reader read(bytes);
  const std::size_t constants = read.u16(4);
  const std::size_t glyph_info = read.u16(6);
  const std::size_t variants = read.u16(8);
  if (constants != 0) {
    script_percent_ = read.s16(constants);
    script_script_percent_ = read.s16(constants + 2);
    for (int i = 0; i < value_records; ++i) {
      constants_.push_back(read.s16(constants + 8 + 4 * static_cast<std::size_t>(i)));
    }
  }
  if (glyph_info != 0 && read.u16(glyph_info) != 0) {
    const std::size_t italics = glyph_info + read.u16(glyph_info);
    const auto glyphs = read.coverage(italics + read.u16(italics));
    for (std::size_t i = 0; i < glyphs.size(); ++i)
      italics_[glyphs[i]] = read.s16(italics + 4 + 4 * i);
  }
  if (variants != 0 && read.u16(variants + 2) != 0) {
    const auto glyphs = read.coverage(variants + read.u16(variants + 2));
    for (std::size_t i = 0; i < glyphs.size(); ++i) {
      const std::size_t construction = variants + read.u16(variants + 10 + 2 * i);
      auto& list = variants_[glyphs[i]];
      for (std::size_t v = 0; v < read.u16(construction + 2); ++v) {
        list.push_back(read.u16(construction + 4 + 4 * v));
      }
    }
  }
}

int MathTable::constant(int place) const {
  const auto at = static_cast<std::size_t>(place);
  return at < constants_.size() ? constants_[at] : 0;
}

int MathTable::italic_correction(std::uint32_t glyph) const {
  const auto found = italics_.find(glyph);
  return found == italics_.end() ? 0 : found->second;
}

std::vector<std::uint32_t> MathTable::variants(std::uint32_t glyph) const {
  const auto found = variants_.find(glyph);
  return found == variants_.end() ? std::vector<std::uint32_t>{glyph} : found->second;
}

}  // namespace backprop::viz
