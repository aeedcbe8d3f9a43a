#include <algorithm>
#include <array>
#include <cmath>

#include "viz/text/math.h"
#include "viz/text/utf8.h"

namespace backprop::viz {
namespace {

constexpr float least_script = 11;  // pixels
constexpr float least_script_script = 9;

enum class Style : std::uint8_t { display, text, script, script_script };

Style script_of(Style style) {
  return style <= Style::text ? Style::script : Style::script_script;
}
/// Of a fraction's parts.
Style smaller(Style style) {
  return style == Style::display ? Style::text : script_of(style);
}

void place(MathBox& into, const MathBox& box, float x, float y) {
  for (MathGlyph glyph : box.glyphs) {
    glyph.x += x;
    glyph.y += y;
    into.glyphs.push_back(glyph);
  }
  for (MathRule rule : box.rules) {
    rule.x += x;
    rule.y += y;
    into.rules.push_back(rule);
  }
  for (MathMark mark : box.marks) {
    mark.x += x;
    mark.y += y;
    into.marks.push_back(mark);
  }
  into.ascent = std::max(into.ascent, box.ascent - y);
  into.descent = std::max(into.descent, box.descent + y);
}

/// TeX's spaces between atoms: 0 none, 1 thin, 2 medium, 3 thick; negative: not in scripts (The
/// TeXbook, chapter 18). Rows: left atom; columns: right.
constexpr std::array<std::array<int, 8>, 8> spacing = {{
    {0, 1, -2, -3, 0, 0, 0, -1},
    {1, 1, 0, -3, 0, 0, 0, -1},
    {-2, -2, 0, 0, -2, 0, 0, -2},
    {-3, -3, 0, 0, -3, 0, 0, -3},
    {0, 0, 0, 0, 0, 0, 0, 0},
    {0, 1, -2, -3, 0, 0, 0, -1},
    {-1, -1, 0, -1, -1, -1, -1, -1},
    {-1, 1, -2, -3, -1, 0, -1, -1},
}};

bool only_primes(const MathNode& row) {
  return !row.children.empty() &&
         std::all_of(row.children.begin(), row.children.end(), [](const MathNode& node) {
           return node.kind == MathNode::Kind::symbol && node.symbol == U'\u2032';
         });
}

class Layout {
 public:
  Layout(const Glyphs& glyphs, float px) : glyphs_(glyphs), px_(px) {}

  MathBox node(const MathNode& node, Style style) const {
    MathBox box = unmarked(node, style);
    if (node.mark < 0) return box;
    for (MathGlyph& glyph : box.glyphs) {
      if (glyph.mark < 0) glyph.mark = node.mark;
    }
    box.marks.push_back({node.mark, 0, -box.ascent, box.width, box.ascent + box.descent});
    return box;
  }

 private:
  MathBox unmarked(const MathNode& node, Style style) const {
    switch (node.kind) {
      case MathNode::Kind::row:
        return row(node, style);
      case MathNode::Kind::symbol:
        return symbol(node, style);
      case MathNode::Kind::text:
        return words(node, style);
      case MathNode::Kind::fraction:
        return fraction(node, style);
      case MathNode::Kind::scripts:
        return scripts(node, style);
      case MathNode::Kind::radical:
        return radical(node, style);
      case MathNode::Kind::fenced:
        return fenced(node, style);
      case MathNode::Kind::accent:
        return accent(node, style);
      case MathNode::Kind::grid:
        return grid(node, style);
      case MathNode::Kind::space:
        break;
    }
    MathBox box;
    box.width = node.width * size(style);
    return box;
  }

  float size(Style style) const {
    if (style <= Style::text) return px_;
    const MathConstants c = glyphs_.math_constants(px_);
    const bool script = style == Style::script;
    // In small text they would be too small to read on a screen.
    return std::max(px_ * (script ? c.script_scale : c.script_script_scale),
                    std::min(px_, script ? least_script : least_script_script));
  }

  MathBox glyph_box(GlyphIndex index, float px) const {
    const MathGlyphMetrics metrics = glyphs_.math_glyph(index, px);
    MathBox box;
    box.width = metrics.advance;
    box.ascent = metrics.ascent;
    box.descent = metrics.descent;
    box.glyphs.push_back({{Face::math, index}, 0, 0, px});
    return box;
  }

  // Rows and their spaces.

