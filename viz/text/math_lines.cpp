#include "viz/text/math_lines.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace backprop::viz {
namespace {

constexpr float line_gap = 0.4F;  // all in em
constexpr float indent = 1.5F;
constexpr float operator_space = 0.28F;

/// A run of signs that is never broken.
struct Piece {
  std::size_t begin = 0, end = 0;  ///< children of the formula's row
  float cost = 0;                  ///< of a line that begins with it
  float width = 0;                 ///< set alone, with the space before it
};

/// What it costs to begin a line with it; negative: no line does.
float cost_of_break(const MathNode& node) {
  if (node.kind != MathNode::Kind::symbol) return -1;
  if (node.atom == AtomClass::relation) return 0;
  if (node.atom != AtomClass::binary) return -1;
  const bool sum = node.symbol == U'+' || node.symbol == U'-' || node.symbol == U'\u2212';
  return sum ? 1 : 2;
}

MathNode row_of(const MathNode& formula, std::size_t begin, std::size_t end) {
  MathNode row;
  const auto first = formula.children.begin();
  // A sign of a product or a sum at the beginning of a line stays one: it does not become a sign of
  // what follows.
  if (begin > 0) row.children.emplace_back();
  row.children.insert(row.children.end(), first + static_cast<std::ptrdiff_t>(begin),
                      first + static_cast<std::ptrdiff_t>(end));
  return row;
}

std::vector<Piece> pieces_of(const Glyphs& glyphs, const MathNode& formula, float px) {
  std::vector<Piece> pieces{{}};
  int brackets = 0;  // open ones: nothing is broken within them
  for (std::size_t i = 0; i < formula.children.size(); ++i) {
    const MathNode& node = formula.children[i];
    brackets += node.atom == AtomClass::opening ? 1 : node.atom == AtomClass::closing ? -1 : 0;
    const float cost = cost_of_break(node);
    if (i == 0 || brackets > 0 || cost < 0) continue;
    pieces.back().end = i;
    pieces.push_back({i, i, cost});
  }
  pieces.back().end = formula.children.size();
  for (Piece& piece : pieces) {
    const MathNode row = row_of(formula, piece.begin, piece.end);
    piece.width = layout_math(glyphs, row, px, MathStyle::display).width +
                  (piece.begin > 0 ? operator_space * px : 0);
  }
  return pieces;
}

/// The pieces that lines begin with: as few lines as will do, broken where it costs least.
std::vector<std::size_t> best_breaks(const std::vector<Piece>& pieces, float width, float px) {
  constexpr float cost_of_line = 10;
  constexpr float cost_of_excess = 1000;
  const std::size_t count = pieces.size();
  std::vector<float> least(count + 1, std::numeric_limits<float>::infinity());
  std::vector<std::size_t> next(count + 1, count);
  least[count] = 0;
  for (std::size_t begin = count; begin-- > 0;) {
    float line = begin > 0 ? indent * px : 0;
    for (std::size_t end = begin + 1; end <= count; ++end) {
      line += pieces[end - 1].width;
      const float cost =
          pieces[begin].cost + cost_of_line + (line > width ? cost_of_excess : 0) + least[end];
      if (cost >= least[begin]) continue;
      least[begin] = cost;
      next[begin] = end;
    }
  }
  std::vector<std::size_t> begins;
  for (std::size_t at = 0; at < count; at = next[at])
    begins.push_back(at);
  return begins;
}

void append(MathBox& all, MathBox line, float x, float y) {
  for (MathGlyph& glyph : line.glyphs) {
    glyph.x += x;
    glyph.y += y;
    all.glyphs.push_back(glyph);
  }
  for (MathRule& rule : line.rules) {
    rule.x += x;
    rule.y += y;
    all.rules.push_back(rule);
  }
  for (MathMark& mark : line.marks) {
    mark.x += x;
    mark.y += y;
    all.marks.push_back(mark);
  }
  all.width = std::max(all.width, x + line.width);
  all.descent = std::max(all.descent, y + line.descent);
}

}  // namespace

MathBox set_tex_lines(const Glyphs& glyphs, std::string_view tex, float px, float width,
                      const MathMarker& marker) {
  MathBox whole = set_tex(glyphs, tex, px, MathStyle::display, marker);
  auto parsed = parse_tex(tex);
  if (whole.width <= width || !parsed || parsed.value().kind != MathNode::Kind::row) return whole;
  MathNode& formula = parsed.value();
  if (marker) marker(formula);
  const std::vector<Piece> pieces = pieces_of(glyphs, formula, px);
  const std::vector<std::size_t> begins = best_breaks(pieces, width, px);
  MathBox all;
  for (std::size_t i = 0; i < begins.size(); ++i) {
    const std::size_t end =
        i + 1 < begins.size() ? pieces[begins[i + 1]].begin : formula.children.size();
    MathBox line =
        layout_math(glyphs, row_of(formula, pieces[begins[i]].begin, end), px, MathStyle::display);
    if (i == 0) all.ascent = line.ascent;
    const float y = i == 0 ? 0 : all.descent + line_gap * px + line.ascent;
    append(all, std::move(line), i == 0 ? 0 : indent * px, y);
  }
  return all;
}

}  // namespace backprop::viz
