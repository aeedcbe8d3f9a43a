/// Mathematics: TeX to a tree, the tree to a box of glyphs and rules.
///
/// The subset of TeX: letters, digits and signs; Greek; \frac; ^ and _; \sqrt; \sum and \prod with
/// limits; \left( ... \right); \mark{3}{...}, a part that stands for something; accents \hat \bar
/// \vec \tilde; \text{...}, \mathrm, \mathbf; function names such as \log; the environments matrix,
/// pmatrix, bmatrix, cases, aligned; spaces
/// \, \; \quad. Layout follows TeX's rules with the constants of the font's MATH table.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/result.h"
#include "viz/text/glyphs.h"

namespace backprop::viz {

/// What TeX spaces by.
enum class AtomClass : std::uint8_t {
  ordinary,
  large_op,
  binary,
  relation,
  opening,
  closing,
  punctuation,
  inner
};

struct MathNode;
using MathNodes = std::vector<MathNode>;

struct MathNode {
  enum class Kind : std::uint8_t {
    row,       ///< children side by side
    symbol,    ///< one character of the mathematics font
    text,      ///< words in an upright face
    fraction,  ///< children: numerator, denominator
    scripts,   ///< children: base, subscript, superscript (empty rows where there is none)
    radical,   ///< child: what is under the root
    fenced,    ///< child: what stands between the delimiters `symbol` and `closing` (0: none)
    accent,    ///< child: base; `symbol` above it
    grid,      ///< children: cells, row by row, `columns` each
    space,     ///< `width` in em
  };
  Kind kind = Kind::row;
  AtomClass atom = AtomClass::ordinary;
  char32_t symbol = 0;
  char32_t closing = 0;
  std::string words;
  bool bold = false;
  bool limits = false;  ///< scripts stand above and below in display style
  float width = 0;
  int columns = 0;
  bool left_aligned = false;  ///< of a grid's columns
  int mark = -1;              ///< what it stands for, by a number that the caller knows
  MathNodes children;
};

/// Reads TeX; the error's column says where it is not understood.
Result<MathNode> parse_tex(std::string_view tex);

/// A glyph at its origin, relative to the box's left end on the baseline; y down.
struct MathGlyph {
  GlyphRef glyph;
  float x = 0, y = 0;
  float px = 16;
  int mark = -1;  ///< of the innermost marked part that it belongs to
};

struct MathRule {
  float x = 0, y = 0, w = 0, h = 0;
};

/// Where a marked part stands: its rectangle from the box's left end on the baseline; y down.
struct MathMark {
  int mark = 0;
  float x = 0, y = 0, w = 0, h = 0;
};

struct MathBox {
  float width = 0;
  float ascent = 0;   ///< above the baseline
  float descent = 0;  ///< below it
  std::vector<MathGlyph> glyphs;
  std::vector<MathRule> rules;
  std::vector<MathMark> marks;
};

enum class MathStyle : std::uint8_t { display, text };

/// Sets a formula at a size in pixels.
MathBox layout_math(const Glyphs& glyphs, const MathNode& formula, float px, MathStyle style);

/// Gives marks to the parts of a formula that stand for something.
using MathMarker = std::function<void(MathNode&)>;

/// Parses and sets; what cannot be parsed is shown as it is written.
MathBox set_tex(const Glyphs& glyphs, std::string_view tex, float px, MathStyle style,
                const MathMarker& marker = {});

/// Formulas in display style that have been set before: what stands still is not set in every
/// frame.
class FormulaCache {
 public:
  const MathBox& set(const Glyphs& glyphs, const std::string& tex, float px);

 private:
  static constexpr std::size_t most = 600;
  std::map<std::pair<std::string, float>, MathBox> boxes_;
};

}  // namespace backprop::viz