  static AtomClass class_in_row(const MathNodes& nodes, std::size_t at) {
    const AtomClass own = nodes[at].atom;
    if (own != AtomClass::binary) return own;
    // A sign without something on both sides is no operator: -x.
    if (at == 0 || at + 1 == nodes.size()) return AtomClass::ordinary;
    const AtomClass before = nodes[at - 1].atom;
    const AtomClass after = nodes[at + 1].atom;
    const bool starts = before == AtomClass::binary || before == AtomClass::relation ||
                        before == AtomClass::opening || before == AtomClass::punctuation ||
                        before == AtomClass::large_op;
    const bool ends = after == AtomClass::relation || after == AtomClass::closing ||
                      after == AtomClass::punctuation;
    return starts || ends ? AtomClass::ordinary : AtomClass::binary;
  }

  float space_between(AtomClass left, AtomClass right, Style style) const {
    const int entry = spacing[static_cast<std::size_t>(left)][static_cast<std::size_t>(right)];
    if (entry < 0 && style > Style::text) return 0;
    constexpr std::array<float, 4> mu = {0, 3, 4, 5};
    return mu[static_cast<std::size_t>(std::abs(entry))] / 18 * size(style);
  }

  MathBox row(const MathNode& row, Style style) const {
    MathBox box;
    const MathNodes& nodes = row.children;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      const bool spaced = i > 0 && nodes[i].kind != MathNode::Kind::space &&
                          nodes[i - 1].kind != MathNode::Kind::space;
      if (spaced)
        box.width += space_between(class_in_row(nodes, i - 1), class_in_row(nodes, i), style);
      const MathBox part = node(nodes[i], style);
      place(box, part, box.width, 0);
      box.width += part.width;
    }
    return box;
  }

  // Single things.

  MathBox symbol(const MathNode& node, Style style) const {
    const float px = size(style);
    const GlyphRef found = glyphs_.find(Face::math, node.symbol);
    if (found.face != Face::math) return character(found, px);
    if (node.atom == AtomClass::large_op && node.limits) return large_operator(found.index, style);
    return glyph_box(found.index, px);
  }

  /// A character of a text face.
  MathBox character(GlyphRef glyph, float px) const {
    MathBox box;
    box.width = glyphs_.advance(glyph, px);
    box.ascent = px * 0.8F;
    box.descent = px * 0.12F;
    box.glyphs.push_back({glyph, 0, 0, px});
    return box;
  }

  /// Taller in display style, and centred on the axis.
  MathBox large_operator(GlyphIndex index, Style style) const {
    const auto variants = glyphs_.taller_variants(index);
    if (style == Style::display && variants.size() > 1) index = variants[1];
    return centred_on_axis(glyph_box(index, size(style)), style);
  }

  MathBox centred_on_axis(const MathBox& box, Style style) const {
    const float axis = glyphs_.math_constants(size(style)).axis_height;
    MathBox centred;
    centred.width = box.width;
    place(centred, box, 0, (box.ascent - box.descent) / 2 - axis);
    return centred;
  }

  MathBox words(const MathNode& node, Style style) const {
    const float px = size(style);
    MathBox box;
    for (const char32_t c : decode(node.words)) {
      // Latin words in the mathematics font's upright letters, others in the text face.
      const Face face = node.bold ? Face::bold : c < 0x2E80 ? Face::math : Face::regular;
      const GlyphRef glyph = glyphs_.find(face, c);
      const MathBox part =
          glyph.face == Face::math ? glyph_box(glyph.index, px) : character(glyph, px);
      place(box, part, box.width, 0);
      box.width += part.width;
    }
    return box;
  }

  // Constructions.

  MathBox fraction(const MathNode& node, Style style) const {
    const bool display = style == Style::display;
    const MathConstants c = glyphs_.math_constants(size(style));
    const MathBox above = this->node(node.children[0], smaller(style));
    const MathBox below = this->node(node.children[1], smaller(style));
    const float half = c.rule_thickness / 2;
    const float up =
        std::max(display ? c.numerator_shift_display : c.numerator_shift,
                 c.axis_height + half + (display ? c.numerator_gap_display : c.numerator_gap) +
                     above.descent);
    const float down = std::max(display ? c.denominator_shift_display : c.denominator_shift,
                                (display ? c.denominator_gap_display : c.denominator_gap) + half +
                                    below.ascent - c.axis_height);
    const float bearing = size(style) * 0.12F;
    const float inner = std::max(above.width, below.width) + size(style) * 0.1F;
    MathBox box;
    box.width = inner + 2 * bearing;
    place(box, above, (box.width - above.width) / 2, -up);
    place(box, below, (box.width - below.width) / 2, down);
    box.rules.push_back({bearing, -c.axis_height - half, inner, c.rule_thickness});
    return box;
  }

