#include "viz/text/known_letters.h"

#include "viz/text/utf8.h"

namespace backprop::viz {
namespace {

constexpr char32_t small_zero_below = 0x2080, small_nine_below = 0x2089;

}  // namespace

std::string in_known_letters(std::string_view text, Face face, const Glyphs& glyphs) {
  std::string known;
  bool below = false;  // in the middle of an index
  for (const char32_t c : decode(text)) {
    if (glyphs.find(face, c).index != 0) {
      known += encode(c);
      below = false;
    } else if (c >= small_zero_below && c <= small_nine_below) {
      if (!below) known += '_';
      known += static_cast<char>('0' + (c - small_zero_below));
      below = true;
    }
  }
  return known;
}

}  // namespace backprop::viz
