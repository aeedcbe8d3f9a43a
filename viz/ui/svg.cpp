#include "viz/ui/svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "viz/text/utf8.h"

namespace backprop::viz {
namespace {

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return result;
}

/// fill="#1f77b4", with an opacity where it is not whole.
std::string paint(const char* what, Color color) {
  if (color.a == 0) return fmt::format(" {}=\"none\"", what);
  std::string text = fmt::format(" {}=\"#{:02x}{:02x}{:02x}\"", what, color.r, color.g, color.b);
  if (color.a < 255) text += fmt::format(" {}-opacity=\"{:.3f}\"", what, color.a / 255.0);
  return text;
}

std::string stroke(Color color, float width, bool dashed = false) {
  return paint("stroke", color) + fmt::format(" stroke-width=\"{:.2f}\"", width) +
         (dashed ? " stroke-dasharray=\"7 4.5\"" : "");
}

std::string points_of(const std::vector<Vec2>& points) {
  std::string text;
  for (const Vec2 p : points)
    text += fmt::format("{:.2f},{:.2f} ", p.x, p.y);
  return text;
}

class Writer {
 public:
  explicit Writer(const FreeTypeGlyphs& glyphs) : glyphs_(glyphs) {}

  void operator()(const draw::Rectangle& r) {
    body_ += fmt::format(
        R"(<rect x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{:.2f}" rx="{:.1f}"{}{}/>)", r.rect.x,
        r.rect.y, r.rect.w, r.rect.h, r.radius, paint("fill", r.fill),
        r.border.a > 0 ? stroke(r.border, r.border_width) : "");
  }
  void operator()(const draw::Line& l) {
    body_ += fmt::format(R"(<line x1="{:.2f}" y1="{:.2f}" x2="{:.2f}" y2="{:.2f}"{}/>)", l.from.x,
                         l.from.y, l.to.x, l.to.y, stroke(l.color, l.width, l.dashed));
  }
  void operator()(const draw::Polyline& l) {
    body_ += fmt::format(R"(<polyline points="{}" fill="none"{}/>)", points_of(l.points),
                         stroke(l.color, l.width, l.dashed));
  }
  void operator()(const draw::Polygon& p) {
    body_ += fmt::format(R"(<polygon points="{}"{}/>)", points_of(p.points), paint("fill", p.fill));
  }
  void operator()(const draw::Circle& c) {
    body_ += fmt::format(R"(<circle cx="{:.2f}" cy="{:.2f}" r="{:.2f}"{}{}/>)", c.center.x,
                         c.center.y, c.radius, paint("fill", c.fill),
                         c.border.a > 0 ? stroke(c.border, c.border_width) : "");
  }
  void operator()(const draw::Text& t) {
    const StyleFont font = font_of(t.style);
    body_ +=
        fmt::format(R"(<g role="img" aria-label="{}"{}>)", escaped(t.text), paint("fill", t.color));
    float x = t.baseline.x;
    for (std::size_t at = 0; at < t.text.size();) {
      const GlyphRef ref = glyphs_.find(font.face, next_code_point(t.text, at));
      glyph(ref, {x, t.baseline.y}, font.px);
      x += glyphs_.advance(ref, font.px);
    }
    body_ += "</g>";
  }
  void operator()(const draw::Math& m) {
    body_ += fmt::format("<g{}>", paint("fill", m.color));
    for (const MathRule& rule : m.box.rules) {
      body_ += fmt::format(R"(<rect x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{:.2f}"/>)",
                           m.baseline.x + rule.x, m.baseline.y + rule.y, rule.w, rule.h);
    }
    for (const MathGlyph& part : m.box.glyphs) {
      glyph(part.glyph, {m.baseline.x + part.x, m.baseline.y + part.y}, part.px);
    }
    body_ += "</g>\n";
  }

  void operator()(const draw::Cells& cells) {
    for (const auto& [rect, color] : runs_of(cells)) {
      body_ += fmt::format(R"(<rect x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{:.2f}"{}/>)",
                           rect.x, rect.y, rect.w, rect.h, paint("fill", color));
    }
  }

  void scene(const Scene& scene, Rect clip) {
    const int id = clips_++;
    definitions_ += fmt::format(
        R"(<clipPath id="c{}"><rect x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{:.2f}"/></clipPath>)",
        id, clip.x, clip.y, clip.w, clip.h);
    body_ += fmt::format("<g clip-path=\"url(#c{})\">\n", id);
    for (const Record& record : scene.records) {
      std::visit(*this, record.shape);
      body_ += '\n';
    }
    body_ += "</g>\n";
  }

  std::string finish(Rect area, float scale) const {
    return fmt::format(
        R"(<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" viewBox="{} {} {} {}">)"
        "\n<defs>{}</defs>\n{}</svg>\n",
        area.w * scale, area.h * scale, area.x, area.y, area.w, area.h, definitions_, body_);
  }

 private:
  /// Each glyph's outline is written once.
  void glyph(GlyphRef ref, Vec2 at, float px) {
    const auto key = std::pair{ref.face, ref.index};
    auto known = known_.find(key);
    if (known == known_.end()) {
      const FreeTypeGlyphs::Outline outline = glyphs_.outline(ref);
      known = known_
                  .emplace(key, Known{static_cast<int>(known_.size()), outline.path.empty(),
                                      outline.units_per_em})
                  .first;
      if (!outline.path.empty()) {
        definitions_ +=
            fmt::format("<path id=\"g{}\" d=\"{}\"/>\n", known->second.id, outline.path);
      }
    }
    if (known->second.blank) return;
    body_ += fmt::format(
        R"svg(<use href="#g{}" transform="translate({:.2f} {:.2f}) scale({:.6f})"/>)svg",
        known->second.id, at.x, at.y, px / known->second.units_per_em);
  }

  struct Known {
    int id = 0;
    bool blank = false;
    float units_per_em = 1000;
  };

  const FreeTypeGlyphs& glyphs_;
  std::map<std::pair<Face, GlyphIndex>, Known> known_;
  std::string definitions_;
  std::string body_;
  int clips_ = 0;
};

}  // namespace

std::string svg_of(const std::vector<Scene>& scenes, const std::vector<Rect>& clips, Rect area,
                   float scale, const FreeTypeGlyphs& glyphs) {
  Writer writer(glyphs);
  for (std::size_t i = 0; i < scenes.size(); ++i)
    writer.scene(scenes[i], clips[i]);
  return writer.finish(area, scale);
}

}  // namespace backprop::viz