  MathBox scripts(const MathNode& node, Style style) const {
    const MathBox base = this->node(node.children[0], style);
    const MathBox below = this->node(node.children[1], script_of(style));
    // The font's prime is a raised one already.
    const bool prime = only_primes(node.children[2]);
    const MathBox above = this->node(node.children[2], prime ? style : script_of(style));
    if (node.limits && style == Style::display) return limits(base, below, above, style);
    const bool has_below = !node.children[1].children.empty();
    const bool has_above = !node.children[2].children.empty();
    const MathConstants c = glyphs_.math_constants(size(style));
    const bool tall = node.children[0].kind != MathNode::Kind::symbol;
    float up = std::max({c.superscript_shift, above.descent + c.superscript_bottom_min,
                         tall ? base.ascent - above.ascent * 0.6F : 0.0F});
    if (prime && !tall) up = 0;
    float down = std::max({c.subscript_shift, below.ascent - c.subscript_top_max,
                           tall ? base.descent + below.ascent * 0.3F : 0.0F});
    if (has_above && has_below) {
      const float gap = (up - above.descent) - (below.ascent - down);
      if (gap < c.sub_superscript_gap) down += c.sub_superscript_gap - gap;
    }
    MathBox box;
    place(box, base, 0, 0);
    const float italic = italic_of(node.children[0], style);
    if (has_below) place(box, below, base.width, down);
    if (has_above) place(box, above, base.width + italic, -up);
    const float wide = std::max(has_below ? below.width : 0, has_above ? above.width + italic : 0);
    box.width = base.width + wide + c.space_after_script;
    return box;
  }

  float italic_of(const MathNode& node, Style style) const {
    if (node.kind != MathNode::Kind::symbol) return 0;
    const GlyphRef found = glyphs_.find(Face::math, node.symbol);
    return found.face == Face::math ? glyphs_.math_glyph(found.index, size(style)).italic : 0;
  }

  MathBox limits(const MathBox& base, const MathBox& below, const MathBox& above,
                 Style style) const {
    const MathConstants c = glyphs_.math_constants(size(style));
    MathBox box;
    box.width = std::max({base.width, below.width, above.width});
    place(box, base, (box.width - base.width) / 2, 0);
    if (!above.glyphs.empty()) {
      const float rise = std::max(base.ascent + c.upper_limit_gap + above.descent,
                                  base.ascent + c.upper_limit_rise);
      place(box, above, (box.width - above.width) / 2, -rise);
    }
    if (!below.glyphs.empty()) {
      const float drop = std::max(base.descent + c.lower_limit_gap + below.ascent,
                                  base.descent + c.lower_limit_drop);
      place(box, below, (box.width - below.width) / 2, drop);
    }
    return box;
  }

  /// The smallest variant at least that tall.
  MathBox tall_glyph(char32_t c, float height, float px) const {
    const GlyphRef found = glyphs_.find(Face::math, c);
    MathBox box;
    for (const GlyphIndex variant : glyphs_.taller_variants(found.index)) {
      box = glyph_box(variant, px);
      if (box.ascent + box.descent >= height) break;
    }
    return box;
  }

  MathBox radical(const MathNode& node, Style style) const {
    const MathConstants c = glyphs_.math_constants(size(style));
    const MathBox inner = this->node(node.children[0], style);
    const float gap = style == Style::display ? c.radical_gap_display : c.radical_gap;
    const float height = inner.ascent + inner.descent + gap + c.radical_rule;
    const MathBox sign = tall_glyph(0x221A, height, size(style));
    const float top = inner.ascent + gap + std::max(0.0F, sign.ascent + sign.descent - height) / 2 +
                      c.radical_rule;
    MathBox box;
    place(box, sign, 0, sign.ascent - top);
    place(box, inner, sign.width, 0);
    box.rules.push_back({sign.width, -top, inner.width + size(style) * 0.05F, c.radical_rule});
    box.width = sign.width + inner.width + size(style) * 0.1F;
    box.ascent = std::max(box.ascent, top + c.radical_extra);
    return box;
  }

