/// The MATH table of an OpenType font: layout constants, italic corrections, taller variants. In
/// font units. (OpenType specification, "MATH - the mathematical typesetting table".)
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace backprop::viz {

class MathTable {
 public:
  MathTable() = default;
  /// Reads the bytes of the table; what lies outside them reads as absent.
  explicit MathTable(std::span<const std::uint8_t> bytes);

  /// Value of a MathValueRecord of MathConstants by its place among them; 0 = MathLeading.
  int constant(int place) const;
  int script_percent() const { return script_percent_; }
  int script_script_percent() const { return script_script_percent_; }
  int italic_correction(std::uint32_t glyph) const;
  std::vector<std::uint32_t> variants(std::uint32_t glyph) const;

 private:
  int script_percent_ = 70;
  int script_script_percent_ = 50;
  std::vector<int> constants_;
  std::map<std::uint32_t, int> italics_;
  std::map<std::uint32_t, std::vector<std::uint32_t>> variants_;
};

}  // namespace backprop::viz
