#include "engine/program/characters.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace backprop {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

bool lies_in(char32_t c, std::span<const Range> ranges) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [c](const Range& range) { return c >= range.first && c <= range.last; });
}

// Blocks of the Unicode Standard.
constexpr std::array<Range, 9> signs = {{
    {0x80, 0xBF},      // Latin-1 controls and punctuation
    {0xD7, 0xD7},      // multiplication sign
    {0xF7, 0xF7},      // division sign
    {0x2000, 0x2BFF},  // punctuation, sub- and superscripts, arrows, operators, shapes
    {0x3000, 0x3004},  // CJK punctuation
    {0x3008, 0x3020},
    {0xFE00, 0xFE6F},    // variation selectors, compatibility and small forms
    {0xFEFF, 0xFFEF},    // half- and full-width forms
    {0x1F000, 0x10FFFF}  // pictures, private use and beyond
}};

constexpr std::array<Range, 6> invisible = {{{0x80, 0xA0},
                                             {0xAD, 0xAD},
                                             {0x2000, 0x200F},
                                             {0x2028, 0x202F},
                                             {0x205F, 0x206F},
                                             {0xFEFF, 0xFEFF}}};

constexpr std::array<std::pair<char32_t, std::string_view>, 18> look_alikes = {{{0xD7, "*"},
                                                                                {0xF7, "/"},
                                                                                {0xB7, "*"},
                                                                                {0x2212, "-"},
                                                                                {0x2013, "-"},
                                                                                {0x2014, "-"},
                                                                                {0x2018, "'"},
                                                                                {0x2019, "'"},
                                                                                {0x201C, "\""},
                                                                                {0x201D, "\""},
                                                                                {0x3001, ","},
                                                                                {0x3002, "."},
                                                                                {0x3010, "["},
                                                                                {0x3011, "]"},
                                                                                {0x22C5, "*"},
                                                                                {0x2217, "*"},
                                                                                {0x2044, "/"},
                                                                                {0x2215, "/"}}};

constexpr std::string_view ascii =
    "!\"#$%&'()*+,-./"
    "0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";

}  // namespace

bool is_letter(char32_t c) {
  return c >= 0x80 && !lies_in(c, signs);
}

std::string_view ascii_meant(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) return ascii.substr(c - 0xFF01, 1);  // the full-width row
  const auto found = std::find_if(look_alikes.begin(), look_alikes.end(),
                                  [c](const auto& pair) { return pair.first == c; });
  return found == look_alikes.end() ? std::string_view() : found->second;
}

bool is_invisible(char32_t c) {
  return c == 0x3000 || lies_in(c, invisible);
}

}  // namespace backprop