  MathBox fenced(const MathNode& node, Style style) const {
    const MathConstants c = glyphs_.math_constants(size(style));
    const MathBox inner = this->node(node.children[0], style);
    const float reach = std::max(inner.ascent - c.axis_height, inner.descent + c.axis_height);
    const float height = 2 * reach * 0.95F;
    MathBox box;
    const auto fence = [&](char32_t symbol) {
      if (symbol == 0) return;
      const MathBox sign = centred_on_axis(tall_glyph(symbol, height, size(style)), style);
      place(box, sign, box.width, 0);
      box.width += sign.width;
    };
    fence(node.symbol);
    place(box, inner, box.width, 0);
    box.width += inner.width;
    fence(node.closing);
    return box;
  }

  MathBox accent(const MathNode& node, Style style) const {
    const MathConstants c = glyphs_.math_constants(size(style));
    const MathBox base = this->node(node.children[0], style);
    const GlyphRef mark = glyphs_.find(Face::math, node.symbol);
    MathBox box;
    box.width = base.width;
    place(box, base, 0, 0);
    if (mark.face != Face::math) return box;
    // A combining mark's ink lies left of its origin, over the letter before it.
    const MathBox sign = glyph_box(mark.index, size(style));
    const float lift = std::max(0.0F, base.ascent - c.accent_base_height);
    const float shift = italic_of(
        node.children[0].children.size() == 1 ? node.children[0].children[0] : node.children[0],
        style);
    place(box, sign, base.width / 2 + size(style) * 0.25F + shift / 2 - sign.width / 2, -lift);
    return box;
  }

  MathBox grid(const MathNode& node, Style style) const {
    const auto columns = static_cast<std::size_t>(std::max(1, node.columns));
    const Style inner = style == Style::display ? Style::text : style;
    std::vector<MathBox> cells;
    std::vector<float> widths(columns, 0);
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      cells.push_back(this->node(node.children[i], inner));
      widths[i % columns] = std::max(widths[i % columns], cells.back().width);
    }
    const float px = size(style);
    const float line = px * 1.25F;
    const float axis = glyphs_.math_constants(px).axis_height;
    std::vector<float> baselines;
    float bottom = 0;
    for (std::size_t r = 0; r * columns < cells.size(); ++r) {
      float ascent = px * 0.7F;
      float descent = px * 0.25F;
      for (std::size_t k = 0; k < columns; ++k) {
        ascent = std::max(ascent, cells[r * columns + k].ascent);
        descent = std::max(descent, cells[r * columns + k].descent);
      }
      const float next =
          r == 0 ? ascent : std::max(baselines.back() + line, bottom + px * 0.2F + ascent);
      baselines.push_back(next);
      bottom = next + descent;
    }
    MathBox box;
    const float middle = bottom / 2 + axis;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::size_t k = i % columns;
      float x = 0;
      for (std::size_t before = 0; before < k; ++before)
        x += widths[before] + px * 0.8F;
      const float slack = node.left_aligned ? 0 : (widths[k] - cells[i].width) / 2;
      place(box, cells[i], x + slack, baselines[i / columns] - middle);
    }
    for (const float width : widths)
      box.width += width;
    box.width += px * 0.8F * static_cast<float>(columns - 1);
    return box;
  }

  const Glyphs& glyphs_;
  float px_;
};

}  // namespace

MathBox layout_math(const Glyphs& glyphs, const MathNode& formula, float px, MathStyle style) {
  return Layout(glyphs, px)
      .node(formula, style == MathStyle::display ? Style::display : Style::text);
}

MathBox set_tex(const Glyphs& glyphs, std::string_view tex, float px, MathStyle style,
                const MathMarker& marker) {
  auto parsed = parse_tex(tex);
  if (parsed) {
    if (marker) marker(parsed.value());
    return layout_math(glyphs, parsed.value(), px, style);
  }
  MathNode as_written;
  as_written.kind = MathNode::Kind::text;
  as_written.words = std::string(tex);
  return layout_math(glyphs, as_written, px, style);
}

const MathBox& FormulaCache::set(const Glyphs& glyphs, const std::string& tex, float px) {
  const auto known = boxes_.find({tex, px});
  if (known != boxes_.end()) return known->second;
  if (boxes_.size() >= most) boxes_.clear();
  return boxes_.emplace(std::pair{tex, px}, set_tex(glyphs, tex, px, MathStyle::display))
      .first->second;
}

}  // namespace backprop::viz
